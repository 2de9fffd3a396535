package intake

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// maxContent bounds a page's unpacked drawing instructions while looking for a scan: a scan's are a line, those of a
// scan with an invisible text layer some 100 KB.
const maxContent = 1 << 20

// scan is a PDF page that is nothing but a JPEG.
type scan struct {
	picture
	grey bool
}

var errNotScan = errors.New("page is not a single JPEG")

// scanned returns the JPEG that page n (from 1) consists of, at its own px and turned as the page shows it. The error
// says why the page must be rendered; it is none of the file's.
func (o *Opener) scanned(doc *model.Context, n int) (s scan, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("pdfcpu panicked: %v", p)
		}
	}()
	dict, _, inherited, err := doc.PageDict(n, false)
	if err != nil {
		return s, err
	}
	if annots, err := doc.DereferenceArray(dict["Annots"]); err != nil || len(annots) > 0 {
		return s, errNotScan // stamps, filled-in forms
	}
	content, err := pageContent(doc, dict)
	if err != nil {
		return s, err
	}
	drawn, err := soleImage(content)
	if err != nil {
		return s, err
	}
	resources := inherited.Resources
	if d, err := doc.DereferenceDict(dict["Resources"]); err == nil && d != nil {
		resources = d
	}
	images, err := doc.DereferenceDict(resources["XObject"])
	if err != nil || images == nil {
		return s, errNotScan
	}
	stream, _, err := doc.DereferenceStreamDict(images[drawn.name])
	if err != nil || stream == nil || !isPlainPicture(doc, stream) {
		return s, errNotScan
	}
	jpg, err := jpegOf(stream, o.limits.Bytes)
	if err != nil {
		return s, err
	}
	c, err := openJPEG(o.limits, jpg)
	if err != nil {
		return s, err
	}
	p := c.sheets[0].(picture)
	h, err := walkJPEG(jpg)
	if err != nil || h.components == 4 { // what 4 components mean depends on more than the stream
		return s, errNotScan
	}
	box := inherited.MediaBox
	if inherited.CropBox != nil {
		box = inherited.CropBox
	}
	if box == nil || !drawn.fills(box, p.width, p.height) {
		return s, errNotScan
	}
	p.orient = drawn.ctm.orientation()
	p.orient.quarters = ((p.orient.quarters+inherited.Rotate/90)%4 + 4) % 4
	return scan{p, c.grey}, nil
}

// jpegOf returns the JPEG in a stream, which some programs compress once more, up to limit bytes.
func jpegOf(s *types.StreamDict, limit int64) ([]byte, error) {
	for _, f := range s.FilterPipeline {
		if len(f.DecodeParms) > 0 {
			return nil, errNotScan
		}
	}
	jpg := s.Raw
	switch f := s.FilterPipeline; {
	case len(f) == 1 && f[0].Name == "DCTDecode":
	case len(f) == 2 && f[0].Name == "FlateDecode" && f[1].Name == "DCTDecode":
		r, err := zlib.NewReader(bytes.NewReader(s.Raw))
		if err != nil {
			return nil, err
		}
		if jpg, err = io.ReadAll(io.LimitReader(r, limit)); err != nil {
			return nil, err
		}
	default:
		return nil, errNotScan
	}
	if Sniff(jpg) != JPEG {
		return nil, errNotScan
	}
	return jpg, nil
}

// isPlainPicture reports whether an image is shown as its stream has it: no mask, no other levels, no other colours.
func isPlainPicture(doc *model.Context, s *types.StreamDict) bool {
	if s.Subtype() == nil || *s.Subtype() != "Image" {
		return false
	}
	for _, key := range []string{"SMask", "Mask", "Decode", "ImageMask", "SMaskInData"} {
		if _, ok := s.Find(key); ok {
			return false
		}
	}
	space, err := doc.Dereference(s.Dict["ColorSpace"])
	if err != nil {
		return false
	}
	switch space := space.(type) {
	case types.Name:
		return space == "DeviceRGB" || space == "DeviceGray"
	case types.Array:
		if len(space) == 0 {
			return false
		}
		family, err := doc.Dereference(space[0])
		name, ok := family.(types.Name)
		return err == nil && ok && (name == "ICCBased" || name == "CalRGB" || name == "CalGray")
	}
	return false
}

// pageContent returns a page's drawing instructions, unpacked and joined.
func pageContent(doc *model.Context, page types.Dict) ([]byte, error) {
	o, err := doc.Dereference(page["Contents"])
	if err != nil {
		return nil, err
	}
	parts, ok := o.(types.Array)
	if !ok {
		parts = types.Array{o}
	}
	var all []byte
	for _, part := range parts {
		s, err := streamOf(doc, part)
		if err != nil {
			return nil, err
		}
		var r io.Reader = bytes.NewReader(s.Raw)
		switch {
		case len(s.FilterPipeline) == 1 && s.FilterPipeline[0].Name == "FlateDecode" && len(s.FilterPipeline[0].DecodeParms) == 0:
			if r, err = zlib.NewReader(r); err != nil {
				return nil, err
			}
		case len(s.FilterPipeline) > 0:
			return nil, errNotScan
		}
		b, err := io.ReadAll(io.LimitReader(r, maxContent+1))
		if err != nil {
			return nil, err
		}
		if all = append(append(all, b...), '\n'); len(all) > maxContent {
			return nil, errNotScan
		}
	}
	return all, nil
}

func streamOf(doc *model.Context, o types.Object) (*types.StreamDict, error) {
	o, err := doc.Dereference(o)
	if err != nil {
		return nil, err
	}
	switch s := o.(type) {
	case types.StreamDict:
		return &s, nil
	case *types.StreamDict:
		return s, nil
	}
	return nil, errNotScan
}

// placed is an image that a page draws.
type placed struct {
	name string
	ctm  affine // takes the unit square to the page
	clip [4]float64
}

// fills reports whether the image of w × h px is shown whole, undistorted, along the page's edges and not as a detail.
func (p placed) fills(box *types.Rectangle, w, h int) bool {
	const (
		tolerance = 0.02 // of the page's sides: scanners cut a hair
		share     = 0.1  // of the page: less is a logo on an otherwise empty page
		stretch   = 1.02
	)
	m := p.ctm
	across, up := math.Hypot(m[0], m[1]), math.Hypot(m[2], m[3])
	if across*up < share*box.Width()*box.Height() {
		return false
	}
	if straight := min(math.Abs(m[0]*m[3]), math.Abs(m[1]*m[2])); straight > 1e-4*across*up {
		return false
	}
	if q := across / up * float64(h) / float64(w); q > stretch || q < 1/stretch {
		return false
	}
	x0, y0, x1, y1 := m.bounds(0, 0, 1, 1)
	dx, dy := tolerance*box.Width(), tolerance*box.Height()
	left, bottom, right, top := max(box.LL.X, p.clip[0]), max(box.LL.Y, p.clip[1]), min(box.UR.X, p.clip[2]), min(box.UR.Y, p.clip[3])
	return x0 >= left-dx && y0 >= bottom-dy && x1 <= right+dx && y1 <= top+dy
}

// affine is a PDF matrix [a b c d e f]: x′ = ax + cy + e, y′ = bx + dy + f (ISO 32000-1, 8.3.3).
type affine [6]float64

// then returns m followed by n.
func (m affine) then(n affine) affine {
	return affine{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3],
		m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5],
	}
}

// bounds returns the smallest upright box around where m takes a box.
func (m affine) bounds(x0, y0, x1, y1 float64) (left, bottom, right, top float64) {
	left, bottom, right, top = math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, p := range [][2]float64{{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}} {
		x, y := m[0]*p[0]+m[2]*p[1]+m[4], m[1]*p[0]+m[3]*p[1]+m[5]
		left, bottom, right, top = min(left, x), min(bottom, y), max(right, x), max(top, y)
	}
	return left, bottom, right, top
}

// orientation returns how m, which runs along the axes, turns a picture whose top is at y = 1.
func (m affine) orientation() orientation {
	o := orientation{mirror: m[0]*m[3]-m[1]*m[2] < 0}
	switch up, right := m[3], m[2]; { // where the picture's top points
	case math.Abs(up) >= math.Abs(right) && up >= 0:
		o.quarters = 0
	case math.Abs(up) >= math.Abs(right):
		o.quarters = 2
	case right > 0:
		o.quarters = 1
	default:
		o.quarters = 3
	}
	return o
}
