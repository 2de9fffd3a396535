package photo

import "math"

const (
	sheenResidual = 0.09 // of a px' length: how far off the plane of mixtures it may lie
	sheenPart     = 0.38 // least part of the cloth in a mixture
	glarePart     = 0.15 // and in the middle of a reflection
)

// findSheen marks background px that are a mixture of cloth and light source: satin that reflects the lamp, and the
// soft edges of print. A px p of linear light is such a mixture if p ≈ a·cloth + k·white with a, k ≥ 0 and a large
// enough part of cloth (the dichromatic reflection model, Shafer 1985).
//
// In the middle of a strong reflection hardly any cloth is left, and it looks like a pale wall: such px are only
// marked as glare, and measureCoverage believes them where cloth lies all around.
func findSheen(s *scene, c *cloth, l light) {
	c.sheen, c.glare = make([]bool, len(s.y)), make([]bool, len(s.y))
	if !c.found {
		return
	}
	// The cloth's direction in linear light, from its mean log chromaticities at its median luminance.
	g := greenAt(c.colour.u, c.colour.v, c.y)
	b := normal([3]float64{math.Exp(c.colour.u)*(g+darkOffset) - darkOffset, g, math.Exp(c.colour.v)*(g+darkOffset) - darkOffset})
	r, bl := l.gains()
	w := normal([3]float64{1 / r, 1, 1 / bl})
	bw := dot(b, w)
	det := 1 - bw*bw
	if det < 1e-3 { // the cloth is as white as the light: there is no plane
		return
	}
	for i := range c.sheen {
		if c.member[i] || s.near[i] >= surelyBackground {
			continue
		}
		q := s.at(i)
		p := [3]float64{float64(linear[q[0]]), float64(linear[q[1]]), float64(linear[q[2]])}
		pb, pw := dot(p, b), dot(p, w)
		a, k := (pb-bw*pw)/det, max((pw-bw*pb)/det, 0)
		if a <= glarePart*(a+k) {
			continue
		}
		var off float64
		for ch := range 3 {
			d := p[ch] - a*b[ch] - k*w[ch]
			off += d * d
		}
		if off < sheenResidual*sheenResidual*dot(p, p) {
			c.glare[i] = true
			c.sheen[i] = a > sheenPart*(a+k)
		}
	}
}

// greenAt returns the linear green of a px with the given log chromaticities and luminance.
func greenAt(u, v, y float64) float64 {
	r, b := math.Exp(u), math.Exp(v)
	g := (y + 0.2126*darkOffset*(1-r) + 0.0722*darkOffset*(1-b)) / (0.2126*r + 0.7152 + 0.0722*b)
	return max(g, 0)
}

func dot(a, b [3]float64) float64 { return a[0]*b[0] + a[1]*b[1] + a[2]*b[2] }

func normal(a [3]float64) [3]float64 {
	n := max(math.Sqrt(dot(a, a)), 1e-9)
	return [3]float64{a[0] / n, a[1] / n, a[2] / n}
}
