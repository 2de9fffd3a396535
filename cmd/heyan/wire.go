package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"runtime"
	"time"

	"github.com/heyan/heyan/internal/intake"
	"github.com/heyan/heyan/internal/intake/pdf"
	"github.com/heyan/heyan/internal/models"
	"github.com/heyan/heyan/internal/native"
	"github.com/heyan/heyan/ocr"
	"github.com/heyan/heyan/ocr/hosted"
	"github.com/heyan/heyan/ocr/ppocr"
	"github.com/heyan/heyan/photo/nets"
	"github.com/heyan/heyan/validate"
)

// engine is everything behind a door: the validator and the child processes that it works with.
type engine struct {
	validator *validate.Validator
	rules     *validate.Rules
	readers   *native.Pool // PP-OCR and the nets for faces and people
	seconds   *native.Pool // Tesseract
	renderers *native.Pool // PDFium
	reader    ocr.Engine
	slots     int
}

// Bounds of the children. A child that reads grows to about 400 MB on the largest page; one that has grown past
// twice that leaks or was fed something strange.
const (
	readerRSS     = 900 << 20
	secondRSS     = 400 << 20
	rendererRSS   = 700 << 20
	childRequests = 2000
	idle          = time.Minute
)

// newEngine wires the engine, bottom to top. Children start when they are first needed.
func newEngine(f engineFlags, log *slog.Logger, warn io.Writer) (*engine, error) {
	rules, err := validate.LoadRules(f.Rules)
	if err != nil {
		return nil, err
	}
	e := &engine{rules: rules, slots: f.Slots}
	if e.slots == 0 {
		e.slots = runtime.NumCPU()
	}
	exe, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find own binary: %w", err)
	}
	pool := func(size int, rss int64, idle time.Duration) (*native.Pool, error) {
		return native.NewPool(native.Config{
			Command: []string{exe, "native"}, Size: size, MaxRequests: childRequests, MaxRSS: rss, IdleTimeout: idle, Logger: log,
		})
	}
	if e.readers, err = pool(e.slots, readerRSS, 0); err != nil {
		return nil, err
	}
	if e.seconds, err = pool(e.slots, secondRSS, idle); err != nil {
		return nil, err
	}
	if e.renderers, err = pool(1, rendererRSS, idle); err != nil {
		return nil, err
	}
	reader, second, err := e.chooseReaders(f.OCR, warn)
	if err != nil {
		e.close()
		return nil, err
	}
	e.reader = reader
	limits := intake.DefaultLimits()
	limits.Bytes, limits.Pixels, limits.Pages = f.MaxBytes, f.MaxPixels, f.MaxPages
	opener, err := intake.New(limits, pdf.New(e.renderers))
	if err != nil {
		e.close()
		return nil, err
	}
	config := validate.Config{
		Opener: opener, Rules: rules, Reader: reader, Second: second, Version: version().Version, Logger: log,
	}
	if missing := missingModels(photoModels()); missing == "" {
		config.Nets = nets.Hosted(e.readers)
		for _, name := range photoModels() {
			config.Models = append(config.Models, validate.ModelUsed{Name: name, SHA256: models.Pinned(name).SHA256})
		}
	} else {
		fmt.Fprintf(warn, "heyan: %s is missing, photos cannot be judged; run heyan doctor\n", missing)
	}
	e.validator, err = validate.New(config)
	if err != nil {
		e.close()
		return nil, err
	}
	return e, nil
}

// chooseReaders returns the text reader that was asked for and, where there is another, the one for second opinions.
func (e *engine) chooseReaders(want string, warn io.Writer) (reader, second ocr.Engine, err error) {
	var pp, tess ocr.Engine
	ppErr := ppocrInstalled()
	if ppErr == nil {
		pp = hosted.New("ppocr", ppocr.Info(), e.readers)
	}
	info, tessErr := tesseractInfo()
	if tessErr == nil {
		tess = hosted.New("tesseract", info, e.seconds)
	}
	switch {
	case want == "ppocr" && ppErr != nil:
		return nil, nil, fmt.Errorf("--ocr ppocr: %w", ppErr)
	case want == "tesseract" && tessErr != nil:
		return nil, nil, fmt.Errorf("--ocr tesseract: %w", tessErr)
	case want == "tesseract":
		return tess, nil, nil
	case ppErr == nil:
		return pp, tess, nil
	case tessErr == nil:
		fmt.Fprintln(warn, "heyan: PP-OCR is not installed, reading with Tesseract, which reads far less; run heyan doctor")
		return tess, nil, nil
	}
	return nil, nil, errors.New("no text reader is installed; run heyan doctor to see how to get one")
}

// warm starts a child for each slot and lets it load its models.
func (e *engine) warm(ctx context.Context) error {
	if err := e.readers.Warm(ctx, e.reader.Info().Name+".warm"); err != nil {
		return fmt.Errorf("warm up: %w", err)
	}
	return nil
}

func (e *engine) close() {
	for _, p := range []*native.Pool{e.readers, e.seconds, e.renderers} {
		if p != nil {
			p.Close()
		}
	}
}

func missingModels(names []string) string {
	for _, name := range names {
		if _, err := models.Path(name); err != nil {
			return name
		}
	}
	return ""
}
