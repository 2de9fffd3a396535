package photo

import (
	"image"
	"math"

	"github.com/disintegration/imaging"

	"github.com/heyan/heyan/internal/geom"
)

// Exposure is how a document is lit.
type Exposure struct {
	Median float64 // lightness of its px, 0 to 1
	Paper  float64 // lightness that its brightest twentieth reaches, 0 to 1
	Range  float64 // from the darkest twentieth to the brightest, 0 to 1
	Burnt  float64 // share of px at the upper limit, 0 to 1; a clean scan of white paper has many
	Dark   float64 // share of px at the lower limit
}

// MeasureExposure measures the part of img inside q, at up to 300 px.
func MeasureExposure(img *image.NRGBA, q geom.Quad) Exposure {
	b := q.Bounds().Intersect(img.Rect)
	if b.Empty() {
		return Exposure{}
	}
	small := imaging.Fit(imaging.Crop(img, b), 300, 300, imaging.Box)
	var hist [256]int
	n, burntOut, dark := 0, 0, 0
	for y := range small.Rect.Dy() {
		row := small.Pix[y*small.Stride:]
		for x := range small.Rect.Dx() {
			p := row[4*x : 4*x+3]
			v := int(math.Round(luma(p)))
			hist[v]++
			n++
			if v >= 253 {
				burntOut++
			}
			if v <= 6 {
				dark++
			}
		}
	}
	share := func(k int) float64 { return float64(k) / float64(n) }
	low, high := float64(level(&hist, n, 0.05))/255, float64(level(&hist, n, 0.95))/255
	return Exposure{Median: float64(level(&hist, n, 0.5)) / 255, Paper: high, Range: high - low, Burnt: share(burntOut), Dark: share(dark)}
}
