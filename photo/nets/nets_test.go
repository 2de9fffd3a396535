package nets_test

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"math"
	"testing"

	"github.com/disintegration/imaging"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/heyan/heyan/internal/geom"
	"github.com/heyan/heyan/internal/native"
	"github.com/heyan/heyan/photo"
	"github.com/heyan/heyan/photo/nets"
)

func open(t testing.TB, name string) *image.NRGBA {
	t.Helper()
	img, err := imaging.Open("../../testdata/files/backdrop_photo/" + name + ".jpg")
	if err != nil {
		t.Fatal(err)
	}
	out := image.NewNRGBA(image.Rect(0, 0, img.Bounds().Dx(), img.Bounds().Dy()))
	draw.Draw(out, out.Rect, img, img.Bounds().Min, draw.Src)
	return out
}

func load(t testing.TB) *nets.Nets {
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

func TestFacesAreCounted(t *testing.T) {
	n := load(t)
	for name, want := range map[string]int{
		"good": 1, "two_people": 2, "no_person": 0, "dark": 1, "overexposed": 1, "blurred": 1, "grey": 1, "collar_only": 1,
	} {
		faces, err := n.Faces(t.Context(), open(t, name))
		if err != nil {
			t.Fatal(err)
		}
		if len(faces) != want {
			t.Errorf("%s: got %d faces, want %d", name, len(faces), want)
		}
	}
}

func TestAFaceIsWhereItIs(t *testing.T) {
	faces, err := load(t).Faces(t.Context(), open(t, "good"))
	if err != nil || len(faces) != 1 {
		t.Fatalf("got %d faces, %v", len(faces), err)
	}
	f := faces[0]
	if f.Confidence < 0.9 || f.Confidence > 1 {
		t.Errorf("got confidence %.2f, want above 0.9", f.Confidence)
	}
	// Where the fixture's program put the face.
	want := image.Rect(245, 337, 355, 473)
	got := f.Box.Bounds()
	if both := got.Intersect(want); both.Dx()*both.Dy()*10 < 8*want.Dx()*want.Dy() {
		t.Errorf("got a face at %v, want about %v", got, want)
	}
	mid := func(from, to int) (p geom.Point) {
		for _, q := range f.Landmarks[from:to] {
			p = p.Add(q.Mul(1 / float64(to-from)))
		}
		return p
	}
	left, right, nose, mouth, chin := mid(36, 42), mid(42, 48), f.Landmarks[30], mid(48, 68), f.Landmarks[8]
	if left.X >= nose.X || nose.X >= right.X || left.Y >= nose.Y || nose.Y >= mouth.Y || mouth.Y >= chin.Y {
		t.Errorf("features are not in their order: eyes %v %v, nose %v, mouth %v, chin %v", left, right, nose, mouth, chin)
	}
	for i, p := range f.Landmarks {
		if !(image.Point{X: int(p.X), Y: int(p.Y)}).In(got.Inset(-20)) {
			t.Errorf("landmark %d at %v lies outside of the face %v", i, p, got)
		}
	}
}

func TestAPersonIsTheirSilhouette(t *testing.T) {
	n := load(t)
	for _, tt := range []struct {
		name     string
		min, max float64 // share of the picture
	}{
		{"good", 0.25, 0.4},
		{"no_person", 0, 0.01},
	} {
		m, err := n.Person(t.Context(), open(t, tt.name))
		if err != nil {
			t.Fatal(err)
		}
		sum := 0.0
		for _, p := range m.P {
			if p < 0 || p > 1 {
				t.Fatalf("%s: likelihood %v", tt.name, p)
			}
			sum += float64(p)
		}
		if share := sum / float64(len(m.P)); share < tt.min || share > tt.max {
			t.Errorf("%s: got a person on %.3f of the picture, want %.2f to %.2f", tt.name, share, tt.min, tt.max)
		}
	}
}

// inProcess calls handlers without a process between.
type inProcess map[string]native.Handler

func (h inProcess) Call(ctx context.Context, method string, req native.Message) (native.Message, error) {
	handle, ok := h[method]
	if !ok {
		return native.Message{}, fmt.Errorf("no method %s", method)
	}
	return handle(ctx, req)
}

func TestHostedNetsAnswerLikeTheirOwn(t *testing.T) {
	direct, hosted := load(t), nets.Hosted(inProcess(nets.Handlers()))
	// A part of a larger picture, so that rows do not follow each other in memory.
	img, ok := open(t, "good").SubImage(image.Rect(20, 10, 590, 640)).(*image.NRGBA)
	if !ok {
		t.Fatal("no sub-image")
	}
	for _, img := range []*image.NRGBA{img, imaging.Resize(img, 1400, 0, imaging.Linear)} {
		want, err := direct.Faces(t.Context(), img)
		if err != nil {
			t.Fatal(err)
		}
		got, err := hosted.Faces(t.Context(), img)
		if err != nil {
			t.Fatal(err)
		}
		near := cmpopts.EquateApprox(0, 0.01*float64(img.Rect.Dx()))
		if diff := cmp.Diff(got, want, near, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("faces of a picture of %v differ (-hosted +direct):\n%s", img.Rect.Size(), diff)
		}
		wantMask, err := direct.Person(t.Context(), img)
		if err != nil {
			t.Fatal(err)
		}
		gotMask, err := hosted.Person(t.Context(), img)
		if err != nil {
			t.Fatal(err)
		}
		for i := range wantMask.P {
			if math.Abs(float64(wantMask.P[i]-gotMask.P[i])) > 1e-4 {
				t.Fatalf("masks differ at %d: got %v, want %v", i, gotMask.P[i], wantMask.P[i])
			}
		}
	}
}

func TestHandlersRefusePicturesThatLieAboutTheirSize(t *testing.T) {
	h := nets.Handlers()
	for name, req := range map[string]native.Message{
		"nothing":     {},
		"no px":       {Header: []byte(`{"w":4,"h":4}`)},
		"too few px":  {Header: []byte(`{"w":4,"h":4}`), Blobs: [][]byte{make([]byte, 63)}},
		"no size":     {Header: []byte(`{}`), Blobs: [][]byte{{}}},
		"no JSON":     {Header: []byte(`w`), Blobs: [][]byte{make([]byte, 64)}},
		"minus sizes": {Header: []byte(`{"w":-4,"h":-4}`), Blobs: [][]byte{make([]byte, 64)}},
	} {
		for method, handle := range h {
			if _, err := handle(t.Context(), req); err == nil {
				t.Errorf("%s accepted a request with %s", method, name)
			}
		}
	}
}

func TestNetsStopWithTheirContext(t *testing.T) {
	n := load(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := n.Faces(ctx, open(t, "good")); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
}

func TestAPictureWithoutPxHasNobody(t *testing.T) {
	n := load(t)
	faces, err := n.Faces(t.Context(), image.NewNRGBA(image.Rectangle{}))
	if err != nil || len(faces) != 0 {
		t.Errorf("got %d faces, %v", len(faces), err)
	}
	var _ photo.Nets = n
}

func BenchmarkFaces(b *testing.B) {
	n, img := load(b), open(b, "good")
	for b.Loop() {
		if _, err := n.Faces(b.Context(), img); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPerson(b *testing.B) {
	n, img := load(b), open(b, "good")
	for b.Loop() {
		if _, err := n.Person(b.Context(), img); err != nil {
			b.Fatal(err)
		}
	}
}
