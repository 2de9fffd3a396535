package photo

import (
	"image"

	"github.com/heyan/heyan/internal/geom"
	"github.com/heyan/heyan/internal/raster"
)

// Glare returns the share of the box q, 0 to 1, that a reflection covers: px that are burnt out and clearly brighter
// than the document's paper, whose lightness is 0 to 1. Where the paper itself is near the limit nothing can be told
// from it, and the share is 0.
func Glare(img *image.NRGBA, q geom.Quad, paper float64) float64 {
	level := paper*255 + 9
	if level > 250 || q.Height() < 4 || q.Width() < 4 {
		return 0
	}
	cut := raster.CutHeight(img, q, 32)
	n := 0
	for i := 0; i < len(cut.Pix); i += 4 {
		if p := cut.Pix[i : i+3]; burnt(p) && luma(p) > level {
			n++
		}
	}
	return float64(n) / float64(len(cut.Pix)/4)
}

func burnt(p []uint8) bool { return min(p[0], p[1], p[2]) >= 247 }

func luma(p []uint8) float64 {
	return 0.299*float64(p[0]) + 0.587*float64(p[1]) + 0.114*float64(p[2])
}
