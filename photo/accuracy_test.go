package photo_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"

	"github.com/heyan/heyan/photo"
)

// labelled is one object of truth.json, the labels of a folder of photos. The picture is id.jpg.
type labelled struct {
	ID       string `json:"id"`
	Group    string `json:"group"`
	Persons  int    `json:"persons"`
	Top      string `json:"top"`  // red, blue, other, none
	Hard     bool   `json:"hard"` // a colour near a border
	Text     bool   `json:"text"`
	Backdrop bool   `json:"ok_backdrop"` // blue cloth over more than .97 of the background
	Blue     bool   `json:"backdrop_blue"`
	Centred  bool   `json:"centered"`
	Lighting string `json:"lighting"` // ok, dark, over
	Sharp    bool   `json:"sharp"`
}

// The plainest thresholds, to see how far the numbers alone carry; verdicts and review bands are package validate's.
var questions = []struct {
	name string
	asks func(l labelled, m *photo.Backdrop) bool
	hit  func(l labelled, m *photo.Backdrop) bool
}{
	{"faces", nil, func(l labelled, m *photo.Backdrop) bool { return len(m.Faces) == l.Persons }},
	{"cloth", nil, func(l labelled, m *photo.Backdrop) bool {
		c := m.Cloth
		return l.Backdrop == (c.Found && c.Share >= 0.975 && c.Hue > 240 && c.Hue < 310 && c.Chroma > 22)
	}},
	{"print", func(l labelled, _ *photo.Backdrop) bool { return l.Blue }, func(l labelled, m *photo.Backdrop) bool {
		return l.Text == (m.Cloth.Strokes >= 40)
	}},
	{"top, core colours", func(l labelled, m *photo.Backdrop) bool { return tops(l, m) && !l.Hard }, topHit},
	{"top, hard colours", func(l labelled, m *photo.Backdrop) bool { return tops(l, m) && l.Hard }, topHit},
	{"close crops", func(l labelled, m *photo.Backdrop) bool { return alone(l, m) && m.Top.Below < 0.6 }, func(_ labelled, m *photo.Backdrop) bool {
		return m.Top.Below < 0.6
	}},
	{"centred", alone, func(l labelled, m *photo.Backdrop) bool { return l.Centred == (math.Abs(m.Person.FaceX-0.5) < 0.12) }},
	{"others", alone, func(_ labelled, m *photo.Backdrop) bool { return m.Others < 0.03 }},
	{"lighting", alone, func(l labelled, m *photo.Backdrop) bool {
		light := "ok"
		switch {
		case m.Light.Clipped > 0.2 || m.Light.Face.Over.Value < 50:
			light = "over"
		case m.Light.Print >= 0 && m.Light.Print < 0.22 && m.Light.Face.Mean.Raw < 0.2, m.Light.Print < 0 && m.Light.Face.Mean.Value < 16:
			light = "dark"
		}
		return l.Lighting == light
	}},
	{"sharp", alone, func(l labelled, m *photo.Backdrop) bool {
		s := m.Sharpness
		sharp := s.Whole > 0.57 && s.Face > 0.45
		if s.Print >= 0 {
			sharp = s.Print > 0.3
		}
		return l.Sharp == sharp
	}},
}

func alone(l labelled, m *photo.Backdrop) bool {
	return l.Persons == 1 && m.Person != nil && m.Light.Face != nil
}

// tops asks where a top is visible and the light shows its colour.
func tops(l labelled, m *photo.Backdrop) bool {
	return alone(l, m) && l.Lighting == "ok" && m.Top.Below >= 0.6
}

func topHit(l labelled, m *photo.Backdrop) bool {
	top := "other"
	switch {
	case !m.Top.Known:
		top = "none"
	case m.Top.Red >= 0.25:
		top = "red"
	case m.Top.Blue >= 0.27 || m.Top.Cloth >= 0.40:
		top = "blue"
	}
	return l.Top == top
}

// TestAccuracy measures the folder of labelled photos that HEYAN_PHOTOS names and prints how often the numbers are
// right, by question and group. It is for development: without the variable there is nothing to measure.
func TestAccuracy(t *testing.T) {
	dir := os.Getenv("HEYAN_PHOTOS")
	if dir == "" {
		t.Skip("HEYAN_PHOTOS names no folder of labelled photos")
	}
	data, err := os.ReadFile(filepath.Join(dir, "truth.json"))
	if err != nil {
		t.Fatal(err)
	}
	var photos []labelled
	if err := json.Unmarshal(data, &photos); err != nil {
		t.Fatal(err)
	}
	n := loadNets(t)
	type tally struct{ hits, all int }
	total := make([]tally, len(questions))
	groups := map[string][]tally{}
	for _, l := range photos {
		m, err := photo.MeasureBackdrop(t.Context(), n, open(t, filepath.Join(dir, l.ID+".jpg")))
		if err != nil {
			t.Fatalf("%s: %v", l.ID, err)
		}
		if groups[l.Group] == nil {
			groups[l.Group] = make([]tally, len(questions))
		}
		for i, q := range questions {
			if q.asks != nil && !q.asks(l, m) {
				continue
			}
			hit := 0
			if q.hit(l, m) {
				hit = 1
			} else {
				t.Logf("%s: wrong about %s", l.ID, q.name)
			}
			total[i] = tally{total[i].hits + hit, total[i].all + 1}
			groups[l.Group][i] = tally{groups[l.Group][i].hits + hit, groups[l.Group][i].all + 1}
		}
	}
	var table strings.Builder
	w := tabwriter.NewWriter(&table, 0, 0, 2, ' ', 0)
	row := func(name string, ts []tally) {
		fmt.Fprint(w, name)
		for _, c := range ts {
			if c.all == 0 {
				fmt.Fprint(w, "\t")
			} else {
				fmt.Fprintf(w, "\t%d/%d", c.hits, c.all)
			}
		}
		fmt.Fprintln(w)
	}
	fmt.Fprint(w, "group")
	for _, q := range questions {
		fmt.Fprint(w, "\t", q.name)
	}
	fmt.Fprintln(w)
	for _, g := range slices.Sorted(maps.Keys(groups)) {
		row(g, groups[g])
	}
	row("all", total)
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d photos\n%s", len(photos), table.String())
	for i, q := range questions {
		if c := total[i]; c.all > 0 && float64(c.hits) < 0.97*float64(c.all) {
			t.Errorf("%s: %d of %d right, want 97 of 100", q.name, c.hits, c.all)
		}
	}
}
