package backdrop_test

import (
	"bytes"
	"errors"
	"image"
	"image/jpeg"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/heyan/heyan/internal/specimen/backdrop"
)

const (
	portraits = "../../../testdata/portraits"
	fixtures  = "../../../testdata/files/backdrop_photo"
)

func load(t testing.TB) *backdrop.Studio {
	t.Helper()
	s, err := backdrop.Load(portraits)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// A fixture that differs from its recipe is to be written again: go run ./internal/specimen/backdrop/gen.
func TestFixturesAreWhatTheirRecipesRender(t *testing.T) {
	s := load(t)
	seen := map[string]bool{}
	for _, f := range backdrop.Fixtures() {
		if seen[f.Name] {
			t.Errorf("two fixtures are called %s", f.Name)
		}
		seen[f.Name] = true
		want, _, err := s.Render(f.Options)
		if err != nil {
			t.Fatal(err)
		}
		file, err := os.ReadFile(filepath.Join(fixtures, f.Name+".jpg"))
		if err != nil {
			t.Fatal(err)
		}
		if len(file) > 150_000 {
			t.Errorf("%s has %d bytes, want at most 150,000", f.Name, len(file))
		}
		got, err := jpeg.Decode(bytes.NewReader(file))
		if err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		if d := difference(got, want); d > 6 {
			t.Errorf("%s differs from what is rendered by %.1f levels on average", f.Name, d)
		}
	}
	files, err := os.ReadDir(fixtures)
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != len(seen) {
		t.Errorf("%d files for %d fixtures", len(files), len(seen))
	}
}

// difference returns the mean absolute difference of a and b in 8-bit levels, or 255 where their sizes differ.
func difference(a image.Image, b *image.NRGBA) float64 {
	if a.Bounds() != b.Bounds() {
		return 255
	}
	sum, n := 0.0, 0.0
	for y := range b.Rect.Dy() {
		for x := range b.Rect.Dx() {
			r, g, bl, _ := a.At(x, y).RGBA()
			p := b.Pix[y*b.Stride+x*4:]
			for k, v := range []uint32{r >> 8, g >> 8, bl >> 8} {
				sum, n = sum+max(float64(v)-float64(p[k]), float64(p[k])-float64(v)), n+1
			}
		}
	}
	return sum / n
}

func TestTheSameOptionsGiveTheSamePicture(t *testing.T) {
	s := load(t)
	o := backdrop.Options{Seed: 5, W: 200, H: 260, Noise: 3, Sheen: 0.4}
	a, ta, err := s.Render(o)
	if err != nil {
		t.Fatal(err)
	}
	b, tb, err := s.Render(o)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a.Pix, b.Pix) || ta != tb {
		t.Error("two renderings differ")
	}
}

func TestTruthSaysWhatWasRendered(t *testing.T) {
	s := load(t)
	for _, tt := range []struct {
		name     string
		options  backdrop.Options
		persons  int
		min, max float64 // coverage
	}{
		{"an ordinary photo", backdrop.Options{}, 1, 1, 1},
		{"nobody", backdrop.Options{Empty: true}, 0, 1, 1},
		{"two", backdrop.Options{Second: true}, 2, 1, 1},
		{"a gap of a fifth and nobody before it", backdrop.Options{Empty: true, Gap: "top", Share: 0.2}, 0, 0.79, 0.81},
		{"no cloth", backdrop.Options{Gap: "all"}, 1, 0, 0},
	} {
		tt.options.W, tt.options.H = 150, 200
		_, truth, err := s.Render(tt.options)
		if err != nil {
			t.Fatal(err)
		}
		if truth.Persons != tt.persons || truth.Coverage < tt.min || truth.Coverage > tt.max {
			t.Errorf("%s: got %+v, want %d persons, coverage %v to %v", tt.name, truth, tt.persons, tt.min, tt.max)
		}
	}
}

func TestLoadSaysWhatIsMissing(t *testing.T) {
	if _, err := backdrop.Load(t.TempDir()); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v, want fs.ErrNotExist", err)
	}
}
