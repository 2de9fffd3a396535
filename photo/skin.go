package photo

import (
	"image"
	"math"
)

// skinModel is the colour of the skin of one face.
type skinModel struct {
	colour cluster
	y      float64 // median luminance
}

// Where the log chromaticities of skin lie in white light: their centre over skins of all shades (melanin darkens
// skin far more than it colours it), and the bounds outside of which an estimate of the light is wrong.
const (
	skinU, skinV                     = 0.42, -0.32
	minSkinU, maxSkinU               = 0.1, 0.9
	minSkinV, maxSkinV               = -0.9, 0.05
	skinTrust                        = 0.7 // how much of the skin's deviation is put down to the light
	skinGate, skinFloor, darkestSkin = 7.0, 0.07, 0.22
)

// findSkin learns the skin's colour from the cheeks, nose and mouth of f, or returns nil where they are too small. Where
// these look unlike the bridge of the nose they are a mask, and the bridge is all there is to learn from.
func findSkin(s *scene, f Face) *skinModel {
	face := f.Box.Scale(1 / s.scale)
	lower := s.learnSkin(face.Sub(0.22, 0.45, 0.78, 0.85).Bounds())
	if lower == nil || len(f.Landmarks) != 68 {
		return lower
	}
	eyes := mean(f.Landmarks[36:48]).Mul(1 / s.scale)
	r := 0.11 * face.Width()
	bridge := s.learnSkin(image.Rect(int(eyes.X-r), int(eyes.Y-r), int(eyes.X+r)+1, int(eyes.Y+1.5*r)+1))
	if bridge != nil && math.Hypot(bridge.colour.u-lower.colour.u, bridge.colour.v-lower.colour.v) > maskedBy {
		return bridge
	}
	return lower
}

// maskedBy is how far the log chromaticities of the lower face and of the bridge of the nose lie apart, from which the
// lower face is no skin: shade and blush stay below 0.2, a white or blue mask is beyond 0.4.
const maskedBy = 0.35

// learnSkin fits a model to the px in b, or returns nil where they are too few.
func (s *scene) learnSkin(b image.Rectangle) *skinModel {
	var px []int
	var us, vs, ys []float32
	for y := max(b.Min.Y, 0); y < min(b.Max.Y, s.h); y++ {
		for x := max(b.Min.X, 0); x < min(b.Max.X, s.w); x++ {
			i := y*s.w + x
			px = append(px, i)
			us, vs, ys = append(us, s.u[i]), append(vs, s.v[i]), append(ys, s.y[i])
		}
	}
	if len(px) < 30 {
		return nil
	}
	m := &skinModel{y: percentile(ys, 0.5)}
	m.colour = newCluster(percentile(us, 0.5), percentile(vs, 0.5), 0.15*0.15, 0, 0.15*0.15)
	for range 3 {
		if !m.colour.fit(s, px, skinGate, skinFloor) {
			break
		}
	}
	return m
}

// has reports whether px i of s has the colour of this skin.
func (m *skinModel) has(s *scene, i int) bool {
	return float64(s.y[i]) > darkestSkin*m.y && m.colour.distance(s.u[i], s.v[i]) < skinGate
}

// reconcile returns the light nearest to l in which the skin looks like skin, and whether that is near enough for l to
// be right at all. Without a skin l is right.
func (m *skinModel) reconcile(l light) (light, bool) {
	if m == nil {
		return l, true
	}
	const slack = 0.2
	out := l
	out.u = min(max(l.u, m.colour.u-maxSkinU), m.colour.u-minSkinU)
	out.v = min(max(l.v, m.colour.v-maxSkinV), m.colour.v-minSkinV)
	return out, math.Abs(out.u-l.u) < slack && math.Abs(out.v-l.v) < slack
}

// light guesses the colour of the light from the skin alone.
func (m *skinModel) light() light {
	return light{
		u: math.Max(-0.75, math.Min(0.75, skinTrust*(m.colour.u-skinU))),
		v: math.Max(-1, math.Min(1, skinTrust*(m.colour.v-skinV))),
	}
}
