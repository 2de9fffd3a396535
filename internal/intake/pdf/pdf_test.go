package pdf_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"

	"github.com/heyan/heyan/internal/geom"
	"github.com/heyan/heyan/internal/intake"
	"github.com/heyan/heyan/internal/intake/pdf"
	"github.com/heyan/heyan/internal/native"
)

// inProcess calls the handlers without a child.
type inProcess map[string]native.Handler

func (p inProcess) Call(ctx context.Context, method string, req native.Message) (native.Message, error) {
	return p[method](ctx, req)
}

// dead is a child that every request kills.
type dead struct{}

func (dead) Call(context.Context, string, native.Message) (native.Message, error) {
	return native.Message{}, native.ErrCrashed
}

func TestPDF(t *testing.T) {
	r := pdf.New(inProcess(pdf.Handlers())) // one engine for all: loading it takes seconds
	t.Run("sizes are those shown", func(t *testing.T) {
		sizes, err := r.Inspect(t.Context(), document("/Rotate 90", "", ""))
		must(t, err)
		if want := []intake.PageSize{{Width: 300, Height: 400}}; !cmp.Equal(sizes, want) {
			t.Errorf("got %v", sizes)
		}
	})
	t.Run("a page is drawn where it stands", func(t *testing.T) { draws(t, r) })
	t.Run("text stands where it is drawn", func(t *testing.T) { reads(t, r) })
	t.Run("text that is not seen is not believed", func(t *testing.T) { doubts(t, r) })
	t.Run("what cannot be drawn is told apart", func(t *testing.T) { refuses(t, r) })
	t.Run("an upload is opened with it", func(t *testing.T) { opens(t, r) })
}

func draws(t *testing.T, r intake.Renderer) {
	// Red bottom left, in PDF's own coordinates; and half-transparent blue top right.
	content := "1 0 0 rg 0 0 200 150 re f /Half gs 0 0 1 rg 200 150 200 150 re f"
	for turn, want := range map[int][4]color.NRGBA{ // clockwise from the top left
		0:  {white, half, white, red},
		90: {red, white, half, white},
	} {
		img, err := r.Render(t.Context(), document(fmt.Sprintf("/Rotate %d", turn), content, ""), 0, 144)
		must(t, err)
		w, h := 800, 600
		if turn == 90 {
			w, h = h, w
		}
		if img.Rect != image.Rect(0, 0, w, h) {
			t.Fatalf("turned by %d: %v", turn, img.Rect)
		}
		for i, at := range []image.Point{{w / 4, h / 4}, {w * 3 / 4, h / 4}, {w * 3 / 4, h * 3 / 4}, {w / 4, h * 3 / 4}} {
			if got := img.NRGBAAt(at.X, at.Y); !near(got, want[i]) {
				t.Errorf("turned by %d, quarter %d: %v, want %v", turn, i, got, want[i])
			}
		}
	}
	t.Run("stamps and forms too", func(t *testing.T) {
		img, err := r.Render(t.Context(), document("/Annots [6 0 R 7 0 R]", "", ""), 0, 72)
		must(t, err)
		if !near(img.NRGBAAt(50, 250), red) {
			t.Errorf("the stamp is %v", img.NRGBAAt(50, 250))
		}
		if !near(img.NRGBAAt(250, 250), red) {
			t.Errorf("the field is %v", img.NRGBAAt(250, 250))
		}
	})
}

func reads(t *testing.T, r intake.Renderer) {
	// 20 points at 72 dpi are 20 px; Helvetica's capitals are 0.72 of that.
	content := "BT /F 20 Tf 40 200 Td (FIRST LINE) Tj 0 -30 Td (SECOND) Tj 200 0 Td (COLUMN) Tj ET " +
		"BT /F 20 Tf 0 1 -1 0 380 100 Tm (UPWARDS) Tj ET"
	tests := []struct {
		name string
		page string
		want []intake.TextLine
	}{
		{"upright", "", []intake.TextLine{
			{Text: "FIRST LINE", Quad: geom.Rect(image.Rect(41, 86, 146, 100))},
			{Text: "SECOND", Quad: geom.Rect(image.Rect(41, 116, 122, 130))},
			{Text: "COLUMN", Quad: geom.Rect(image.Rect(241, 116, 325, 130))},
			{Text: "UPWARDS", Quad: geom.Quad{{X: 366, Y: 198}, {X: 366, Y: 101}, {X: 380, Y: 101}, {X: 380, Y: 198}}},
		}},
		{"turned", "/Rotate 90", []intake.TextLine{
			{Text: "FIRST LINE", Quad: geom.Rect(image.Rect(41, 86, 146, 100)).Turn(1, 400, 300)},
			{Text: "SECOND", Quad: geom.Rect(image.Rect(41, 116, 122, 130)).Turn(1, 400, 300)},
			{Text: "COLUMN", Quad: geom.Rect(image.Rect(241, 116, 325, 130)).Turn(1, 400, 300)},
			{Text: "UPWARDS", Quad: geom.Quad{{X: 366, Y: 198}, {X: 366, Y: 101}, {X: 380, Y: 101}, {X: 380, Y: 198}}.Turn(1, 400, 300)},
		}},
		{"cropped", "/CropBox [20 50 400 300]", []intake.TextLine{
			{Text: "FIRST LINE", Quad: geom.Rect(image.Rect(21, 86, 126, 100))},
			{Text: "SECOND", Quad: geom.Rect(image.Rect(21, 116, 102, 130))},
			{Text: "COLUMN", Quad: geom.Rect(image.Rect(221, 116, 305, 130))},
			{Text: "UPWARDS", Quad: geom.Quad{{X: 346, Y: 198}, {X: 346, Y: 101}, {X: 360, Y: 101}, {X: 360, Y: 198}}},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := r.Text(t.Context(), document(tt.page, content, ""), 0, 72)
			must(t, err)
			byText := func(a, b intake.TextLine) int { return strings.Compare(a.Text, b.Text) }
			if tt.page == "/Rotate 90" { // where rows are columns
				slices.SortFunc(got, byText)
				slices.SortFunc(tt.want, byText)
			}
			close := cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) <= 3 })
			if d := cmp.Diff(got, tt.want, close); d != "" {
				t.Errorf("got, want:\n%s", d)
			}
			img, err := r.Render(t.Context(), document(tt.page, content, ""), 0, 72)
			must(t, err)
			for _, l := range got {
				if share := ink(img, l.Quad.Bounds()); share < 0.15 {
					t.Errorf("%q stands on %.0f %% ink", l.Text, 100*share)
				}
			}
		})
	}
	t.Run("at another resolution", func(t *testing.T) {
		got, err := r.Text(t.Context(), document("", content, ""), 0, 200)
		must(t, err)
		if len(got) != 4 || math.Abs(got[0].Quad[0].Y-86*200/72.) > 6 {
			t.Errorf("got %v", got)
		}
	})
}

func doubts(t *testing.T, r intake.Renderer) {
	words := "BT /F 20 Tf 40 200 Td (TWENTY LETTERS AND MORE) Tj ET "
	for name, doc := range map[string][]byte{
		"invisible":                  document("", "BT 3 Tr /F 20 Tf 40 200 Td (TWENTY LETTERS AND MORE) Tj ET", ""),
		"invisible in a form":        document("", "/Form Do", "BT 3 Tr /F 20 Tf 40 200 Td (TWENTY LETTERS AND MORE) Tj ET"),
		"over a picture of the page": document("", "q 400 0 0 300 0 0 cm /Im Do Q "+words, ""),
		"beside a stamp":             document("/Annots [6 0 R]", words, ""),
	} {
		got, err := r.Text(t.Context(), doc, 0, 72)
		must(t, err)
		if len(got) != 0 {
			t.Errorf("%s: believed %v", name, got)
		}
	}
	for name, doc := range map[string][]byte{
		"in a form":        document("", "/Form Do", words),
		"beside a picture": document("", "q 40 0 0 30 0 0 cm /Im Do Q "+words, ""),
		"with a link":      document("/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] >>]", words, ""),
	} {
		got, err := r.Text(t.Context(), doc, 0, 72)
		must(t, err)
		if len(got) != 1 || got[0].Text != "TWENTY LETTERS AND MORE" {
			t.Errorf("%s: got %v", name, got)
		}
	}
}

func refuses(t *testing.T, r intake.Renderer) {
	var locked bytes.Buffer
	must(t, api.Encrypt(bytes.NewReader(document("", "", "")), &locked, &model.Configuration{
		Reader15: true, ValidationMode: model.ValidationRelaxed, Offline: true, Limits: model.DefaultResourceLimits(),
		UserPW: "user", OwnerPW: "owner", EncryptUsingAES: true, EncryptKeyLength: 256,
		WriteObjectStream: true, WriteXRefStream: true, Eol: "\n", CreationDate: "2026-01-01 00:00",
		TimestampFormat: "2006-01-02 15:04", DateFormat: "2006-01-02",
	}))
	for _, tt := range []struct {
		name string
		r    intake.Renderer
		data []byte
		want error
	}{
		{"a locked document", r, locked.Bytes(), intake.ErrEncrypted},
		{"no document", r, []byte("%PDF-1.4\nnothing"), intake.ErrDamaged},
		{"one that kills the child", pdf.New(dead{}), document("", "", ""), intake.ErrDamaged},
	} {
		_, err := tt.r.Inspect(t.Context(), tt.data)
		if !errors.Is(err, tt.want) {
			t.Errorf("%s: got %v", tt.name, err)
		}
		if e, ok := errors.AsType[*intake.Error](err); !ok || !strings.HasSuffix(e.Detail, ".") {
			t.Errorf("%s: no word for the caller in %v", tt.name, err)
		}
	}
	if _, err := r.Render(t.Context(), document("", "", ""), 7, 72); !errors.Is(err, intake.ErrDamaged) {
		t.Errorf("page 7 of 1: got %v", err)
	}
	if sizes, err := r.Inspect(t.Context(), document("", "", "")); err != nil || len(sizes) != 1 {
		t.Errorf("after all that: %v, %v", sizes, err)
	}
}

func opens(t *testing.T, r intake.Renderer) {
	o, err := intake.New(intake.DefaultLimits(), r)
	must(t, err)
	u, err := o.Open(t.Context(), document("", "BT /F 20 Tf 40 200 Td (TWENTY LETTERS AND MORE) Tj ET", ""))
	must(t, err)
	p, err := u.Page(t.Context(), 0, 0)
	must(t, err)
	if p.Width != 1111 || p.Height != 833 || p.Scale != 1 || !p.Rendered || p.Image.Rect != image.Rect(0, 0, 1111, 833) || len(p.Text) != 1 {
		t.Errorf("got %d × %d at %g, picture %v, text %v", p.Width, p.Height, p.Scale, p.Image.Rect, p.Text)
	}
	half, err := u.Page(t.Context(), 0, 500)
	must(t, err)
	if half.Width != 1111 || half.Image.Rect.Dx() != 500 || len(half.Text) != 1 ||
		math.Abs(half.Text[0].Quad[0].X*half.Scale-p.Text[0].Quad[0].X) > 2 {
		t.Errorf("reduced: %d px of %d, text %v", half.Image.Rect.Dx(), half.Width, half.Text)
	}
}

var (
	red   = color.NRGBA{255, 0, 0, 255}
	white = color.NRGBA{255, 255, 255, 255}
	half  = color.NRGBA{127, 127, 255, 255}
)

func near(a, b color.NRGBA) bool {
	diff := func(a, b uint8) bool { return math.Abs(float64(a)-float64(b)) <= 3 }
	return diff(a.R, b.R) && diff(a.G, b.G) && diff(a.B, b.B) && a.A == b.A
}

// ink returns the share of dark px in a part of img.
func ink(img *image.NRGBA, r image.Rectangle) float64 {
	dark := 0
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			if img.NRGBAAt(x, y).R < 128 {
				dark++
			}
		}
	}
	return float64(dark) / float64(max(r.Dx()*r.Dy(), 1))
}

func must(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

// document writes a page of 400 × 300 points. Its content may use the font F, the picture Im, the form Form, which is
// drawn by form, and the graphics state Half; objects 6 and 7 are a stamp and a form field, both red.
func document(pageKeys, content, form string) []byte {
	var jpg bytes.Buffer
	if err := jpeg.Encode(&jpg, image.NewGray(image.Rect(0, 0, 40, 30)), nil); err != nil {
		panic(err)
	}
	stream := func(dict, body string) string {
		return fmt.Sprintf("<< %s /Length %d >>\nstream\n%s\nendstream", dict, len(body), body)
	}
	patch := stream("/Type /XObject /Subtype /Form /BBox [0 0 80 80] /Resources << >>", "1 0 0 rg 0 0 80 80 re f")
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [7 0 R] >> >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 300] /Contents 4 0 R " + pageKeys +
			" /Resources << /Font << /F 5 0 R >> /XObject << /Im 9 0 R /Form 10 0 R >> /ExtGState << /Half << /ca 0.5 >> >> >> >>",
		stream("", content),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
		"<< /Type /Annot /Subtype /Stamp /Rect [10 10 90 90] /F 4 /AP << /N 8 0 R >> >>",
		"<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /DA (/F 9 Tf) /Rect [210 10 290 90] /F 4 /AP << /N 8 0 R >> >>",
		patch,
		stream("/Type /XObject /Subtype /Image /Width 40 /Height 30 /BitsPerComponent 8 /ColorSpace /DeviceGray /Filter /DCTDecode", jpg.String()),
		stream("/Type /XObject /Subtype /Form /BBox [0 0 400 300] /Resources << /Font << /F 5 0 R >> >>", form),
	}
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	var offsets []int
	for i, o := range objects {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, at := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, start)
	return b.Bytes()
}
