package intake

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
)

// renderDPI is the resolution of rendered pages: enough to read print of 8 points, and A4 stays under 4 Mpx.
const renderDPI = 200

// openPDF counts the pages of data and tells those that are one scanned JPEG from those that must be rendered.
//
// pdfcpu reads the structure; it is strict, so what it cannot read is offered to the renderer, and only a file that
// neither can read is damaged. Of pdfcpu nothing but reading and validating is called: its extraction and
// optimisation unpack streams without a bound.
func (o *Opener) openPDF(ctx context.Context, data []byte) (contents, error) {
	doc, err := readPDF(data)
	if err != nil {
		if errors.Is(err, pdfcpu.ErrWrongPassword) {
			return contents{}, encrypted(err)
		}
		if o.renderer == nil {
			return contents{}, damaged(title(PDF), err)
		}
		sizes, err := o.renderer.Inspect(ctx, data)
		if err != nil {
			return contents{}, rendererError(ctx, err)
		}
		return o.renderAll(data, sizes)
	}
	if err := o.allowPages(doc.PageCount); err != nil {
		return contents{}, err
	}
	c := contents{software: clean(doc.Producer), grey: true}
	c.sheets = make([]sheet, doc.PageCount)
	drawn := false
	for i := range c.sheets {
		scan, err := o.scanned(doc, i+1)
		if err != nil {
			drawn, c.grey = true, false
			continue
		}
		c.sheets[i] = scan.picture
		c.grey = c.grey && scan.grey
	}
	if !drawn {
		return c, nil
	}
	var sizes []PageSize
	if o.renderer != nil {
		if sizes, err = o.renderer.Inspect(ctx, data); err != nil {
			return contents{}, rendererError(ctx, err)
		}
		if len(sizes) != len(c.sheets) { // a broken page tree: believe the one who draws
			return o.renderAll(data, sizes)
		}
	}
	for i, s := range c.sheets {
		if s == nil {
			d := drawing{o, data, i, PageSize{}}
			if sizes != nil {
				d.size = sizes[i]
			}
			c.sheets[i] = d
		}
	}
	return c, nil
}

// renderAll returns a document of which every page is rendered.
func (o *Opener) renderAll(data []byte, sizes []PageSize) (contents, error) {
	if err := o.allowPages(len(sizes)); err != nil {
		return contents{}, err
	}
	var c contents
	for i, size := range sizes {
		c.sheets = append(c.sheets, drawing{o, data, i, size})
	}
	return c, nil
}

func (o *Opener) allowPages(n int) error {
	switch {
	case n < 1:
		return damaged(title(PDF), errors.New("no pages"))
	case n > o.limits.Pages:
		return tooManyPages(o.limits, n)
	}
	return nil
}

// readPDF reads and validates the structure of data, without touching any configuration on disk.
func readPDF(data []byte) (doc *model.Context, err error) {
	defer func() {
		if p := recover(); p != nil {
			doc, err = nil, fmt.Errorf("pdfcpu panicked: %v", p)
		}
	}()
	return api.ReadAndValidate(bytes.NewReader(data), &model.Configuration{
		Reader15: true, ValidationMode: model.ValidationRelaxed, UnsupportedResourcePolicy: model.UnsupportedResourceSkip,
		Offline: true, Limits: model.DefaultResourceLimits(),
	})
}

func encrypted(cause error) error {
	return &Error{ErrEncrypted, "The PDF file is protected by a password; remove the protection, or print it to a new PDF, and upload that.", cause}
}

// rendererError passes on what the renderer says of the file, and its refusals; anything else is damage.
func rendererError(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return fmt.Errorf("render PDF: %w", context.Cause(ctx))
	}
	if errors.Is(err, ErrEncrypted) {
		return encrypted(err)
	}
	return err
}

// drawing is a PDF page that must be rendered.
type drawing struct {
	opener *Opener
	data   []byte
	index  int
	size   PageSize
}

func (d drawing) page(ctx context.Context, longSide int) (*Page, error) {
	l, r := d.opener.limits, d.opener.renderer
	if r == nil {
		return nil, refuse(ErrNoRenderer, "This service cannot draw PDF pages; export the page as JPEG and upload that.")
	}
	// Not NaN either.
	if !(d.size.Width > 0 && d.size.Height > 0) {
		return nil, damaged(title(PDF), errors.New("page without an area"))
	}
	dpi := min(renderDPI, 72*math.Sqrt(float64(l.Pixels)/(d.size.Width*d.size.Height)))
	w, h := d.size.Pixels(dpi)
	if err := l.allow(w-1, h-1); w > 1 && h > 1 && err != nil {
		return nil, err
	}
	at := dpi / l.shrink(w, h, longSide)
	img, err := r.Render(ctx, d.data, d.index, at)
	if err != nil {
		return nil, rendererError(ctx, err)
	}
	text, err := r.Text(ctx, d.data, d.index, at)
	if err != nil {
		if ctx.Err() != nil {
			return nil, rendererError(ctx, err)
		}
		text = nil // what is seen is what counts; the page can be read like any picture
	}
	return &Page{
		Image: img, Width: w, Height: h, Scale: max(1, float64(max(w, h))/float64(max(img.Rect.Dx(), img.Rect.Dy()))),
		Text: worthReading(text), Rendered: true,
	}, nil
}

// Pixels returns the size in px at a resolution in dots per inch, at least 1 × 1.
func (s PageSize) Pixels(dpi float64) (w, h int) {
	px := func(points float64) int { return int(min(max(math.Round(points*dpi/72), 1), 1<<20)) }
	return px(s.Width), px(s.Height)
}

// minText is the number of characters from which a text layer is taken for the page's text: a stamp or a page number
// on a scan has fewer, a document more.
const minText = 20

func worthReading(lines []TextLine) []TextLine {
	n := 0
	for _, l := range lines {
		n += len([]rune(l.Text))
	}
	if n < minText {
		return nil
	}
	return lines
}
