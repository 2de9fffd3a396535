package photo

import (
	"image"
	"math"

	"github.com/disintegration/imaging"

	"github.com/heyan/heyan/internal/geom"
)

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

// Uniform returns the share of px, 0 to 1, that have the most common grey level of img or one beside it. On a page that
// a program drew it is the paper's, most of the page; light never falls so evenly on real paper.
func Uniform(img *image.NRGBA) float64 {
	var hist [256]int
	n := 0
	for y := 0; y < img.Rect.Dy(); y += 3 {
		row := img.Pix[y*img.Stride:]
		for x := 0; x < img.Rect.Dx(); x += 3 {
			hist[int(luma(row[4*x:][:3]))]++
			n++
		}
	}
	most := 0
	for v, c := range hist {
		if v > 0 {
			c += hist[v-1]
		}
		if v < 255 {
			c += hist[v+1]
		}
		most = max(most, c)
	}
	return float64(most) / float64(max(n, 1))
}
