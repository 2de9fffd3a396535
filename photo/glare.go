package photo

import (
	"image"
	"math"

	"github.com/disintegration/imaging"

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

// Chroma is how much colour a document has.
type Chroma struct {
	Mean float64 // of the distance from grey, CIELAB-like units: JPEG of a grey scan stays below 2
	High float64 // that one px in a hundred exceeds, print and stamps included
}

// MeasureChroma measures the part of img inside q, at up to 640 px: averaging takes the noise out that is coloured
// even where the picture is grey, and leaves the colour of printed labels.
func MeasureChroma(img *image.NRGBA, q geom.Quad) Chroma {
	b := q.Bounds().Intersect(img.Rect)
	if b.Empty() {
		return Chroma{}
	}
	small := imaging.Fit(imaging.Crop(img, b), 640, 640, imaging.Box)
	var hist [256]int
	n, sum := 0, 0.0
	for y := range small.Rect.Dy() {
		row := small.Pix[y*small.Stride:]
		for x := range small.Rect.Dx() {
			p := row[4*x : 4*x+3]
			r, g, bl := float64(p[0]), float64(p[1]), float64(p[2])
			// Opponent axes, scaled so that a saturated primary is about a hundred.
			c := math.Hypot((r-g)*0.5, ((r+g)/2-bl)*0.4)
			sum += c
			hist[min(int(c*2), 255)]++
			n++
		}
	}
	return Chroma{Mean: sum / float64(n), High: float64(level(&hist, n, 0.99)) / 2}
}
