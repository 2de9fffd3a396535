package photo

import "math"

// cielab is a colour in CIE 1976 L*a*b* under D65, in polar form.
type cielab struct {
	L, C, Hue float64 // lightness 0 to 100, chroma from 0, hue angle in degrees in [0, 360)
}

// saturation returns chroma against the whole colour stimulus, 0 to 1: unlike chroma it survives a change of
// exposure.
func (c cielab) saturation() float64 { return c.C / math.Hypot(c.C, c.L+1) }

// labOf returns the colour of linear sRGB light.
func labOf(r, g, b float64) cielab {
	f := func(t float64) float64 {
		if t > 216.0/24389 {
			return math.Cbrt(t)
		}
		return (24389.0/27*t + 16) / 116
	}
	x := f((0.4124564*r + 0.3575761*g + 0.1804375*b) / 0.95047)
	y := f(0.2126729*r + 0.7151522*g + 0.0721750*b)
	z := f((0.0193339*r + 0.1191920*g + 0.9503041*b) / 1.08883)
	return polar(116*y-16, 500*(x-y), 200*(y-z))
}

// polar returns the colour L*, a*, b*.
func polar(l, a, b float64) cielab {
	hue := math.Atan2(b, a) * 180 / math.Pi
	if hue < 0 {
		hue += 360
	}
	return cielab{L: l, C: math.Hypot(a, b), Hue: hue}
}

// cartesian returns a* and b*.
func (c cielab) cartesian() (a, b float64) {
	sin, cos := math.Sincos(c.Hue * math.Pi / 180)
	return c.C * cos, c.C * sin
}

// light is the light that falls on a picture: its colour as the log chromaticities of a white surface in it, and what
// the picture is to be multiplied with so that this surface looks white.
type light struct{ u, v, gain float64 }

// gains returns what linear red and blue are to be multiplied with so that white surfaces become neutral.
func (l light) gains() (r, b float64) { return math.Exp(-l.u), math.Exp(-l.v) }

// lab returns the colour that px i of the scene would have in white light of ordinary strength.
func (s *scene) lab(i int, l light) cielab {
	p := s.at(i)
	r, b := l.gains()
	k := l.gain
	if k == 0 {
		k = 1
	}
	return labOf(float64(linear[p[0]])*r*k, float64(linear[p[1]])*k, float64(linear[p[2]])*b*k)
}
