package photo

import (
	"image"
	"math"
	"slices"

	"github.com/heyan/heyan/internal/geom"
	"github.com/heyan/heyan/internal/raster"
)

// Score is a measure with its value on the scale of ISO/IEC 29794-5.
type Score struct {
	Raw   float64
	Value float64 // 0 to 100, higher is better
}

// FaceLight are the lighting measures of ISO/IEC 29794-5:2025 as BSI's OFIQ computes them, on the face's linear
// luminance in 8 bits.
type FaceLight struct {
	Mean       Score // luminance_mean: mean, 0 to 1
	Over       Score // over_exposure: share of levels 247 to 255
	Under      Score // under_exposure: share of levels 0 to 25
	Range      Score // dynamic_range: entropy of the histogram, bits
	Uniformity Score // illumination_uniformity: what the cheeks' histograms have in common, 0 to 1
	Natural    Score // natural_colour: distance of the cheeks' a*, b* from those of skin, after white balance
}

// Light is how the cloth, the print and the face are lit. Print and cloth are the same in every photo of a provider,
// skin is not: judge them first.
type Light struct {
	Print   float64 // luminance of the white print, 0 to 1; -1 where no white print was seen
	Cloth   float64 // median luminance of the cloth, 0 to 1; -1 where no cloth was seen
	Clipped float64 // share of the cloth's px with a channel at its limit, 0 to 1
	Even    float64 // luminance of the cloth's darkest eighth over its brightest eighth, in blocks, 0 to 1; -1 unknown
	Cast    Cast    // the colour of the light
	Face    *FaceLight
}

// Cast is the colour of the light as ln R - ln G and ln B - ln G of a white surface; both 0 is neutral.
type Cast struct {
	U, V  float64
	Print bool // estimated from white print, not from skin
}

func sigmoid(x, x0, w float64) float64 { return 1 / (1 + math.Exp((x0-x)/w)) }

func score(raw, value float64) Score { return Score{raw, min(max(value, 0), 100)} }

// measureFaceLight needs f's landmarks; without them, or on a tiny face, it returns nil.
func measureFaceLight(img *image.NRGBA, s *scene, f Face, l light) *FaceLight {
	if len(f.Landmarks) != 68 {
		return nil
	}
	hull := convexHull(f.Landmarks)
	for i := range hull {
		hull[i] = hull[i].Mul(1 / s.scale)
	}
	px := s.inside(hull)
	if len(px) < 50 {
		return nil
	}
	var histogram [256]float64
	for _, i := range px {
		histogram[int(s.y[i]*255+0.5)] += 1 / float64(len(px))
	}
	var mean, over, under, entropy float64
	for level, p := range histogram {
		mean += p * float64(level) / 255
		if level >= 247 {
			over += p
		}
		if level <= 25 {
			under += p
		}
		if p > 0 {
			entropy -= p * math.Log2(p)
		}
	}
	fl := &FaceLight{
		Mean:  score(mean, 100*sigmoid(mean, 0.2, 0.05)*(1-sigmoid(mean, 0.8, 0.05))),
		Over:  score(over, 1/(over+0.01)),
		Under: score(under, 120*(0.832-sigmoid(under, 0.92, 0.05))),
		Range: score(entropy, 12.5*entropy),
	}
	left, right := cheeks(f.Landmarks)
	fl.Uniformity, fl.Natural = cheekScores(raster.Cut(img, left, 48, 48), raster.Cut(img, right, 48, 48), l)
	return fl
}

// cheeks returns a patch of each cheek: 0.3 interocular distances wide, under the eye, half way to the mouth.
func cheeks(l []geom.Point) (left, right geom.Quad) {
	a, b, m := mean(l[36:42]), mean(l[42:48]), mean(l[48:68])
	x := b.Sub(a).Mul(0.15)
	y := geom.Point{X: -x.Y, Y: x.X}
	down := m.Sub(a.Add(b).Mul(0.5)).Mul(0.5)
	patch := func(c geom.Point) geom.Quad {
		return geom.Quad{c.Sub(x).Sub(y), c.Add(x).Sub(y), c.Add(x).Add(y), c.Sub(x).Add(y)}
	}
	return patch(a.Add(down)), patch(b.Add(down))
}

func cheekScores(left, right *image.NRGBA, l light) (uniformity, natural Score) {
	var histograms [2][256]float64
	var a, b, n float64
	rg, bg := l.gains()
	for k, cheek := range []*image.NRGBA{left, right} {
		count := float64(cheek.Rect.Dx() * cheek.Rect.Dy())
		for i := 0; i+3 < len(cheek.Pix); i += 4 {
			p := cheek.Pix[i : i+3]
			histograms[k][int(luminance(p)*255+0.5)] += 1 / count
			c := labOf(float64(linear[p[0]])*rg, float64(linear[p[1]]), float64(linear[p[2]])*bg)
			ca, cb := c.cartesian()
			a, b, n = a+ca, b+cb, n+1
		}
	}
	common := 0.0
	for i, p := range histograms[0] {
		common += min(p, histograms[1][i])
	}
	a, b = a/n, b/n
	outside := func(x, lo, hi float64) float64 { return max(lo-x, x-hi, 0) }
	distance := math.Hypot(outside(a, 5, 25), outside(b, 5, 35))
	if a < 0 || b < 0 {
		distance = max(distance, 100)
	}
	return score(common, 100*math.Pow(common, 0.3)), score(distance, 200*(1-sigmoid(distance, 0, 10)))
}

// measureClothLight fills what l says of print and cloth.
func (l *Light) measureClothLight(s *scene, c *cloth, cv coverage, strokes []stroke) {
	l.Print, l.Cloth, l.Even = -1, -1, -1
	if !c.found {
		return
	}
	l.Cloth = c.y
	const blocks = 8
	var clipped, all int
	var grid [blocks * blocks][]float32
	for i, in := range c.member {
		if !in || s.near[i] >= surelyBackground {
			continue
		}
		all++
		if p := s.at(i); max(p[0], p[1], p[2]) >= 254 {
			clipped++
		}
		k := i / s.w * blocks / s.h * blocks
		k += i % s.w * blocks / s.w
		grid[k] = append(grid[k], s.y[i])
	}
	l.Clipped = float64(clipped) / float64(max(all, 1))
	var medians []float64
	for _, g := range grid {
		if len(g) > s.w*s.h/(blocks*blocks*4) {
			medians = append(medians, percentile(g, 0.5))
		}
	}
	if len(medians) >= 8 {
		slices.Sort(medians)
		k := len(medians) / 8
		l.Even = medians[k] / math.Max(medians[len(medians)-1-k], 1e-4)
	}
	if len(strokes) < leastStrokes || cv.print < leastPrint {
		return
	}
	ys, glaring := make([]float64, len(strokes)), 0
	for i, k := range strokes {
		if ys[i] = k.y; k.clipped {
			glaring++
		}
	}
	if l.Cast.Print || 2*glaring > len(strokes) { // else it is print of another colour
		l.Print = percentile(ys, 0.7)
	}
}

// convexHull returns the hull of points, clockwise on the screen (Andrew's monotone chain).
func convexHull(points []geom.Point) []geom.Point {
	p := slices.Clone(points)
	slices.SortFunc(p, func(a, b geom.Point) int {
		if a.X < b.X || (a.X == b.X && a.Y < b.Y) {
			return -1
		}
		if a == b {
			return 0
		}
		return 1
	})
	half := func(p []geom.Point) []geom.Point {
		var h []geom.Point
		for _, q := range p {
			for len(h) > 1 {
				a, b := h[len(h)-2], h[len(h)-1]
				if (b.X-a.X)*(q.Y-a.Y)-(b.Y-a.Y)*(q.X-a.X) > 0 {
					break
				}
				h = h[:len(h)-1]
			}
			h = append(h, q)
		}
		return h[:max(len(h)-1, 0)]
	}
	first := half(p)
	slices.Reverse(p)
	return append(first, half(p)...)
}
