package main

import (
	"maps"

	"github.com/heyan/heyan/internal/intake/pdf"
	"github.com/heyan/heyan/internal/native"
	"github.com/heyan/heyan/ocr"
	"github.com/heyan/heyan/ocr/hosted"
	"github.com/heyan/heyan/ocr/ppocr"
	"github.com/heyan/heyan/ocr/tesseract"
	"github.com/heyan/heyan/photo/nets"
)

// nativeCommand is the child: it runs what may crash and answers its parent over standard input and output.
type nativeCommand struct{}

// Run serves until the parent closes standard input. Every engine loads when it is first called.
func (nativeCommand) Run(std streams) error {
	handlers := map[string]native.Handler{}
	for _, some := range []map[string]native.Handler{
		hosted.Handlers("ppocr", func() (ocr.Engine, error) { return ppocr.New() }),
		hosted.Handlers("tesseract", func() (ocr.Engine, error) { return tesseract.New() }),
		nets.Handlers(),
		pdf.Handlers(),
	} {
		maps.Copy(handlers, some)
	}
	return native.Serve(std.in, std.out, handlers)
}
