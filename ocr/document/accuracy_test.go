package document_test

import (
	"context"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"sort"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/disintegration/imaging"

	"github.com/heyan/heyan/internal/specimen"
	"github.com/heyan/heyan/ocr"
	"github.com/heyan/heyan/ocr/document"
	"github.com/heyan/heyan/ocr/ppocr"
)

var (
	many  = flag.Int("n", 2, "pictures of each kind and severity")
	only  = flag.String("only", "", "kinds to measure, joined by commas")
	wrong = flag.Bool("wrong", false, "print every value that is not right")
	seed  = flag.Uint64("seed", 20261123, "seed of the pictures")
)

var day = time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)

// engine is loaded once; what the tests read is read by it.
var engine = sync.OnceValues(ppocr.New)

// subject is a way to make a picture of a kind.
type subject struct {
	name string
	kind string
	side int
	make func(i uint64, sev specimen.Severity) specimen.Picture
}

func card(side string) func(uint64, specimen.Severity) specimen.Picture {
	return func(i uint64, sev specimen.Severity) specimen.Picture {
		r := specimen.New(*seed+uint64(sev), i)
		return specimen.Photograph(r, sev, specimen.IDCard(r, side, specimen.CardOptions{}))
	}
}

func subjects() []subject {
	return []subject{
		{"id_card portrait", "id_card", 960, card("portrait")},
		{"id_card emblem", "id_card", 960, card("emblem")},
		{"id_card both", "id_card", 960, func(i uint64, sev specimen.Severity) specimen.Picture {
			r := specimen.New(*seed+100+uint64(sev), i)
			front, back := specimen.IDCardSides(r, specimen.CardOptions{})
			return specimen.Photograph(r, sev, front, back)
		}},
		{"domain_certificate", "domain_certificate", 1280, func(i uint64, sev specimen.Severity) specimen.Picture {
			r := specimen.New(*seed+200+uint64(sev), i)
			return specimen.Photograph(r, sev, specimen.DomainCertificate(r, specimen.CertificateOptions{}))
		}},
		{"verification_form", "verification_form", 1280, func(i uint64, sev specimen.Severity) specimen.Picture {
			r := specimen.New(*seed+300+uint64(sev), i)
			return specimen.Photograph(r, sev, specimen.VerificationForm(r, specimen.FormOptions{Person: i%3 == 0, Typed: i%2 == 0, Date: []string{"", "2026年11月5日"}[i%2]}))
		}},
	}
}

// tally counts what became of a field.
type tally struct{ all, right, sure, sureWrong int }

func (t *tally) add(o tally) {
	t.all, t.right, t.sure, t.sureWrong = t.all+o.all, t.right+o.right, t.sure+o.sure, t.sureWrong+o.sureWrong
}

func share(n, of int) string {
	if of == 0 {
		return "-"
	}
	return fmt.Sprintf("%.3f", float64(n)/float64(of))
}

func read(ctx context.Context, t *testing.T, p specimen.Picture, side int) []document.Document {
	t.Helper()
	e, err := engine()
	if err != nil {
		t.Fatalf("%v (make models fetches what is missing)", err)
	}
	page, err := e.Page(ctx, p.Image, ocr.Options{Side: side})
	if err != nil {
		t.Fatal(err)
	}
	img := p.Image
	turn := page.Turn()
	page = page.Turned(turn)
	switch turn {
	case 1:
		img = imaging.Rotate270(img)
	case 2:
		img = imaging.Rotate180(img)
	case 3:
		img = imaging.Rotate90(img)
	}
	reader := document.Reader{Engine: e}
	docs, err := reader.Read(ctx, img, page, day)
	if err != nil {
		t.Fatal(err)
	}
	return docs
}

// TestAccuracyHolds reads a fixed set of pictures and fails where fewer values are right than were when the bounds
// were set, less two points for a processor's other rounding.
func TestAccuracyHolds(t *testing.T) {
	bounds := map[string]float64{"id_card": 0.93, "domain_certificate": 0.93}
	byKind := map[string]*tally{}
	fields := map[string]*tally{}
	kinds := map[string]*tally{}
	for _, sub := range subjects() {
		if *only != "" && !slices.Contains(strings.Split(*only, ","), sub.name) {
			continue
		}
		for _, sev := range []specimen.Severity{specimen.Clean, specimen.Slight, specimen.Moderate, specimen.Heavy} {
			for i := range *many {
				p := sub.make(uint64(i), sev)
				docs := read(t.Context(), t, p, sub.side)
				got := map[string]document.Field{}
				kind := ""
				for _, d := range docs {
					kind = d.Kind
					maps.Copy(got, d.Fields)
				}
				one := tally{all: 1}
				if kind == sub.kind {
					one.right = 1
				} else {
					t.Logf("%s %s %d looks like %q", sub.name, sev, i, kind)
				}
				count(kinds, fmt.Sprintf("%s %s", sub.name, sev), one)
				for name, want := range p.Fields {
					if want.Value == "" || name == "signature" || name == "seal" {
						continue
					}
					f := got[name]
					value := f.Value
					if f.List != nil {
						value = strings.Join(f.List, " ")
					}
					c := tally{all: 1}
					confident := f.Confidence >= 0.9 || f.Proof != ""
					switch {
					case value == want.Value && confident:
						c.right, c.sure = 1, 1
					case value == want.Value:
						c.right = 1
					case confident:
						c.sureWrong = 1
					}
					if *wrong && value != want.Value {
						t.Logf("%-18s %-8s %2d %-12s %.2f %-9s got %q want %q", sub.name, sev, i, name, f.Confidence, f.Proof, value, want.Value)
					}
					count(fields, fmt.Sprintf("%s %s %d %s", sub.name, "", sev, name), c)
					if sev != specimen.Heavy {
						count(byKind, sub.kind, c)
					}
					count(fields, fmt.Sprintf("%s ~all %d %s", sub.name, sev, sev), c)
				}
				if *wrong && os.Getenv("HEYAN_KEEP") != "" {
					_ = os.WriteFile(fmt.Sprintf("%s/%s_%s_%d.jpg", os.Getenv("HEYAN_KEEP"), strings.ReplaceAll(sub.name, " ", "_"), sev, i), p.JPEG, 0o600)
				}
			}
		}
	}
	show(t, fields)
	show(t, kinds)
	show(t, byKind)
	for kind, c := range byKind {
		if got, want := float64(c.right)/float64(c.all), bounds[kind]; got < want {
			t.Errorf("%s: %.3f of the values are right, want %.3f", kind, got, want)
		}
		if got := float64(c.sureWrong) / float64(c.all); got > 0.015 {
			t.Errorf("%s: %.3f of the values are wrong and sure of it", kind, got)
		}
	}
}

func count(in map[string]*tally, key string, c tally) {
	if in[key] == nil {
		in[key] = &tally{}
	}
	in[key].add(c)
}

func show(t *testing.T, in map[string]*tally) {
	t.Helper()
	keys := make([]string, 0, len(in))
	for k := range in {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 4, 2, ' ', 0)
	for _, k := range keys {
		c := in[k]
		fmt.Fprintf(w, "%s\t%d\tright %s\tsure and right %s\tsure and wrong %s\n", k, c.all, share(c.right, c.all), share(c.sure, c.all), share(c.sureWrong, c.all))
	}
	_ = w.Flush()
	t.Log("\n" + b.String())
}
