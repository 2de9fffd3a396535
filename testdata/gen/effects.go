package main

import (
	"image"

	"github.com/disintegration/imaging"

	"github.com/heyan/heyan/internal/geom"
	"github.com/heyan/heyan/internal/raster"
)

// gain darkens a picture: each level times a factor.
func gain(img *image.NRGBA, by float64) *image.NRGBA {
	out := imaging.Clone(img)
	for i := range out.Pix {
		if i%4 != 3 {
			out.Pix[i] = uint8(float64(out.Pix[i]) * by)
		}
	}
	return out
}

// tilt is a picture seen from its lower edge: the upper edge is a fifth shorter.
func tilt(img *image.NRGBA) *image.NRGBA {
	w, h := float64(img.Rect.Dx()), float64(img.Rect.Dy())
	from := geom.Quad{{X: -0.16 * w, Y: 0}, {X: 1.16 * w, Y: 0}, {X: w, Y: h}, {X: 0, Y: h}}
	return raster.Cut(img, from, int(w), int(h))
}
