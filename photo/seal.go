package photo

import (
	"cmp"
	"image"
	"math"
	"slices"

	"github.com/heyan/heyan/internal/geom"
)

// Seal is a round stamp on a page.
type Seal struct {
	Center geom.Point // px of the picture
	Radius float64    // px of the picture, to the outer edge of its ring
	Red    bool       // its ink is red; a copied or scanned-grey stamp is not
	Ring   float64    // share of the ring's angles at which there is ink, 0 to 1
	Ink    float64    // share of its area that is ink, 0 to 1: faded below 0.06, smudged above 0.6
	Chroma float64    // of its ink, 0 to about 100; 0 of a grey one
	Fine   float64    // ink's edges against its area: high where strokes are crisp, low where they ran together
}

// Quad returns the square around the seal.
func (s Seal) Quad() geom.Quad {
	c, r := s.Center, s.Radius
	return geom.Quad{{X: c.X - r, Y: c.Y - r}, {X: c.X + r, Y: c.Y - r}, {X: c.X + r, Y: c.Y + r}, {X: c.X - r, Y: c.Y + r}}
}

// Sizes of stamps: an official seal is 38 to 50 mm across, A4 is 210 wide; a page may fill half of the picture.
const (
	sealSide  = 900   // px of the longer side at which stamps are looked for
	sealLeast = 0.035 // radius, share of the longer side
	sealMost  = 0.16
)

// FindSeals returns the round stamps on img, red ones first, the clearest of each first. It looks for rings: red
// headings, lines and fingerprints are none.
func FindSeals(img *image.NRGBA) []Seal {
	small := Fit(img, sealSide)
	scale := float64(img.Rect.Dx()) / float64(small.Rect.Dx())
	w, h := small.Rect.Dx(), small.Rect.Dy()
	red := make([]float32, w*h)
	dark := make([]float32, w*h)
	paper := float64(0)
	{
		var hist [256]int
		for i := 0; i < w*h; i++ {
			hist[int(luma(small.Pix[4*i:4*i+3]))]++
		}
		paper = float64(level(&hist, w*h, 0.7))
	}
	for y := range h {
		for x := range w {
			p := small.Pix[y*small.Stride+4*x:]
			r, g, b := float64(p[0]), float64(p[1]), float64(p[2])
			c := r - max(g, b)
			if c > 18 && c > 0.10*r {
				red[y*w+x] = float32(min(c, 120))
			} else if l := luma(p[:3]); l < paper*0.8 && math.Abs(r-g)+math.Abs(g-b) < 40 {
				dark[y*w+x] = float32(paper - l)
			}
		}
	}
	var seals []Seal
	for pass, mask := range [][]float32{red, dark} {
		if pass == 1 && len(seals) > 0 {
			break
		}
		for _, c := range circles(mask, w, h) {
			s := describeSeal(mask, w, h, c)
			s.Red = pass == 0
			least := 0.55
			if !s.Red { // lines of print make rings by chance
				least = 0.8
			}
			if s.Ring < least || s.Ink < 0.02 || s.Ink > 0.85 {
				continue
			}
			if !s.Red {
				s.Chroma = 0
			}
			s.Center, s.Radius = s.Center.Mul(scale), s.Radius*scale
			seals = append(seals, s)
		}
	}
	slices.SortStableFunc(seals, func(a, b Seal) int { return cmp.Compare(b.Ring, a.Ring) })
	return seals
}

type circle struct{ x, y, r float64 }

// circles returns candidate rings in a mask of ink by gradient voting (Hough transform): every edge px votes for the
// centres that lie along its gradient, at every radius. Candidates do not overlap.
func circles(mask []float32, w, h int) []circle {
	long := float64(max(w, h))
	r0, r1 := int(sealLeast*long), int(sealMost*long)
	const cell = 3 // px of an accumulator cell
	aw, ah := w/cell+1, h/cell+1
	type edge struct{ x, y, dx, dy float64 }
	var edges []edge
	for y := 1; y < h-1; y++ {
		for x := 1; x < w-1; x++ {
			gx := float64(mask[y*w+x+1] - mask[y*w+x-1])
			gy := float64(mask[(y+1)*w+x] - mask[(y-1)*w+x])
			if m := math.Hypot(gx, gy); m > 25 {
				edges = append(edges, edge{float64(x), float64(y), gx / m, gy / m})
			}
		}
	}
	if len(edges) < 60 {
		return nil
	}
	for len(edges) > 30000 { // a photo of something else: every other edge tells as much
		for i := 0; 2*i < len(edges); i++ {
			edges[i] = edges[2*i]
		}
		edges = edges[:(len(edges)+1)/2]
	}
	var found []circle
	type vote struct {
		score float64
		c     circle
	}
	var votes []vote
	acc := make([]uint16, aw*ah)
	for r := r0; r <= r1; r += 2 {
		clear(acc)
		for _, e := range edges {
			// A ring's outer edge has its ink inside: the gradient points to the centre.
			cx, cy := int(e.x+e.dx*float64(r))/cell, int(e.y+e.dy*float64(r))/cell
			if cx >= 0 && cy >= 0 && cx < aw && cy < ah {
				acc[cy*aw+cx]++
			}
		}
		for cy := 1; cy < ah-1; cy++ {
			for cx := 1; cx < aw-1; cx++ {
				i := cy*aw + cx
				n := int(acc[i]) + int(acc[i-1]) + int(acc[i+1]) + int(acc[i-aw]) + int(acc[i+aw])
				if score := float64(n) / (2 * math.Pi * float64(r)); score > 0.22 {
					votes = append(votes, vote{score, circle{(float64(cx) + 0.5) * cell, (float64(cy) + 0.5) * cell, float64(r)}})
				}
			}
		}
	}
	slices.SortFunc(votes, func(a, b vote) int { return cmp.Compare(b.score, a.score) })
	for _, v := range votes {
		if len(found) == 4 {
			break
		}
		if !slices.ContainsFunc(found, func(f circle) bool {
			return math.Hypot(f.x-v.c.x, f.y-v.c.y) < 0.9*max(f.r, v.c.r)
		}) {
			found = append(found, v.c)
		}
	}
	return found
}

// describeSeal measures the ink around a candidate ring.
func describeSeal(mask []float32, w, h int, c circle) Seal {
	const sectors = 48
	var ring [sectors]bool
	ink, area, edges, chroma := 0, 0, 0, 0.0
	for y := int(c.y - c.r - 3); y <= int(c.y+c.r+3); y++ {
		for x := int(c.x - c.r - 3); x <= int(c.x+c.r+3); x++ {
			if x < 1 || y < 1 || x >= w-1 || y >= h-1 {
				continue
			}
			dx, dy := float64(x)-c.x, float64(y)-c.y
			d := math.Hypot(dx, dy)
			if d > c.r+3 {
				continue
			}
			m := mask[y*w+x]
			if d <= c.r {
				area++
			}
			if m < 12 {
				continue
			}
			ink++
			chroma += float64(m)
			if mask[y*w+x+1] < 12 || mask[(y+1)*w+x] < 12 {
				edges++
			}
			if math.Abs(d-c.r+1) <= max(3, 0.07*c.r) {
				ring[int((math.Atan2(dy, dx)+math.Pi)/(2*math.Pi)*sectors)%sectors] = true
			}
		}
	}
	s := Seal{Center: geom.Point{X: c.x, Y: c.y}, Radius: c.r}
	for _, on := range ring {
		if on {
			s.Ring += 1.0 / sectors
		}
	}
	if area > 0 && ink > 0 {
		s.Ink = float64(ink) / float64(area)
		s.Fine = float64(edges) / float64(ink)
		s.Chroma = chroma / float64(ink)
	}
	return s
}
