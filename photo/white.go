package photo

import "math"

// whitePrint is the luminance of white print in an ordinary photo, and maxGain what a darker one is raised by at most:
// beyond that a picture holds more noise than colour.
const (
	whitePrint = 0.8
	maxGain    = 5.0
)

// leastStrokes is the number of runs of print from which there is print on the cloth.
const leastStrokes = 40

// stroke is a run of print on one row of a scene: the log chromaticities and the luminance of its brightest px, and
// whether that is as bright as the picture gets in some channel, so that its colour says nothing.
type stroke struct {
	u, v, y float64
	clipped bool
}

// findLight estimates the colour and strength of the light from the white print on the cloth, else its colour from
// the skin.
//
// The brightest px of a stroke is purest print; its neighbours are mixed with cloth, hence the percentiles on the side
// away from blue. An estimate that would turn the skin into a colour no skin has is print of another colour and is
// dropped; one that is only a little off, as in small pictures whose print took on the cloth's colour, is moved. skin
// may be nil. The second result says whether the estimate is the print's.
func findLight(strokes []stroke, skin *skinModel) (l light, fromPrint bool) {
	var us, vs, ys []float64
	for _, k := range strokes {
		if !k.clipped {
			us, vs, ys = append(us, k.u), append(vs, k.v), append(ys, k.y)
		}
	}
	if len(us) >= leastStrokes {
		l = light{
			u: percentile(us, 0.70), v: percentile(vs, 0.30),
			gain: min(max(whitePrint/max(percentile(ys, 0.70), 0.01), 1), maxGain),
		}
		if near, ok := skin.reconcile(l); ok && math.Abs(l.u) < 0.75 && math.Abs(l.v) < 1 {
			return near, true
		}
	}
	if skin != nil {
		return skin.light(), false
	}
	return light{}, false
}

// findStrokes returns the runs of print: on a row, a few px that are none of the cloth and brighter, between px of
// cloth. Runs much darker than the brightest are creases or noise and are left out.
func findStrokes(s *scene, c *cloth) []stroke {
	if !c.found {
		return nil
	}
	const clipped = 254
	var found []stroke
	var ys []float64
	longest := s.w / 10
	for y := range s.h {
		last := -1 // the newest px of cloth on this row
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
				if q := s.at(best); float64(s.y[best]) > 2.2*c.y {
					found = append(found, stroke{
						float64(s.u[best]), float64(s.v[best]), float64(s.y[best]), max(q[0], q[1], q[2]) >= clipped,
					})
					ys = append(ys, float64(s.y[best]))
				}
			}
			last = x
		}
	}
	least, kept := 0.3*percentile(ys, 0.97), found[:0]
	for _, k := range found {
		if k.y > least {
			kept = append(kept, k)
		}
	}
	return kept
}
