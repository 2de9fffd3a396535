package photo

import "math"

// colourSpread returns how much colour s holds beyond a single tint, in 8-bit levels: the standard deviation of the
// differences R-G and B-G among px of equal luma. Near 0 for greyscale and for sepia, above 10 for a person before
// blue cloth.
func colourSpread(s *scene) float64 {
	const bins = 16
	var n, r, b, rr, bb [bins]float64
	for i := range s.y {
		p := s.at(i)
		x, z := float64(p[0])-float64(p[1]), float64(p[2])-float64(p[1])
		k := (int(p[0])*2 + int(p[1])*5 + int(p[2])) / 8 * bins / 256
		n[k], r[k], b[k], rr[k], bb[k] = n[k]+1, r[k]+x, b[k]+z, rr[k]+x*x, bb[k]+z*z
	}
	var total, variance float64
	for k := range bins {
		if n[k] < 10 {
			continue
		}
		total += n[k]
		variance += rr[k] - r[k]*r[k]/n[k] + bb[k] - b[k]*b[k]/n[k]
	}
	return math.Sqrt(variance / 2 / max(total, 1))
}
