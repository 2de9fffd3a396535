package intake

import (
	"context"
	"image"

	"github.com/heyan/heyan/internal/geom"
)

// Page is one page of an upload, upright.
type Page struct {
	Image         *image.NRGBA // opaque, origin 0, 0
	Width, Height int          // full-resolution upright px
	Scale         float64      // full-resolution px per px of Image, at least 1
	Turned        int          // clockwise degrees by which the file asked to turn it: 0, 90, 180, 270
	Mirrored      bool         // the file asked to mirror it left to right, before turning
	Text          []TextLine   // a PDF page's own text, in px of Image; nil where it has none worth reading
	Rendered      bool         // drawn from PDF content, so that its px say nothing of a camera or scanner
}

// TextLine is a line of a PDF page's text layer.
type TextLine struct {
	Text string    `json:"text"`
	Quad geom.Quad `json:"quad"`
}

// picture is a sheet of stored pixels: every format but rendered PDF pages.
type picture struct {
	limits        Limits
	width, height int // as stored
	orient        orientation
	// decode returns the picture's rows, w × h px or any smaller size down to 1/shrink of them.
	decode func(ctx context.Context, shrink float64) (rows, error)
}

func (p picture) page(ctx context.Context, longSide int) (*Page, error) {
	shrink := p.limits.shrink(p.width, p.height, longSide)
	src, err := p.decode(ctx, shrink)
	if err != nil {
		return nil, err
	}
	w, h := src.width, src.height
	if shrink > 1 {
		w, h = min(w, max(1, int(float64(p.width)/shrink+1e-6))), min(h, max(1, int(float64(p.height)/shrink+1e-6)))
	}
	img, err := upright(ctx, average(src, w, h), p.orient)
	if err != nil {
		return nil, err
	}
	out := &Page{
		Image: img, Width: p.width, Height: p.height, Turned: p.orient.quarters * 90, Mirrored: p.orient.mirror,
		Scale: max(1, float64(max(p.width, p.height))/float64(max(w, h))),
	}
	if p.orient.quarters%2 == 1 {
		out.Width, out.Height = p.height, p.width
	}
	return out, nil
}
