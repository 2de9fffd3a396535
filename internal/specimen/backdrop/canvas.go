package backdrop

import (
	"image"
	"math"
	"math/rand/v2"
)

// pixel is linear light.
type pixel [3]float32

// canvas is a picture in linear light.
type canvas struct {
	w, h   int
	px     []pixel
	gap    []bool // wall
	person []bool
}

func newCanvas(w, h int) *canvas {
	n := w * h
	return &canvas{w: w, h: h, px: make([]pixel, n), gap: make([]bool, n), person: make([]bool, n)}
}

// light returns the linear light of an sRGB colour.
func (c RGB) light() pixel {
	var p pixel
	for i, v := range c {
		p[i] = decode(float64(v) / 255)
	}
	return p
}

func decode(v float64) float32 {
	if v <= 0.04045 {
		return float32(v / 12.92)
	}
	return float32(math.Pow((v+0.055)/1.055, 2.4))
}

func encode(v float64) float64 {
	if v <= 0.0031308 {
		return v * 12.92
	}
	return 1.055*math.Pow(v, 1/2.4) - 0.055
}

// hang fills the picture with cloth.
func (c *canvas) hang(o Options, _ *rand.Rand) {
	colour := o.Cloth.light()
	for i := range c.px {
		c.px[i] = colour
	}
}

// shade puts folds and sheen on cloth and print alike.
func (c *canvas) shade(o Options, random *rand.Rand) {
	type wave struct{ length, phase, lean, depth float64 }
	var waves []wave
	for range 5 {
		waves = append(waves, wave{
			length: float64(c.w) * (0.06 + 0.3*random.Float64()), phase: 2 * math.Pi * random.Float64(),
			lean: 0.25 * (random.Float64() - 0.5), depth: o.Folds * (0.15 + 0.35*random.Float64()),
		})
	}
	sx, sy := float64(c.w)*(0.15+0.7*random.Float64()), float64(c.h)*(0.1+0.3*random.Float64())
	for y := range c.h {
		for x := range c.w {
			shade := 1.0
			for _, v := range waves {
				s := math.Sin(2*math.Pi*(float64(x)+v.lean*float64(y))/v.length + v.phase)
				shade *= 1 + v.depth*(0.6*s-0.4*s*s)
			}
			dx, dy := (float64(x)-sx)/float64(c.w), (float64(y)-sy)/float64(c.h)
			sheen := o.Sheen * 0.35 * math.Exp(-(dx*dx+dy*dy)/0.03)
			p := &c.px[y*c.w+x]
			for k := range p {
				p[k] = float32(float64(p[k])*shade + sheen*shade)
			}
		}
	}
}

// wall covers a part of the picture with a rough wall.
func (c *canvas) wall(o Options, random *rand.Rand) {
	colour := o.Wall.light()
	for y := range c.h {
		for x := range c.w {
			fx, fy := (float64(x)+0.5)/float64(c.w), (float64(y)+0.5)/float64(c.h)
			slack := 0.004 * math.Sin(9*fy+3*fx) // a cloth does not hang straight
			var in bool
			switch o.Gap {
			case "left":
				in = fx < o.Share+slack
			case "right":
				in = fx > 1-o.Share+slack
			case "top":
				in = fy < o.Share+slack
			case "corner":
				in = fx+fy < 2*o.Share+slack
			case "all":
				in = true
			}
			if !in {
				continue
			}
			rough := float32(0.97 + 0.06*random.Float64() - 0.15*fy)
			c.gap[y*c.w+x] = true
			c.px[y*c.w+x] = pixel{colour[0] * rough, colour[1] * rough, colour[2] * rough}
		}
	}
}

// coverage returns the share of what is not the person that is no wall.
func (c *canvas) coverage() float64 {
	all, cloth := 0, 0
	for i, p := range c.person {
		if !p {
			all++
			if !c.gap[i] {
				cloth++
			}
		}
	}
	return float64(cloth) / float64(max(all, 1))
}

// expose applies the light's colour, strength and falloff.
func (c *canvas) expose(o Options) {
	for i := range c.px {
		fall := 1 - o.Uneven*float64(i%c.w)/float64(c.w)
		for k := range c.px[i] {
			c.px[i][k] *= float32(o.Cast[k] * o.Gain * fall)
		}
	}
}

// develop blurs, adds noise and encodes.
func (c *canvas) develop(o Options, random *rand.Rand) *image.NRGBA {
	if o.Blur > 0 {
		c.blur(o.Blur)
	}
	img := image.NewNRGBA(image.Rect(0, 0, c.w, c.h))
	for i, p := range c.px {
		x := i % c.w
		if o.Mirrored {
			x = c.w - 1 - x
		}
		d := img.Pix[i/c.w*img.Stride+x*4:]
		if o.Grey {
			y := 0.2126*p[0] + 0.7152*p[1] + 0.0722*p[2]
			p = pixel{y, y, y}
		}
		grain := random.NormFloat64() * o.Noise
		for k := range 3 {
			v := 255*encode(float64(min(max(p[k], 0), 1))) + grain
			if !o.Grey {
				v += 0.5 * o.Noise * random.NormFloat64()
			}
			d[k] = uint8(min(max(v+0.5, 0), 255))
		}
		d[3] = 255
	}
	return img
}

// blur is a Gaussian blur of the given standard deviation, px.
func (c *canvas) blur(sigma float64) {
	r := int(3*sigma + 1)
	kernel := make([]float32, 2*r+1)
	sum := 0.0
	for i := range kernel {
		sum += math.Exp(-float64((i-r)*(i-r)) / (2 * sigma * sigma))
	}
	for i := range kernel {
		kernel[i] = float32(math.Exp(-float64((i-r)*(i-r))/(2*sigma*sigma)) / sum)
	}
	pass := func(lines, length, lineStep, step int) {
		out := make([]pixel, len(c.px))
		for l := range lines {
			for i := range length {
				var p pixel
				for k, f := range kernel {
					q := c.px[l*lineStep+min(max(i+k-r, 0), length-1)*step]
					p[0], p[1], p[2] = p[0]+f*q[0], p[1]+f*q[1], p[2]+f*q[2]
				}
				out[l*lineStep+i*step] = p
			}
		}
		c.px = out
	}
	pass(c.h, c.w, c.w, 1)
	pass(c.w, c.h, 1, c.w)
}
