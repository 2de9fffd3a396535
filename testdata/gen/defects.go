package main

import (
	"image"
	"image/color"
	"math"

	"github.com/disintegration/imaging"

	"github.com/heyan/heyan/internal/geom"
	"github.com/heyan/heyan/internal/specimen"
)

// turned turns the picture clockwise by quarters.
func turned(quarters int) defect {
	return func(p *specimen.Picture) {
		for range quarters {
			p.Image = imaging.Rotate270(p.Image)
		}
	}
}

func grey(p *specimen.Picture) { p.Image = imaging.Grayscale(p.Image) }

func mirrored(p *specimen.Picture) { p.Image = imaging.FlipH(p.Image) }

// blurred puts the picture out of focus by a share of the document's width.
func blurred(share float64) defect {
	return func(p *specimen.Picture) { p.Image = imaging.Blur(p.Image, share*p.Outlines[0].Width()) }
}

// shaken moves the camera during the exposure, along the lines of text.
func shaken(share float64) defect {
	return func(p *specimen.Picture) {
		n := int(share * p.Outlines[0].Width())
		src := imaging.Clone(p.Image)
		for y := range src.Rect.Dy() {
			for x := range src.Rect.Dx() {
				for c := range 3 {
					sum := 0
					for d := range n {
						at := min(max(x+d-n/2, 0), src.Rect.Dx()-1)
						sum += int(src.Pix[y*src.Stride+4*at+c])
					}
					p.Image.Pix[y*src.Stride+4*x+c] = uint8(sum / n)
				}
			}
		}
	}
}

// dimmed leaves a share of the light.
func dimmed(light float64) defect {
	return func(p *specimen.Picture) {
		p.Image = imaging.AdjustFunc(p.Image, func(c color.NRGBA) color.NRGBA {
			f := func(v uint8) uint8 { return uint8(255 * math.Pow(math.Pow(float64(v)/255, 2.2)*light, 1/2.2)) }
			return color.NRGBA{f(c.R), f(c.G), f(c.B), 255}
		})
	}
}

// reduced makes the picture that much smaller.
func reduced(share float64) defect {
	return func(p *specimen.Picture) {
		p.Image = imaging.Resize(p.Image, int(share*float64(p.Image.Rect.Dx())), 0, imaging.Box)
	}
}

// glareOn burns a lamp's reflection into the middle of a field, of a radius as a share of the document's width.
func glareOn(field string, radius float64) defect {
	return func(p *specimen.Picture) {
		q := p.Fields[field].Quad
		specimen.Glare(p.Image, q.Center(), radius*p.Outlines[0].Width())
	}
}

// cut leaves the part of the picture between shares of the document's own width and height.
func cut(x0, y0, x1, y1 float64) defect {
	return func(p *specimen.Picture) {
		b := p.Outlines[0].Bounds()
		w, h := float64(b.Dx()), float64(b.Dy())
		at := func(x, y float64) image.Point { return b.Min.Add(image.Pt(int(x*w), int(y*h))) }
		p.Image = specimen.Cut(p.Image, image.Rectangle{Min: at(x0, y0), Max: at(x1, y1)}.Intersect(p.Image.Rect))
	}
}

// clipped shows the table where the document's bottom right corner was, as scissors leave a card that was called in.
func clipped(share float64) defect {
	return func(p *specimen.Picture) {
		q := p.Outlines[0]
		reach := share * q.Width()
		along := func(to geom.Point) geom.Point { return q[2].Add(to.Sub(q[2]).Mul(reach / q[2].Distance(to))) }
		a, b := along(q[1]), along(q[3])
		out := q[2].Sub(q.Center())
		out = out.Mul(reach / math.Hypot(out.X, out.Y))
		src := imaging.Clone(p.Image)
		for y := range src.Rect.Dy() {
			for x := range src.Rect.Dx() {
				at := geom.Point{X: float64(x), Y: float64(y)}
				if side(a, b, at)*side(a, b, q[2]) <= 0 || side(a, q[2], at)*side(a, q[2], b) < 0 || side(b, q[2], at)*side(b, q[2], a) < 0 {
					continue
				}
				from := at.Add(out)
				fx, fy := min(max(int(from.X), 0), src.Rect.Dx()-1), min(max(int(from.Y), 0), src.Rect.Dy()-1)
				copy(p.Image.Pix[y*src.Stride+4*x:][:4], src.Pix[fy*src.Stride+4*fx:])
			}
		}
	}
}

// side says on which side of the line from a to b a point lies, by its sign.
func side(a, b, p geom.Point) float64 { return (b.X-a.X)*(p.Y-a.Y) - (b.Y-a.Y)*(p.X-a.X) }

// leaning photographs the picture from its foot: the far edge is shorter by twice the share.
func leaning(share float64) defect {
	return func(p *specimen.Picture) {
		src := p.Image
		w, h := float64(src.Rect.Dx()), float64(src.Rect.Dy())
		out := geom.Rect(src.Rect)
		// The near edge keeps its width; what is beside the far edge is more table.
		back, err := geom.Perspective(out, geom.Quad{{X: -share * w, Y: 0}, {X: w + share*w, Y: 0}, {X: w - share*w/3, Y: h}, {X: share * w / 3, Y: h}})
		if err != nil {
			return
		}
		p.Image = image.NewNRGBA(src.Rect)
		for y := range src.Rect.Dy() {
			for x := range src.Rect.Dx() {
				from := back.Apply(geom.Point{X: float64(x) + 0.5, Y: float64(y) + 0.5})
				copy(p.Image.Pix[y*src.Stride+4*x:][:4], bilinear(src, from.X-0.5, from.Y-0.5))
			}
		}
	}
}

// bilinear returns the colour at a place, mirrored at the edges.
func bilinear(img *image.NRGBA, x, y float64) []uint8 {
	mirror := func(v, n int) int {
		if v < 0 {
			v = -v
		}
		if v >= n {
			v = 2*n - 2 - v
		}
		return min(max(v, 0), n-1)
	}
	x0, y0 := int(math.Floor(x)), int(math.Floor(y))
	fx, fy := x-float64(x0), y-float64(y0)
	out := []uint8{0, 0, 0, 255}
	for c := range 3 {
		at := func(dx, dy int) float64 {
			return float64(img.Pix[mirror(y0+dy, img.Rect.Dy())*img.Stride+4*mirror(x0+dx, img.Rect.Dx())+c])
		}
		out[c] = uint8((at(0, 0)*(1-fx)+at(1, 0)*fx)*(1-fy) + (at(0, 1)*(1-fx)+at(1, 1)*fx)*fy + 0.5)
	}
	return out
}
