// Package raster holds the pixel work that reading and measuring share: cutting a tilted box out of a picture, and
// grey levels. Pixels are *image.NRGBA everywhere in heyan once an upload is open; alpha is always opaque by then.
package raster

import (
	"image"
	"math"

	"github.com/heyan/heyan/internal/geom"
)

// Cut returns the content of q in img as an upright picture of w × h px, by bilinear sampling along a perspective
// map; px outside img repeat its edge. A box without an area gives an empty picture of that size.
func Cut(img *image.NRGBA, q geom.Quad, w, h int) *image.NRGBA {
	w, h = max(w, 1), max(h, 1)
	out := image.NewNRGBA(image.Rect(0, 0, w, h))
	m, err := geom.Perspective(geom.Rect(out.Rect), q)
	if err != nil || img.Rect.Empty() {
		return out
	}
	b := img.Rect
	maxX, maxY := float64(b.Dx()-1), float64(b.Dy()-1)
	for y := range h {
		o := out.Pix[y*out.Stride:]
		fy := float64(y) + 0.5
		for x := range w {
			fx := float64(x) + 0.5
			d := 1 / (m[6]*fx + m[7]*fy + m[8])
			sx := min(max((m[0]*fx+m[1]*fy+m[2])*d-0.5, 0), maxX)
			sy := min(max((m[3]*fx+m[4]*fy+m[5])*d-0.5, 0), maxY)
			if sx != sx || sy != sy { // the map's horizon crosses the box: NaN
				sx, sy = 0, 0
			}
			x0, y0 := int(sx), int(sy)
			x1, y1 := min(x0+1, b.Dx()-1), min(y0+1, b.Dy()-1)
			ax, ay := int((sx-float64(x0))*256), int((sy-float64(y0))*256)
			p00, p10 := img.Pix[y0*img.Stride+x0*4:], img.Pix[y0*img.Stride+x1*4:]
			p01, p11 := img.Pix[y1*img.Stride+x0*4:], img.Pix[y1*img.Stride+x1*4:]
			for c := range 3 {
				top := int(p00[c])*(256-ax) + int(p10[c])*ax
				bottom := int(p01[c])*(256-ax) + int(p11[c])*ax
				o[x*4+c] = uint8((top*(256-ay) + bottom*ay + 1<<15) >> 16)
			}
			o[x*4+3] = 255
		}
	}
	return out
}

// CutHeight is Cut at the given height in px, with the width that keeps q's proportions.
func CutHeight(img *image.NRGBA, q geom.Quad, height int) *image.NRGBA {
	w := int(math.Round(q.Width() / max(q.Height(), 1) * float64(height)))
	return Cut(img, q, min(max(w, 1), 100*height), height)
}

// Gray returns the BT.601 luma of img, 0 to 255, with its origin at 0, 0.
func Gray(img *image.NRGBA) *image.Gray {
	b := img.Rect
	g := image.NewGray(image.Rect(0, 0, b.Dx(), b.Dy()))
	for y := range b.Dy() {
		src := img.Pix[y*img.Stride : y*img.Stride+b.Dx()*4]
		dst := g.Pix[y*g.Stride : y*g.Stride+b.Dx()]
		for x := range dst {
			s := src[x*4 : x*4+3 : x*4+3]
			dst[x] = uint8((19595*uint32(s[0]) + 38470*uint32(s[1]) + 7471*uint32(s[2]) + 1<<15) >> 16)
		}
	}
	return g
}
