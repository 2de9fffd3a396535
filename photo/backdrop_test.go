package photo_test

import (
	"image"
	"image/draw"
	"os"
	"path/filepath"
	"testing"

	"github.com/disintegration/imaging"

	"github.com/heyan/heyan/photo"
	"github.com/heyan/heyan/photo/nets"
)

// open returns a picture upright. These files are our own: an upload is never opened like this.
func open(t testing.TB, path string) *image.NRGBA {
	t.Helper()
	img, err := imaging.Open(path, imaging.AutoOrientation(true))
	if err != nil {
		t.Fatal(err)
	}
	out := image.NewNRGBA(image.Rect(0, 0, img.Bounds().Dx(), img.Bounds().Dy()))
	draw.Draw(out, out.Rect, img, img.Bounds().Min, draw.Src)
	return out
}

func loadNets(t testing.TB) *nets.Nets {
	t.Helper()
	n, err := nets.New()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := n.Close(); err != nil {
			t.Error(err)
		}
	})
	return n
}

const fixtures = "../testdata/files/backdrop_photo"

func TestBackdropFixtures(t *testing.T) {
	n := loadNets(t)
	type claim struct {
		what string
		ok   func(m *photo.Backdrop) bool
	}
	oneFace := claim{"one face", func(m *photo.Backdrop) bool { return len(m.Faces) == 1 && m.Person != nil && m.Pose != nil }}
	covered := claim{"blue cloth everywhere", func(m *photo.Backdrop) bool {
		c := m.Cloth
		return c.Found && c.Known && c.Share > 0.99 && len(c.Gaps) == 0 && c.Hue > 270 && c.Hue < 305 && c.Chroma > 35
	}}
	print := claim{"print on the cloth", func(m *photo.Backdrop) bool { return m.Cloth.Print > 0.015 && m.Cloth.Strokes > 200 }}
	plainTop := claim{"a top neither red nor blue", func(m *photo.Backdrop) bool {
		return m.Top.Known && m.Top.Red < 0.12 && m.Top.Blue < 0.15 && m.Top.Cloth < 0.1
	}}
	gap := func(share float64, x0, y0, x1, y1 int) claim {
		return claim{"one gap, where it is", func(m *photo.Backdrop) bool {
			if m.Cloth.Share > share || len(m.Cloth.Gaps) != 1 || len(m.Cloth.Gaps[0].Polygon) < 4 {
				return false
			}
			for _, p := range m.Cloth.Gaps[0].Polygon {
				if !(image.Point{X: int(p.X), Y: int(p.Y)}).In(image.Rect(x0-50, y0-50, x1+50, y1+50)) {
					return false
				}
			}
			return true
		}}
	}
	tests := []struct {
		name   string
		claims []claim
	}{
		{"good", []claim{
			oneFace, covered, print, plainTop,
			{"centred", func(m *photo.Backdrop) bool { return m.Person.FaceX > 0.45 && m.Person.FaceX < 0.55 }},
			{"head inside the cloth", func(m *photo.Backdrop) bool { return m.Person.HeadMargin > 0.1 && m.Person.AboveHead > 0.99 }},
			{"shoulders inside the picture", func(m *photo.Backdrop) bool {
				return m.Person.ShoulderLeft > 0.05 && m.Person.ShoulderRight > 0.05 && m.Person.Shoulders > 1.5
			}},
			{"frontal", func(m *photo.Backdrop) bool { return m.Pose.Yaw > -0.1 && m.Pose.Yaw < 0.1 && m.Pose.Roll < 5 }},
			{"eyes free", func(m *photo.Backdrop) bool { return m.Pose.EyeLight > 0.2 }},
			{"well lit", func(m *photo.Backdrop) bool {
				return m.Light.Print > 0.6 && m.Light.Clipped < 0.05 && m.Light.Face.Mean.Value > 60 && m.Light.Face.Over.Value > 80
			}},
			{"sharp", func(m *photo.Backdrop) bool { return m.Sharpness.Print > 0.6 && m.Sharpness.Face > 0.5 }},
			{"nobody else", func(m *photo.Backdrop) bool { return m.Others < 0.01 }},
			{"coloured", func(m *photo.Backdrop) bool { return m.Colours > 10 }},
		}},
		{"good_banner", []claim{oneFace, covered, print, plainTop}},
		{"good_tungsten", []claim{oneFace, covered, print, plainTop, {"an orange light", func(m *photo.Backdrop) bool {
			return m.Light.Cast.Print && m.Light.Cast.U > 0.05 && m.Light.Cast.V < -0.35
		}}}},
		{"red_top", []claim{oneFace, covered, {"red all over", func(m *photo.Backdrop) bool { return m.Top.Red > 0.35 && m.Top.RedSides > 0.35 }}}},
		{"blue_top", []claim{oneFace, covered, {"blue all over", func(m *photo.Backdrop) bool { return m.Top.Blue > 0.4 && m.Top.BlueSides > 0.4 }}}},
		{"cloth_top", []claim{oneFace, covered, {"blue all over", func(m *photo.Backdrop) bool { return max(m.Top.Blue, m.Top.Cloth) > 0.4 }}}},
		{"lanyard", []claim{oneFace, covered, {"red in the middle alone", func(m *photo.Backdrop) bool {
			return m.Top.Red > 0.02 && m.Top.Red < 0.15 && m.Top.RedSides < 0.06
		}}}},
		{"gap_left", []claim{oneFace, print, gap(0.85, 0, 0, 99, 800)}},
		{"gap_top", []claim{oneFace, print, gap(0.85, 0, 0, 600, 115)}},
		{"gap_narrow", []claim{oneFace, print, gap(0.96, 570, 0, 600, 800)}},
		{"wrong_cloth", []claim{oneFace, {"no blue cloth but green", func(m *photo.Backdrop) bool {
			return !m.Cloth.Found && m.Cloth.Share == 0 && m.Cloth.Hue > 130 && m.Cloth.Hue < 170
		}}}},
		{"wall", []claim{oneFace, {"no cloth", func(m *photo.Backdrop) bool { return !m.Cloth.Found && m.Cloth.Print == 0 && m.Person.AboveHead == 0 }}}},
		{"two_people", []claim{covered, {"two faces", func(m *photo.Backdrop) bool { return len(m.Faces) == 2 }}}},
		{"no_person", []claim{covered, print, {"nobody", func(m *photo.Backdrop) bool {
			return len(m.Faces) == 0 && m.Person == nil && m.Pose == nil && !m.Top.Known && m.Light.Face == nil && m.Sharpness.Face == -1
		}}}},
		{"blurred", []claim{oneFace, {"blurred", func(m *photo.Backdrop) bool {
			return m.Sharpness.Whole < 0.5 && m.Sharpness.Face < 0.4 && m.Sharpness.Print < 0.3
		}}}},
		{"dark", []claim{oneFace, covered, {"dark", func(m *photo.Backdrop) bool {
			return m.Light.Print >= 0 && m.Light.Print < 0.15 && m.Light.Face.Mean.Value < 10
		}}}},
		{"overexposed", []claim{oneFace, {"too bright", func(m *photo.Backdrop) bool { return m.Light.Clipped > 0.3 && m.Light.Face.Over.Value < 20 }}}},
		{"off_centre", []claim{oneFace, covered, {"far to the left", func(m *photo.Backdrop) bool { return m.Person.FaceX < 0.3 && m.Person.ShoulderLeft == 0 }}}},
		{"collar_only", []claim{oneFace, covered, {"no upper body", func(m *photo.Backdrop) bool { return !m.Top.Known && m.Top.Below < 0.4 }}}},
		{"grey", []claim{oneFace, {"without colour", func(m *photo.Backdrop) bool { return m.Colours < 1 && !m.Cloth.Found }}}},
		{"mirrored", []claim{oneFace, covered, print, plainTop}},
	}
	named := map[string]bool{}
	for _, tt := range tests {
		named[tt.name+".jpg"] = true
		t.Run(tt.name, func(t *testing.T) {
			m, err := photo.MeasureBackdrop(t.Context(), n, open(t, filepath.Join(fixtures, tt.name+".jpg")))
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range tt.claims {
				if !c.ok(m) {
					t.Errorf("not measured: %s", c.what)
				}
			}
		})
	}
	files, err := os.ReadDir(fixtures)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !named[f.Name()] {
			t.Errorf("fixture %s is not tested", f.Name())
		}
	}
}

func BenchmarkMeasureBackdrop(b *testing.B) {
	n := loadNets(b)
	img := imaging.Resize(open(b, filepath.Join(fixtures, "good.jpg")), 768, 1024, imaging.Linear)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := photo.MeasureBackdrop(b.Context(), n, img); err != nil {
			b.Fatal(err)
		}
	}
}
