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

// strokes are what the runs of print on the rows of a scene look like.
type strokes struct{ u, v, y []float64 }

// findLight estimates the colour and strength of the light from the white print on the cloth, else its colour from
// the skin.
//
// Print shows as short runs of other px between px of cloth on a row. The brightest px of a run is purest print; its
// neighbours are mixed with cloth, hence the percentiles on the side away from blue. An estimate that would turn the
// skin into a colour no skin has is print of another colour and is dropped; one that is only a little off, as in small
// pictures whose print took on the cloth's colour, is moved. skin may be nil. Also returned: how many
// runs of print were seen, and whether the estimate is theirs.
func findLight(s *scene, c *cloth, skin *skinModel) (l light, runs int, fromPrint bool) {
	var p strokes
	if c.found {
		for y := range s.h {
			p.row(s, c, y)
		}
	}
	if len(p.u) >= leastStrokes {
		l = light{
			u: percentile(p.u, 0.70), v: percentile(p.v, 0.30),
			gain: min(max(whitePrint/max(percentile(p.y, 0.70), 0.01), 1), maxGain),
		}
		if near, ok := skin.reconcile(l); ok && math.Abs(l.u) < 0.75 && math.Abs(l.v) < 1 {
			return near, len(p.u), true
		}
	}
	if skin != nil {
		return skin.light(), len(p.u), false
	}
	return light{}, len(p.u), false
}

// row adds the brightest px of each run of print on row y.
func (p *strokes) row(s *scene, c *cloth, y int) {
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
			q := s.at(best)
			if float64(s.y[best]) > 2.2*c.y && max(q[0], q[1], q[2]) < clipped {
				p.u, p.v, p.y = append(p.u, float64(s.u[best])), append(p.v, float64(s.v[best])), append(p.y, float64(s.y[best]))
			}
		}
		last = x
	}
}
