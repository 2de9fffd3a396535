package intake

import (
	"bytes"
	"fmt"
	"image"
	"strings"
	"testing"
)

// writePDF writes a PDF of the given objects, numbered from 1; the first is the catalogue.
func writePDF(objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	offsets := make([]int, len(objects))
	for i, o := range objects {
		offsets[i] = b.Len()
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

func stream(dict, body string) string {
	return fmt.Sprintf("<< %s /Length %d >>\nstream\n%s\nendstream", dict, len(body), body)
}

// onePage writes a page of 400 × 300 points with a JPEG named Im and the font F, drawn by content.
func onePage(jpg []byte, w, h int, pageKeys, imageKeys, content string) []byte {
	if !strings.Contains(imageKeys, "/Filter") {
		imageKeys += " /Filter /DCTDecode"
	}
	return writePDF(
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 300] /Contents 4 0 R "+pageKeys+
			" /Resources << /XObject << /Im 5 0 R >> /Font << /F 6 0 R >> >> >>",
		stream("", content),
		stream(fmt.Sprintf("/Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 8 /ColorSpace /DeviceRGB %s", w, h, imageKeys), string(jpg)),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
	)
}

// scanPDF is img over a whole page, as a scanner writes it.
func scanPDF(tb testing.TB, img image.Image) []byte {
	tb.Helper()
	b := img.Bounds()
	return onePage(encodeJPEG(tb, img), b.Dx(), b.Dy(), "", "", "q 400 0 0 300 0 0 cm /Im Do Q")
}

// vectorPDF is a page of A4 with one line of text.
func vectorPDF(text string) []byte {
	return writePDF(
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
		stream("", "BT /F 24 Tf 72 700 Td ("+text+") Tj ET"),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
	)
}
