package intake

import (
	"image"
	"image/color"
)

// rows is a decoded picture that is converted as it is read: read writes row y, 4·width bytes of opaque RGBA.
type rows struct {
	width, height int
	read          func(y int, dst []byte)
}

// rowsOf returns the rows of what a decoder returned, alpha laid over white.
func rowsOf(img image.Image) rows {
	b := img.Bounds()
	r := rows{width: b.Dx(), height: b.Dy()}
	switch m := img.(type) {
	case *image.YCbCr:
		r.read = ycbcrRows(m, fullRange())
	case *image.Gray:
		r.read = func(y int, dst []byte) {
			for x, v := range m.Pix[y*m.Stride : y*m.Stride+r.width] {
				set(dst[4*x:], v, v, v)
			}
		}
	case *image.Gray16:
		r.read = func(y int, dst []byte) {
			src := m.Pix[y*m.Stride:]
			for x := range r.width {
				set(dst[4*x:], src[2*x], src[2*x], src[2*x])
			}
		}
	case *image.Paletted:
		r.read = palettedRows(m)
	case *image.NRGBA:
		r.read = func(y int, dst []byte) {
			src := m.Pix[y*m.Stride : y*m.Stride+4*r.width]
			copy(dst, src)
			OverWhite(dst[:len(src)])
		}
	case *image.RGBA:
		r.read = func(y int, dst []byte) {
			src := m.Pix[y*m.Stride:]
			for x := range r.width {
				s := src[4*x : 4*x+4 : 4*x+4]
				white := 255 - s[3]
				set(dst[4*x:], sat(s[0], white), sat(s[1], white), sat(s[2], white))
			}
		}
	case *image.NRGBA64:
		r.read = func(y int, dst []byte) {
			src := m.Pix[y*m.Stride:]
			for x := range r.width {
				s := src[8*x : 8*x+8 : 8*x+8]
				dst[4*x], dst[4*x+1], dst[4*x+2], dst[4*x+3] = s[0], s[2], s[4], s[6]
			}
			OverWhite(dst[:4*r.width])
		}
	case *image.RGBA64:
		r.read = func(y int, dst []byte) {
			src := m.Pix[y*m.Stride:]
			for x := range r.width {
				s := src[8*x : 8*x+8 : 8*x+8]
				white := 255 - s[6]
				set(dst[4*x:], sat(s[0], white), sat(s[2], white), sat(s[4], white))
			}
		}
	case *image.CMYK:
		r.read = func(y int, dst []byte) {
			src := m.Pix[y*m.Stride:]
			for x := range r.width {
				s := src[4*x : 4*x+4 : 4*x+4]
				red, green, blue := color.CMYKToRGB(s[0], s[1], s[2], s[3])
				set(dst[4*x:], red, green, blue)
			}
		}
	case *image.NYCbCrA:
		r.read = withAlpha(ycbcrRows(&m.YCbCr, fullRange()), m)
	default:
		r.read = func(y int, dst []byte) {
			for x := range r.width {
				c := color.NRGBAModel.Convert(img.At(b.Min.X+x, b.Min.Y+y)).(color.NRGBA)
				dst[4*x], dst[4*x+1], dst[4*x+2], dst[4*x+3] = c.R, c.G, c.B, c.A
			}
			OverWhite(dst[:4*r.width])
		}
	}
	return r
}

// place returns r at x0, y0 of a white canvas of w × h px that it fits into.
func (r rows) place(x0, y0, w, h int) rows {
	if x0 == 0 && y0 == 0 && w == r.width && h == r.height {
		return r
	}
	return rows{w, h, func(y int, dst []byte) {
		for i := range dst {
			dst[i] = 255
		}
		if y >= y0 && y < y0+r.height {
			r.read(y-y0, dst[4*x0:4*(x0+r.width)])
		}
	}}
}

func palettedRows(m *image.Paletted) func(int, []byte) {
	var table [256][4]byte
	for i := range table {
		table[i] = [4]byte{255, 255, 255, 255}
	}
	for i, c := range m.Palette[:min(len(m.Palette), 256)] {
		n := color.NRGBAModel.Convert(c).(color.NRGBA)
		table[i] = [4]byte{n.R, n.G, n.B, n.A}
		OverWhite(table[i][:])
	}
	width := m.Rect.Dx()
	return func(y int, dst []byte) {
		for x, v := range m.Pix[y*m.Stride : y*m.Stride+width] {
			copy(dst[4*x:4*x+4], table[v][:])
		}
	}
}

func withAlpha(opaque func(int, []byte), m *image.NYCbCrA) func(int, []byte) {
	width := m.Rect.Dx()
	return func(y int, dst []byte) {
		opaque(y, dst)
		for x, a := range m.A[y*m.AStride : y*m.AStride+width] {
			dst[4*x+3] = a
		}
		OverWhite(dst[:4*width])
	}
}

func set(dst []byte, r, g, b uint8) {
	dst = dst[:4:4]
	dst[0], dst[1], dst[2], dst[3] = r, g, b, 255
}

// sat returns a + b, at most 255: a premultiplied level may exceed its alpha in a damaged file.
func sat(a, b uint8) uint8 { return uint8(min(uint(a)+uint(b), 255)) }

// OverWhite lays px of straight RGBA over white, in place.
func OverWhite(row []byte) {
	for len(row) >= 4 {
		p := row[:4:4]
		row = row[4:]
		a := uint32(p[3])
		if a == 255 {
			continue
		}
		white := (255 - a) * 255
		p[0] = uint8((uint32(p[0])*a + white + 127) / 255)
		p[1] = uint8((uint32(p[1])*a + white + 127) / 255)
		p[2] = uint8((uint32(p[2])*a + white + 127) / 255)
		p[3] = 255
	}
}
