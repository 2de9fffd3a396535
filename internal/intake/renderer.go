package intake

import (
	"context"
	"image"
)

// Renderer draws PDF pages, counted from 0. It runs PDFium in a child process: see package pdf.
type Renderer interface {
	// Inspect returns the pages' sizes as they are shown, after /Rotate. Errors: ErrEncrypted, ErrDamaged, ctx's.
	Inspect(ctx context.Context, pdf []byte) ([]PageSize, error)
	// Render returns the page at the given resolution, opaque.
	Render(ctx context.Context, pdf []byte, page int, dpi float64) (*image.NRGBA, error)
	// Text returns the page's own text in px at the given resolution, in reading order; none where
	// it cannot be believed to be what is seen.
	Text(ctx context.Context, pdf []byte, page int, dpi float64) ([]TextLine, error)
}

// PageSize is the size of a PDF page in points, 1/72 inch.
type PageSize struct {
	Width, Height float64
}
