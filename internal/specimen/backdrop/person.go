package backdrop

import (
	"image"
	"math"
)

// cutout is a portrait in linear light with its matte.
type cutout struct {
	w, h  int
	px    []pixel
	alpha []float32
	face  image.Rectangle
	cloth []bool // px of the clothes that are recoloured
	hair  []bool
	light [2]float64 // median luminance of clothes and hair
}

// The portrait's face, and below which row its clothes begin.
var (
	portraitFace = image.Rect(157, 65, 246, 175)
	collar       = 195
)

// newCutout finds clothes and hair by their colour: the suit is orange, the hair brown and around the face.
func newCutout(photo, matte image.Image) *cutout {
	b := photo.Bounds()
	c := &cutout{w: b.Dx(), h: b.Dy(), face: portraitFace}
	n := c.w * c.h
	c.px, c.alpha = make([]pixel, n), make([]float32, n)
	c.cloth, c.hair = make([]bool, n), make([]bool, n)
	var sum, count [2]float64
	for i := range n {
		x, y := i%c.w, i/c.w
		r, g, bl, _ := photo.At(b.Min.X+x, b.Min.Y+y).RGBA()
		a, _, _, _ := matte.At(matte.Bounds().Min.X+x, matte.Bounds().Min.Y+y).RGBA()
		p := pixel{decode(float64(r) / 65535), decode(float64(g) / 65535), decode(float64(bl) / 65535)}
		c.px[i], c.alpha[i] = p, float32(a)/65535
		red := math.Log(float64(p[0])+0.01) - math.Log(float64(p[1])+0.01)
		yellow := math.Log(float64(p[1])+0.01) - math.Log(float64(p[2])+0.01)
		c.cloth[i] = y > collar && red > 0.75
		inner := image.Rect(portraitFace.Min.X-2, portraitFace.Min.Y+8, portraitFace.Max.X+2, portraitFace.Max.Y+20)
		c.hair[i] = y < 150 && !(image.Point{X: x, Y: y}).In(inner) && (red > 0.12 || yellow > 0.25 || p[1] < 0.1)
		for k, in := range []bool{c.cloth[i], c.hair[i]} {
			if in && a > 60000 {
				sum[k], count[k] = sum[k]+float64(luminance(p)), count[k]+1
			}
		}
	}
	for k := range sum {
		c.light[k] = sum[k] / max(count[k], 1)
	}
	return c
}

func luminance(p pixel) float32 { return 0.2126*p[0] + 0.7152*p[1] + 0.0722*p[2] }

// at returns the recoloured px and its opacity at a place in the portrait, bilinear.
func (c *cutout) at(x, y float64, top, hair pixel) (pixel, float32) {
	x0, y0 := int(math.Floor(x)), int(math.Floor(y))
	fx, fy := float32(x-float64(x0)), float32(y-float64(y0))
	var out pixel
	var alpha float32
	for dy, wy := range [2]float32{1 - fy, fy} {
		for dx, wx := range [2]float32{1 - fx, fx} {
			px, py := x0+dx, y0+dy
			if px < 0 || py < 0 || px >= c.w {
				continue
			}
			i := min(py, c.h-1)*c.w + px
			p, f := c.px[i], wx*wy*c.alpha[i]
			for k, in := range []bool{c.cloth[i], c.hair[i]} {
				if in {
					shade := luminance(p) / float32(c.light[k])
					t := [2]pixel{top, hair}[k]
					gloss := 0.02 * shade
					p = pixel{t[0]*shade + gloss, t[1]*shade + gloss, t[2]*shade + gloss}
				}
			}
			out[0], out[1], out[2] = out[0]+f*p[0], out[1]+f*p[1], out[2]+f*p[2]
			alpha += f
		}
	}
	if alpha > 0 {
		out[0], out[1], out[2] = out[0]/alpha, out[1]/alpha, out[2]/alpha
	}
	return out, alpha
}

// place puts the portrait into the picture and returns where its face is.
func (c *canvas) place(p *cutout, o Options, flipped bool) image.Rectangle {
	scale := o.Face * float64(c.h) / float64(p.face.Dy()) // px of the picture a px of the portrait
	fx, fy := float64(p.face.Min.X+p.face.Max.X)/2, float64(p.face.Min.Y+p.face.Max.Y)/2
	ox, oy := float64(c.w)*(0.5+o.X)-fx*scale, float64(c.h)*(1.0/3+o.Y)-fy*scale
	if flipped {
		ox = float64(c.w)*(0.5+o.X) + fx*scale
	}
	// Never let the picture end below the portrait.
	oy = max(oy, float64(c.h)-float64(p.h-1)*scale)
	top, hair, lanyard := o.Top.light(), o.Hair.light(), o.Lanyard.light()
	for y := range c.h {
		for x := range c.w {
			sx, sy := (float64(x)-ox)/scale, (float64(y)-oy)/scale
			shadowX, shadowY := sx-0.12*float64(p.face.Dx()), sy-0.1*float64(p.face.Dy())
			if flipped {
				sx = (ox - float64(x)) / scale
			}
			i := y*c.w + x
			if shadowY >= 0 && shadowY < float64(p.h) && !flipped {
				if _, a := p.at(shadowX, shadowY, top, hair); a > 0 {
					for k := range c.px[i] {
						c.px[i][k] *= 1 - 0.22*a
					}
				}
			}
			if sy < 0 || sy >= float64(p.h) {
				continue
			}
			q, a := p.at(sx, sy, top, hair)
			if a <= 0 {
				continue
			}
			if o.Lanyard != (RGB{}) && onLanyard(p, sx, sy) {
				shade := luminance(q)*0.6 + 0.12
				q = pixel{lanyard[0] * shade * 4, lanyard[1] * shade * 4, lanyard[2] * shade * 4}
			}
			for k := range c.px[i] {
				c.px[i][k] += a * (q[k] - c.px[i][k])
			}
			if a > 0.5 {
				c.person[i] = true
			}
		}
	}
	return image.Rect(
		int(ox+float64(p.face.Min.X)*scale), int(oy+float64(p.face.Min.Y)*scale),
		int(ox+float64(p.face.Max.X)*scale), int(oy+float64(p.face.Max.Y)*scale))
}

// onLanyard reports whether a place in the portrait lies on a strap from both shoulders to the breast.
func onLanyard(p *cutout, x, y float64) bool {
	fw, fh := float64(p.face.Dx()), float64(p.face.Dy())
	dx := math.Abs(x - float64(p.face.Min.X+p.face.Max.X)/2)
	dy := (y - float64(p.face.Max.Y)) / fh
	return dy > 0.35 && dy < 1.6 && math.Abs(dx-0.55*fw*(1.6-dy)/1.25) < 0.075*fw
}
