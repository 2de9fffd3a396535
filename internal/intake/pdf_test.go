package intake

import (
	"bytes"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"strings"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"

	"github.com/heyan/heyan/internal/geom"
)

func TestScanIsTakenAsItIs(t *testing.T) {
	const w, h = 200, 150
	jpg := encodeJPEG(t, marked(w, h))
	upright, invisible := "q 400 0 0 300 0 0 cm /Im Do Q", "BT 3 Tr /F 9 Tf 10 10 Td (text that a scanner read \\) here) Tj ET"
	tests := []struct {
		name              string
		pageKeys, content string
		turned            int
		mirrored          bool
		want              [4]color.NRGBA // clockwise from the top left
	}{
		{"plain", "", upright, 0, false, [4]color.NRGBA{red, green, white, blue}},
		{"with margins", "", "q 300 0 0 225 50 40 cm /Im Do Q", 0, false, [4]color.NRGBA{red, green, white, blue}},
		{"in steps", "", "q 1 0 0 1 10 10 cm 2 0 0 2 0 0 cm 190 0 0 142.5 0 0 cm % done\n/Im Do Q", 0, false, [4]color.NRGBA{red, green, white, blue}},
		{"clipped to the page", "", "q 0 0 400 300 re W n " + upright + " Q", 0, false, [4]color.NRGBA{red, green, white, blue}},
		{"with invisible text", "", upright + " " + invisible, 0, false, [4]color.NRGBA{red, green, white, blue}},
		{"marked for readers", "", "/Artifact << /Type /Page >> BDC " + upright + " EMC", 0, false, [4]color.NRGBA{red, green, white, blue}},
		{"page turned", "/Rotate 90", upright, 90, false, [4]color.NRGBA{blue, red, green, white}},
		{"page turned back", "/Rotate -90", upright, 270, false, [4]color.NRGBA{green, white, blue, red}},
		{"drawn upside down", "", "q -400 0 0 -300 400 300 cm /Im Do Q", 180, false, [4]color.NRGBA{white, blue, red, green}},
		{"drawn clockwise", "", "q 0 -200 150 0 100 250 cm /Im Do Q", 90, false, [4]color.NRGBA{blue, red, green, white}},
		{"drawn anticlockwise", "", "q 0 200 -150 0 250 50 cm /Im Do Q", 270, false, [4]color.NRGBA{green, white, blue, red}},
		{"drawn clockwise on a page turned back", "/Rotate 270", "q 0 -200 150 0 100 250 cm /Im Do Q", 0, false, [4]color.NRGBA{red, green, white, blue}},
		{"flipped top to bottom", "", "q 400 0 0 -300 0 300 cm /Im Do Q", 180, true, [4]color.NRGBA{blue, white, green, red}},
		{"flipped left to right", "", "q -400 0 0 300 400 0 cm /Im Do Q", 0, true, [4]color.NRGBA{green, red, blue, white}},
		{"transposed", "", "q 0 200 150 0 100 50 cm /Im Do Q", 90, true, [4]color.NRGBA{white, green, red, blue}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			u, p, err := open(t, onePage(jpg, w, h, tt.pageKeys, "", tt.content))
			must(t, err)
			wantW, wantH := w, h
			if tt.turned%180 != 0 {
				wantW, wantH = h, w
			}
			if u.Format != PDF || p.Width != wantW || p.Height != wantH || p.Turned != tt.turned || p.Mirrored != tt.mirrored || p.Rendered || p.Text != nil {
				t.Errorf("got %s, %d × %d, turned %d, mirrored %t, rendered %t", u.Format, p.Width, p.Height, p.Turned, p.Mirrored, p.Rendered)
			}
			expect(t, p.Image, 8, tt.want[:]...)
		})
	}
}

func TestPageThatMustBeDrawn(t *testing.T) {
	const w, h = 200, 150
	jpg := encodeJPEG(t, marked(w, h))
	upright := "q 400 0 0 300 0 0 cm /Im Do Q"
	tests := []struct {
		name                         string
		pageKeys, imageKeys, content string
	}{
		{"a line across", "", "", upright + " 0 0 m 400 300 l S"},
		{"visible text", "", "", upright + " BT /F 9 Tf (Approved) Tj ET"},
		{"two pictures", "", "", "q 400 0 0 300 0 0 cm /Im Do /Im Do Q"},
		{"a picture that hangs over the edge", "", "", "q 400 0 0 300 200 0 cm /Im Do Q"},
		{"a picture cut by a clip", "", "", "q 0 0 200 300 re W n " + upright + " Q"},
		{"a picture of another shape", "", "", "q 400 0 0 100 0 0 cm /Im Do Q"},
		{"a picture that is askew", "", "", "q 300 60 -45 225 60 20 cm /Im Do Q"},
		{"a logo", "", "", "q 40 0 0 30 0 0 cm /Im Do Q"},
		{"a stamp beside the content", "/Annots [<< /Type /Annot /Subtype /Square /Rect [0 0 50 50] >>]", "", upright},
		{"a picture with inverted levels", "", "/Decode [1 0 1 0 1 0]", upright},
		{"a picture with a mask", "", "/Mask [0 10 0 10 0 10]", upright},
		{"nothing", "", "", ""},
		{"garbage", "", "", "<< ( [ /Im Do"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, _, err := open(t, onePage(jpg, w, h, tt.pageKeys, tt.imageKeys, tt.content))
			if !errors.Is(err, ErrNoRenderer) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestScanThatIsCompressedOnceMore(t *testing.T) {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	_, err := z.Write(encodeJPEG(t, marked(200, 150)))
	must(t, err)
	must(t, z.Close())
	_, p, err := open(t, onePage(b.Bytes(), 200, 150, "", "/Filter [/FlateDecode /DCTDecode]", "q 400 0 0 300 0 0 cm /Im Do Q"))
	must(t, err)
	if p.Rendered || p.Width != 200 {
		t.Errorf("rendered %t, %d px wide", p.Rendered, p.Width)
	}
	expect(t, p.Image, 8, red, green, white, blue)
}

// painter is a Renderer that draws every page blue.
type painter struct {
	pages []PageSize
	err   error
	text  []TextLine
	dpi   []float64
}

func (p *painter) Inspect(context.Context, []byte) ([]PageSize, error) { return p.pages, p.err }

func (p *painter) Render(_ context.Context, _ []byte, page int, dpi float64) (*image.NRGBA, error) {
	p.dpi = append(p.dpi, dpi)
	w, h := p.pages[page].Pixels(dpi)
	return marked(w, h), nil
}

func (p *painter) Text(context.Context, []byte, int, float64) ([]TextLine, error) { return p.text, nil }

func TestRenderedPage(t *testing.T) {
	line := TextLine{"a line of twenty characters", geom.Rect(image.Rect(1, 2, 3, 4))}
	tests := []struct {
		name     string
		size     PageSize
		text     []TextLine
		longSide int
		want     Page // Image's size in Turned and Text's length in Scale are not compared
		img      image.Point
		lines    int
	}{
		{"A4 at 200 dpi", PageSize{595.28, 841.89}, []TextLine{line}, 0, Page{Width: 1654, Height: 2339, Scale: 1}, image.Pt(1654, 2339), 1},
		{"too little text", PageSize{595.28, 841.89}, []TextLine{{Text: "Page 1"}}, 0, Page{Width: 1654, Height: 2339, Scale: 1}, image.Pt(1654, 2339), 0},
		{"reduced", PageSize{720, 360}, nil, 1000, Page{Width: 2000, Height: 1000, Scale: 2}, image.Pt(1000, 500), 0},
		{"a poster is drawn at a lower resolution", PageSize{14400, 14400}, nil, 500, Page{Width: 7071, Height: 7071, Scale: 7071. / 500}, image.Pt(500, 500), 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := &painter{pages: []PageSize{tt.size}, text: tt.text}
			o, err := New(DefaultLimits(), r)
			must(t, err)
			u, err := o.Open(t.Context(), vectorPDF("anything"))
			must(t, err)
			p, err := u.Page(t.Context(), 0, tt.longSide)
			must(t, err)
			if p.Width != tt.want.Width || p.Height != tt.want.Height || p.Scale != tt.want.Scale || !p.Rendered {
				t.Errorf("got %d × %d at %g", p.Width, p.Height, p.Scale)
			}
			if p.Image.Rect.Size() != tt.img || len(p.Text) != tt.lines {
				t.Errorf("picture %v, %d lines", p.Image.Rect, len(p.Text))
			}
		})
	}
}

func TestPDFLimits(t *testing.T) {
	open := func(r Renderer, data []byte) error {
		o, err := New(DefaultLimits(), r)
		must(t, err)
		_, err = o.Open(t.Context(), data)
		return err
	}
	t.Run("encrypted", func(t *testing.T) {
		var b bytes.Buffer
		must(t, api.Encrypt(bytes.NewReader(vectorPDF("secret")), &b, encryption("user")))
		if err := open(nil, b.Bytes()); !errors.Is(err, ErrEncrypted) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("protected against printing only", func(t *testing.T) {
		var b bytes.Buffer
		must(t, api.Encrypt(bytes.NewReader(scanPDF(t, marked(200, 150))), &b, encryption("")))
		_, p, err := openWith(t, nil, b.Bytes())
		must(t, err)
		expect(t, p.Image, 8, red, green, white, blue)
	})
	t.Run("too many pages", func(t *testing.T) {
		if err := open(nil, manyPages(21)); !errors.Is(err, ErrTooManyPages) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("only the renderer can read it, and finds too many pages", func(t *testing.T) {
		if err := open(&painter{pages: make([]PageSize, 21)}, []byte("%PDF-1.4\nbroken")); !errors.Is(err, ErrTooManyPages) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("only the renderer can read it", func(t *testing.T) {
		_, p, err := openWith(t, &painter{pages: []PageSize{{100, 50}}}, []byte("junk before\n%PDF-1.4\nbroken"))
		must(t, err)
		if p.Width != 278 || p.Height != 139 || !p.Rendered {
			t.Errorf("got %d × %d", p.Width, p.Height)
		}
	})
	t.Run("nobody can read it", func(t *testing.T) {
		if err := open(nil, []byte("%PDF-1.4\nbroken")); !errors.Is(err, ErrDamaged) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("the renderer says it is encrypted", func(t *testing.T) {
		if err := open(&painter{err: &Error{Kind: ErrEncrypted}}, []byte("%PDF-1.4\nbroken")); !errors.Is(err, ErrEncrypted) {
			t.Errorf("got %v", err)
		}
	})
}

func openWith(t *testing.T, r Renderer, data []byte) (*Upload, *Page, error) {
	t.Helper()
	o, err := New(DefaultLimits(), r)
	must(t, err)
	u, err := o.Open(t.Context(), data)
	if err != nil {
		return nil, nil, err
	}
	p, err := u.Page(t.Context(), 0, 0)
	return u, p, err
}

func encryption(userPassword string) *model.Configuration {
	return &model.Configuration{
		Reader15: true, ValidationMode: model.ValidationRelaxed, Offline: true, Limits: model.DefaultResourceLimits(),
		UserPW: userPassword, OwnerPW: "owner", EncryptUsingAES: true, EncryptKeyLength: 256, Permissions: model.PermissionsNone,
		WriteObjectStream: true, WriteXRefStream: true, Eol: "\n", CreationDate: "2026-01-01 00:00",
		TimestampFormat: "2006-01-02 15:04", DateFormat: "2006-01-02",
	}
}

func manyPages(n int) []byte {
	objects := []string{"<< /Type /Catalog /Pages 2 0 R >>", ""}
	var kids strings.Builder
	for i := range n {
		objects = append(objects, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Resources << >> >>")
		fmt.Fprintf(&kids, "%d 0 R ", i+3)
	}
	objects[1] = fmt.Sprintf("<< /Type /Pages /Count %d /Kids [%s] >>", n, kids.String())
	return writePDF(objects...)
}
