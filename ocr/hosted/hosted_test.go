package hosted

import (
	"context"
	"errors"
	"image"
	"maps"
	"os"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/heyan/heyan/internal/native"
	"github.com/heyan/heyan/ocr"
	"github.com/heyan/heyan/ocr/ocrtest"
	"github.com/heyan/heyan/ocr/ppocr"
	"github.com/heyan/heyan/ocr/tesseract"
)

// TestMain makes the test binary its own child, with both engines and one that crashes.
func TestMain(m *testing.M) {
	if os.Getenv("HEYAN_TEST_CHILD") != "1" {
		os.Exit(m.Run())
	}
	handlers := map[string]native.Handler{}
	for name, open := range map[string]func() (ocr.Engine, error){
		"ppocr":     func() (ocr.Engine, error) { return ppocr.New() },
		"tesseract": func() (ocr.Engine, error) { return tesseract.New() },
		"crashing":  func() (ocr.Engine, error) { return crashing{}, nil },
	} {
		maps.Copy(handlers, Handlers(name, open))
	}
	if err := native.Serve(os.Stdin, os.Stdout, handlers); err != nil {
		os.Exit(1)
	}
	os.Exit(0)
}

// crashing dies of any picture that is more than 100 px wide.
type crashing struct{}

func (crashing) Info() ocr.Info { return ocr.Info{} }

func (crashing) Page(_ context.Context, img *image.NRGBA, _ ocr.Options) (ocr.Page, error) {
	if img.Rect.Dx() > 100 {
		return ocr.Page{}, syscall.Kill(os.Getpid(), syscall.SIGSEGV)
	}
	return ocr.Page{Width: img.Rect.Dx(), Height: img.Rect.Dy()}, nil
}

func (crashing) Lines(context.Context, []*image.NRGBA, ocr.Options) ([]ocr.Line, error) {
	return nil, nil
}

func pool(t *testing.T) *native.Pool {
	t.Helper()
	p, err := native.NewPool(native.Config{Command: []string{os.Args[0]}, Env: []string{"HEYAN_TEST_CHILD=1"}, Size: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	return p
}

func TestSuitePPOCR(t *testing.T) {
	ocrtest.Run(t, func(t *testing.T) ocr.Engine { return New("ppocr", ppocr.Info(), pool(t)) })
}

func TestSuiteTesseract(t *testing.T) {
	ocrtest.Run(t, func(t *testing.T) ocr.Engine {
		info, err := tesseract.Info()
		if err != nil {
			t.Fatal(err)
		}
		return New("tesseract", info, pool(t))
	})
}

func TestAHostedEngineGivesWhatItGivesAtHome(t *testing.T) {
	home, err := ppocr.New()
	if err != nil {
		t.Fatal(err)
	}
	img := ocrtest.Written(t, 36, "住址 江苏省南京市示例路18号", "110199199003070017")
	want, err := home.Page(t.Context(), img, ocr.Options{})
	if err != nil {
		t.Fatal(err)
	}
	got, err := New("ppocr", ppocr.Info(), pool(t)).Page(t.Context(), img, ocr.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("hosted, it differs (-home +hosted):\n%s", diff)
	}
}

func TestACrashingEngineIsAnErrorAndNoMore(t *testing.T) {
	e := New("crashing", ocr.Info{}, pool(t))
	if _, err := e.Page(t.Context(), image.NewNRGBA(image.Rect(0, 0, 200, 9)), ocr.Options{}); !errors.Is(err, native.ErrCrashed) {
		t.Errorf("error %v, want ErrCrashed", err)
	}
	if _, err := e.Page(t.Context(), image.NewNRGBA(image.Rect(0, 0, 20, 9)), ocr.Options{}); err != nil {
		t.Errorf("after the crash: %v", err)
	}
}
