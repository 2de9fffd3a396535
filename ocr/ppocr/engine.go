// Package ppocr reads text with PP-OCRv4, the light Chinese model of PaddleOCR, on ONNX Runtime.
//
// # How it reads
//
// A net marks on the picture, reduced to 960 or 1280 px, where text is (detect.go); each mark becomes a tilted box
// (box.go). What is in a box is cut out of the full picture, 48 px high, and a second net tells whether it stands on
// its head (direction.go); a third reads it (recognise.go). Which way up a page is, is decided for the page as a
// whole: a single short line fools the second net easily, thirty of them do not.
//
// The package calls native code in its own process; the service keeps it in a child process through ocr/hosted.
package ppocr

import (
	"context"
	"errors"
	"fmt"
	"image"

	"github.com/heyan/heyan/internal/geom"
	"github.com/heyan/heyan/internal/models"
	"github.com/heyan/heyan/internal/onnx"
	"github.com/heyan/heyan/ocr"
)

// The files of the models folder.
const (
	detector  = "ppocrv4_det.onnx"
	reader    = "ppocrv4_rec.onnx"
	director  = "ppocrv2_cls.onnx"
	alphabet  = "ppocr_keys_v1.txt"
	runtimeSO = "libonnxruntime.so"
)

// Models returns the files of the models folder that the engine needs.
func Models() []string { return []string{runtimeSO, detector, reader, director, alphabet} }

// Info names the engine without loading it.
func Info() ocr.Info {
	return ocr.Info{Name: "ppocr", Version: "PP-OCRv4", SHA256: models.Pinned(reader).SHA256}
}

// Engine is PP-OCRv4. It may be called concurrently.
type Engine struct {
	detect, read, direct *onnx.Net
	runes                []rune // by class; class 0 is the blank
}

// New loads the nets: about a third of a second and 70 MB. The error wraps ocr.ErrUnavailable where a file is missing.
func New() (*Engine, error) {
	runes, err := loadAlphabet()
	if err != nil {
		return nil, unavailable(err)
	}
	e := &Engine{runes: runes}
	for _, n := range []struct {
		net  **onnx.Net
		file string
	}{{&e.detect, detector}, {&e.read, reader}, {&e.direct, director}} {
		if *n.net, err = onnx.Open(n.file); err != nil {
			return nil, unavailable(err)
		}
	}
	return e, nil
}

func unavailable(err error) error {
	if errors.Is(err, models.ErrMissing) {
		return fmt.Errorf("%w: %w", ocr.ErrUnavailable, err)
	}
	return fmt.Errorf("load PP-OCR: %w", err)
}

// Info implements ocr.Engine.
func (e *Engine) Info() ocr.Info { return Info() }

// sureOfText is the mean confidence below which a line is taken for texture, not text.
const sureOfText = 0.4

// Page implements ocr.Engine.
func (e *Engine) Page(ctx context.Context, img *image.NRGBA, opt ocr.Options) (ocr.Page, error) {
	page := ocr.Page{Width: img.Rect.Dx(), Height: img.Rect.Dy()}
	boxes, err := e.boxes(ctx, img, opt.Side)
	if err != nil {
		return page, fmt.Errorf("detect text: %w", err)
	}
	boxes, err = e.upright(ctx, img, boxes)
	if err != nil {
		return page, fmt.Errorf("tell direction: %w", err)
	}
	for _, q := range boxes {
		line, err := e.line(ctx, cut(img, q), opt.Alphabet)
		if err != nil {
			return page, fmt.Errorf("read line: %w", err)
		}
		if line.Text == "" || line.Confidence < sureOfText {
			continue
		}
		line.Quad = q
		page.Lines = append(page.Lines, line)
	}
	return page, nil
}

// Lines implements ocr.Engine.
func (e *Engine) Lines(ctx context.Context, imgs []*image.NRGBA, opt ocr.Options) ([]ocr.Line, error) {
	lines := make([]ocr.Line, len(imgs))
	for i, img := range imgs {
		q := geom.Rect(image.Rect(0, 0, img.Rect.Dx(), img.Rect.Dy()))
		if !img.Rect.Empty() {
			line, err := e.line(ctx, cut(img, q), opt.Alphabet)
			if err != nil {
				return nil, fmt.Errorf("read line: %w", err)
			}
			lines[i] = line
		}
		lines[i].Quad = q
	}
	return lines, nil
}

// Close frees the nets.
func (e *Engine) Close() error {
	return errors.Join(e.detect.Close(), e.read.Close(), e.direct.Close())
}
