// Package ocr reads text and says where it stands. It measures; it never judges a document.
//
// # Engines
//
// An Engine is one reader. Two live in subpackages: ppocr (PP-OCRv4 on ONNX Runtime) reads photographed Chinese,
// tesseract (through gosseract) builds everywhere and gives a second opinion on what carries a check digit. Both run
// native code, so the service talks to them through hosted, which keeps them in child processes; all three pass the
// same suite, ocrtest. To add an engine, implement Engine in a subpackage of its own and run ocrtest.Run on it.
package ocr

import (
	"context"
	"errors"
	"image"
)

// Engine is a reader of text. It may be called concurrently, honours ctx, and never panics on any picture. An error
// means that the engine failed, never that there was nothing to read.
type Engine interface {
	// Info tells what reads; it goes into every report.
	Info() Info
	// Page finds and reads every line on img, however it is turned, in img's coordinates from img.Rect.Min.
	Page(ctx context.Context, img *image.NRGBA, opt Options) (Page, error)
	// Lines reads pictures that hold one upright line of text each; the answer has the same length and order, and an
	// empty Text where nothing was read. Quads cover the whole picture.
	Lines(ctx context.Context, imgs []*image.NRGBA, opt Options) ([]Line, error)
}

// Options are what an engine may be told about a picture.
type Options struct {
	// Side is the length in px to which the longer side is reduced before looking for text: 960 for cards, 1280 for
	// A4 pages; 0 lets the engine choose.
	Side int
	// Alphabet, where not empty, holds the only characters that can occur (a hint: an engine may ignore it).
	Alphabet string
}

// Info names an engine as reports do.
type Info struct {
	Name    string `json:"name"`    // "ppocr", "tesseract"
	Version string `json:"version"` // "PP-OCRv4", "5.3.0"
	SHA256  string `json:"sha256"`  // of the models that decide what is read, hex
}

// ErrUnavailable means that an engine's library or models are not on this machine.
var ErrUnavailable = errors.New("engine is not installed")
