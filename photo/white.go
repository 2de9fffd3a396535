package photo

import "math"

// findLight estimates the colour of the light from the white print on the cloth, else from the skin.
//
// Print shows as short runs of other px between px of cloth on a row. The brightest px of a run is purest print; its
// neighbours are mixed with cloth, hence the percentiles on the side away from blue. An estimate that would turn the
// skin into a colour no skin has is print of another colour and is dropped. skin may be nil. Also returned: how many runs of print were
// seen, and whether the estimate is theirs.
func findLight(s *scene, c *cloth, skin *skinModel) (l light, runs int, print bool) {
	var us, vs []float64
	if c.found {
		for y := range s.h {
			us, vs = printRuns(s, c, y, us, vs)
		}
	}
	if len(us) > 40 {
		l = light{percentile(us, 0.70), percentile(vs, 0.30)}
		if math.Abs(l.u) < 0.75 && math.Abs(l.v) < 1 && (skin == nil || skin.plausible(l)) {
			return l, len(us), true
		}
	}
	if skin != nil {
		return skin.light(), len(us), false
	}
	return light{}, len(us), false
}

// printRuns appends the log chromaticities of the brightest px of each run of print on row y.
func printRuns(s *scene, c *cloth, y int, us, vs []float64) (u, v []float64) {
	const clipped = 254
	last, longest := -1, s.w/10 // last is the newest px of cloth on this row
	for x := range s.w {
		i := y*s.w + x
		if s.near[i] >= surelyBackground {
			last = -1
			continue
		}
		if !c.member[i] {
			continue
		}
		if run := x - last - 1; last >= 0 && run >= 2 && run <= longest {
			best := i - run
			for k := i - run; k < i; k++ {
				if s.y[k] > s.y[best] {
					best = k
				}
			}
			p := s.at(best)
			if float64(s.y[best]) > 2.2*c.y && max(p[0], p[1], p[2]) < clipped {
				us, vs = append(us, float64(s.u[best])), append(vs, float64(s.v[best]))
			}
		}
		last = x
	}
	return us, vs
}
