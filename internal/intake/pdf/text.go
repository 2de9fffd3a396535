package pdf

import (
	"fmt"

	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/responses"

	"github.com/heyan/heyan/internal/geom"
)

const (
	// maxChars and maxObjects are far above any form or certificate; a page with more is read as a picture.
	maxChars   = 20000
	maxObjects = 20000
	// maxNesting is how deep forms within forms are looked into.
	maxNesting = 4
	// maxPicture is the share of the page from which a picture is taken for what the text was read from.
	maxPicture = 0.5
)

// text returns the lines of a page whose text can be believed, none of any other.
func text(doc document, req request) (response, [][]byte, error) {
	page := doc.page(req.Page)
	s, err := size(doc, req.Page)
	if err != nil {
		return response{}, nil, err
	}
	if ok, err := believable(doc, page, s.Width*s.Height); err != nil || !ok {
		return response{}, nil, err
	}
	tp, err := doc.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: page})
	if err != nil {
		return response{}, nil, fmt.Errorf("load text: %w", err)
	}
	n, err := doc.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: tp.TextPage})
	if err != nil || n.Count > maxChars {
		return response{}, nil, err
	}
	structured, err := doc.GetPageTextStructured(&requests.GetPageTextStructured{
		Page: page, Mode: requests.GetPageTextStructuredModeChars,
	})
	if err != nil {
		return response{}, nil, fmt.Errorf("read text: %w", err)
	}
	w, h := s.Pixels(req.DPI)
	toPixels, err := pageToPixels(doc, page, w, h)
	if err != nil {
		return response{}, nil, err
	}
	return response{Lines: lines(glyphs(structured.Chars, toPixels))}, nil, nil
}

// believable reports whether the page's text is what a person sees.
func believable(doc document, page requests.Page, area float64) (bool, error) {
	annots, err := doc.FPDFPage_GetAnnotCount(&requests.FPDFPage_GetAnnotCount{Page: page})
	if err != nil {
		return false, fmt.Errorf("count annotations: %w", err)
	}
	for i := range annots.Count {
		if i >= maxObjects {
			return false, nil
		}
		a, err := doc.FPDFPage_GetAnnot(&requests.FPDFPage_GetAnnot{Page: page, Index: i})
		if err != nil {
			return false, nil //nolint:nilerr // one that cannot be read is one that cannot be trusted
		}
		kind, err := doc.FPDFAnnot_GetSubtype(&requests.FPDFAnnot_GetSubtype{Annotation: a.Annotation})
		if err != nil || kind.Subtype != enums.FPDF_ANNOT_SUBTYPE_LINK {
			return false, nil //nolint:nilerr // as above
		}
	}
	count, err := doc.FPDFPage_CountObjects(&requests.FPDFPage_CountObjects{Page: page})
	if err != nil {
		return false, fmt.Errorf("count objects: %w", err)
	}
	o := objects{doc: doc, area: area, left: maxObjects}
	for i := range count.Count {
		obj, err := doc.FPDFPage_GetObject(&requests.FPDFPage_GetObject{Page: page, Index: i})
		if err != nil {
			return false, fmt.Errorf("get object: %w", err)
		}
		if ok, err := o.visible(obj.PageObject, 0); err != nil || !ok {
			return false, err
		}
	}
	return true, nil
}

// objects walks what a page is made of.
type objects struct {
	doc  document
	area float64 // of the page, in square points
	left int     // how many may still be looked at
}

// visible reports whether obj and what is in it is neither hidden text nor a picture of the page.
func (o *objects) visible(obj references.FPDF_PAGEOBJECT, depth int) (bool, error) {
	if o.left--; o.left < 0 || depth > maxNesting {
		return false, nil
	}
	kind, err := o.doc.FPDFPageObj_GetType(&requests.FPDFPageObj_GetType{PageObject: obj})
	if err != nil {
		return false, fmt.Errorf("type of object: %w", err)
	}
	switch kind.Type {
	case enums.FPDF_PAGEOBJ_TEXT:
		m, err := o.doc.FPDFTextObj_GetTextRenderMode(&requests.FPDFTextObj_GetTextRenderMode{PageObject: obj})
		if err != nil {
			return false, fmt.Errorf("mode of text: %w", err)
		}
		return m.TextRenderMode != enums.FPDF_TEXTRENDERMODE_INVISIBLE && m.TextRenderMode != enums.FPDF_TEXTRENDERMODE_CLIP, nil
	case enums.FPDF_PAGEOBJ_IMAGE:
		b, err := o.doc.FPDFPageObj_GetBounds(&requests.FPDFPageObj_GetBounds{PageObject: obj})
		if err != nil {
			return false, fmt.Errorf("bounds of picture: %w", err)
		}
		return float64(b.Right-b.Left)*float64(b.Top-b.Bottom) < maxPicture*o.area, nil
	case enums.FPDF_PAGEOBJ_FORM:
		n, err := o.doc.FPDFFormObj_CountObjects(&requests.FPDFFormObj_CountObjects{PageObject: obj})
		if err != nil {
			return false, fmt.Errorf("count objects of form: %w", err)
		}
		for i := range n.Count {
			inner, err := o.doc.FPDFFormObj_GetObject(&requests.FPDFFormObj_GetObject{PageObject: obj, Index: uint64(i)}) // #nosec G115 -- an index
			if err != nil {
				return false, fmt.Errorf("get object of form: %w", err)
			}
			if ok, err := o.visible(inner.PageObject, depth+1); err != nil || !ok {
				return false, err
			}
		}
	}
	return true, nil
}

// transform takes points of the page (y up) to px (y down).
type transform struct{ origin, x, y geom.Point }

func (t transform) apply(x, y float64) geom.Point { return t.origin.Add(t.x.Mul(x)).Add(t.y.Mul(y)) }

// pageToPixels asks PDFium where three points of the page go, which covers the page's rotation and boxes. Its answers
// are whole, so it is asked about a page many times as large.
func pageToPixels(doc document, page requests.Page, w, h int) (transform, error) {
	const fine, far = 256, 1000
	at := func(x, y float64) (geom.Point, error) {
		p, err := doc.FPDF_PageToDevice(&requests.FPDF_PageToDevice{
			Page: page, SizeX: w * fine, SizeY: h * fine, PageX: x, PageY: y,
		})
		if err != nil {
			return geom.Point{}, fmt.Errorf("map page: %w", err)
		}
		return geom.Point{X: float64(p.DeviceX) / fine, Y: float64(p.DeviceY) / fine}, nil
	}
	origin, err := at(0, 0)
	if err != nil {
		return transform{}, err
	}
	x, err := at(far, 0)
	if err != nil {
		return transform{}, err
	}
	y, err := at(0, far)
	return transform{origin, x.Sub(origin).Mul(1. / far), y.Sub(origin).Mul(1. / far)}, err
}

// glyph is a character as it stands on the rendered page.
type glyph struct {
	text  string
	box   geom.Quad  // px
	along geom.Point // unit vector of the direction it reads in
}

func glyphs(chars []*responses.GetPageTextStructuredChar, t transform) []glyph {
	out := make([]glyph, 0, len(chars))
	for _, c := range chars {
		p := c.PointPosition
		g := glyph{text: c.Text, box: geom.Quad{
			t.apply(p.Left, p.Top), t.apply(p.Right, p.Top), t.apply(p.Right, p.Bottom), t.apply(p.Left, p.Bottom),
		}}
		g.along = t.direction(c.Angle)
		out = append(out, g)
	}
	return out
}
