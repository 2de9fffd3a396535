package photo

// cloth is where the blue cloth is and what it looks like.
type cloth struct {
	found  bool
	colour cluster
	y      float64 // median luminance
	member []bool  // px of the scene that have the cloth's colour, on the person too
	sheen  []bool  // background px that are cloth under a reflection, or half print
	glare  []bool  // the same and background px that may be the middle of a reflection
}

const (
	// surelyBackground is the likelihood of a person below which a px is background, surelyPerson that from which it
	// is the person; what lies between is the outline, which is counted nowhere.
	surelyBackground = 0.12
	surelyPerson     = 0.5

	clothGate   = 10   // squared distance from the cloth's colour, about three standard deviations
	clothFloor  = 0.07 // least standard deviation of the cloth's log chromaticities: JPEG and noise
	darkestFold = 0.06 // of the median luminance
	brightest   = 5.0  // of the median luminance
)

// findCloth looks for the commonest blue of the background and grows it into a colour model.
//
// The start is a histogram of the blue px' log chromaticities; its fullest cell, weighted by how blue it is, is followed
// by four steps that move
// mean and covariance onto the px around it. Blue means more blue than green and clearly more blue than red in any
// light from tungsten to shade.
func findCloth(s *scene) *cloth {
	const bins, span = 64, 3.0
	var histogram [bins * bins]int
	var blue []int
	background := 0
	bin := func(x float32) int { return min(max(int((float64(x)+span)*bins/(2*span)), 0), bins-1) }
	for i := range s.y {
		if s.near[i] >= surelyBackground {
			continue
		}
		background++
		if u, v := s.u[i], s.v[i]; v > 0.18 && v-u > 0.45 {
			blue = append(blue, i)
			histogram[bin(v)*bins+bin(u)]++
		}
	}
	c := &cloth{}
	if len(blue) < max(100, background/50) {
		return c
	}
	centre := func(b int) float64 { return (float64(b)+0.5)*2*span/bins - span }
	best, most := 0, 0.0
	for i, n := range histogram {
		// A grey wall in a cool light is a weak blue and may be larger than the cloth before it.
		if weight := float64(n) * min(centre(i/bins)-centre(i%bins), 2.5); weight > most {
			best, most = i, weight
		}
	}
	c.colour = newCluster(centre(best%bins), centre(best/bins), 0.12*0.12, 0, 0.12*0.12)
	for range 4 {
		if !c.colour.fit(s, blue, clothGate, clothFloor) {
			return c
		}
	}
	var ys []float32
	for _, i := range blue {
		if c.colour.distance(s.u[i], s.v[i]) < clothGate {
			ys = append(ys, s.y[i])
		}
	}
	if c.y = percentile(ys, 0.5); len(ys) < 100 {
		return c
	}
	c.found = true
	c.member = make([]bool, len(s.y))
	dark, bright := float32(darkestFold*c.y), float32(brightest*c.y)
	for i := range c.member {
		c.member[i] = s.y[i] > dark && s.y[i] < bright && c.colour.distance(s.u[i], s.v[i]) < clothGate
	}
	return c
}
