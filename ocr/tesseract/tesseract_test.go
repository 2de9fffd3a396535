package tesseract

import (
	"testing"

	"github.com/heyan/heyan/ocr"
	"github.com/heyan/heyan/ocr/ocrtest"
)

func TestSuite(t *testing.T) {
	ocrtest.Run(t, func(t *testing.T) ocr.Engine {
		e, err := New()
		if err != nil {
			t.Fatalf("%v (scripts/deps.sh installs it)", err)
		}
		t.Cleanup(func() { _ = e.Close() })
		return e
	})
}
