package main

import (
	"bytes"
	"fmt"
	"image/jpeg"
	"strings"
)

// A4 in points of 1/72 inch.
const a4w, a4h = 595, 842

// scanned puts a picture on an A4 page of a PDF, its JPEG as it is.
func scanned(make func() ([]byte, error)) func() ([]byte, error) {
	return func() ([]byte, error) {
		data, err := make()
		if err != nil {
			return nil, err
		}
		size, err := jpeg.DecodeConfig(bytes.NewReader(data))
		if err != nil {
			return nil, err
		}
		scale := min(float64(a4w)/float64(size.Width), float64(a4h)/float64(size.Height))
		w, h := scale*float64(size.Width), scale*float64(size.Height)
		place := fmt.Sprintf("q %.2f 0 0 %.2f %.2f %.2f cm /S Do Q", w, h, (a4w-w)/2, (a4h-h)/2)
		header := fmt.Sprintf("/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode", size.Width, size.Height)
		return pdf("/XObject << /S 5 0 R >>", place, stream(header, data)), nil
	}
}

// textPDF is a registrar's certificate as text, in the one font that every reader of PDF has.
func textPDF() ([]byte, error) {
	lines := [][2]string{
		{"Domain Name:", "yangben-shili.com"},
		{"Registrant:", "Suzhou Yangben Data Co., Ltd."},
		{"Registrar:", "Example Cloud Registrar Ltd."},
		{"Registration Date:", "2022-03-04"},
		{"Expiration Date:", "2029-03-04"},
	}
	var b strings.Builder
	put := func(size, x, y int, text string) {
		fmt.Fprintf(&b, "BT /F %d Tf %d %d Td (%s) Tj ET\n", size, x, y, text)
	}
	put(22, 96, 720, "Certificate of Domain Name Registration")
	for i, l := range lines {
		put(13, 96, 640-40*i, l[0])
		put(13, 250, 640-40*i, l[1])
	}
	put(8, 480, 800, "SPECIMEN")
	return pdf("/Font << /F 5 0 R >>", b.String(), "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"), nil
}

func stream(header string, data []byte) string {
	return fmt.Sprintf("<< %s /Length %d >>\nstream\n%s\nendstream", header, len(data), data)
}

// pdf returns a file of one A4 page that draws content with resources; object 5 is what they name. The same input
// gives the same bytes: there is no date and no id in it. ISO 32000-1, 7.5.
func pdf(resources, content, object5 string) []byte {
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Resources << %s >> /Contents 4 0 R >>", a4w, a4h, resources),
		stream("", []byte(content)),
		object5,
	}
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
	offsets := make([]int, 0, len(objects))
	for i, o := range objects {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	table := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, o := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, table)
	return b.Bytes()
}
