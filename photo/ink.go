package photo

import (
	"image"
	"math"
	"slices"

	"github.com/heyan/heyan/internal/geom"
	"github.com/heyan/heyan/internal/raster"
)

// Ink is what somebody wrote into a place on a form, apart from print, lines and stamps.
type Ink struct {
	Mass   float64 // area of the ink, in squares of the place's height: a short name in pen is about 0.2
	Extent float64 // width of what is written, in heights of the place
	Tall   float64 // its height as a share of the place's
	Colour string  // black, blue, red, pencil, or "" where nothing is written
}

// Written reports whether somebody wrote there: more than specks, and more than a stroke.
func (k Ink) Written() bool { return k.Mass > 0.05 && k.Tall > 0.2 && k.Extent > 0.15 }

// inkRows is the height in px at which a place is measured.
const inkRows = 72

// MeasureInk measures what is written in q. printed are the boxes of printed text in the px of img; they are left out.
func MeasureInk(img *image.NRGBA, q geom.Quad, printed []geom.Quad) Ink {
	cut := raster.CutHeight(img, q, inkRows)
	w, h := cut.Rect.Dx(), cut.Rect.Dy()
	if w < 8 || h < 8 {
		return Ink{}
	}
	n := w * h
	var hist [256]int
	for i := range n {
		hist[int(luma(cut.Pix[4*i:4*i+3]))]++
	}
	paper := float64(level(&hist, n, 0.75))
	ink := make([]bool, n)
	for i := range n {
		p := cut.Pix[4*i : 4*i+3]
		ink[i] = luma(p) < paper*0.82-4
	}
	dropPrinted(ink, w, h, q, printed)
	dropLines(ink, w, h)
	dropSpecks(ink, w, h)
	var k Ink
	x0, x1, y0, y1 := w, 0, h, 0
	var r, g, b, l []float64
	count := 0
	for i, on := range ink {
		if !on {
			continue
		}
		p := cut.Pix[4*i : 4*i+3]
		if red(p) {
			continue // a stamp's ink, unless all of it is: told below
		}
		x, y := i%w, i/w
		x0, x1, y0, y1 = min(x0, x), max(x1, x), min(y0, y), max(y1, y)
		count++
		r, g, b, l = append(r, float64(p[0])), append(g, float64(p[1])), append(b, float64(p[2])), append(l, luma(p))
	}
	if float64(count) < 0.05*inkRows*inkRows {
		return redInk(ink, cut, w, h)
	}
	k.Mass = float64(count) / (inkRows * inkRows)
	k.Extent, k.Tall = float64(x1-x0)/float64(h), float64(y1-y0)/float64(h)
	k.Colour = penColour(r, g, b, l, paper)
	return k
}

func red(p []uint8) bool {
	c := int(p[0]) - int(max(p[1], p[2]))
	return c > 30 && 5*c > int(p[0])
}

// redInk measures writing in red: ink all of which is red and which no ring surrounds.
func redInk(ink []bool, cut *image.NRGBA, w, h int) Ink {
	x0, x1, y0, y1, count := w, 0, h, 0, 0
	for i, on := range ink {
		if on && red(cut.Pix[4*i:4*i+3]) {
			x, y := i%w, i/w
			x0, x1, y0, y1 = min(x0, x), max(x1, x), min(y0, y), max(y1, y)
			count++
		}
	}
	if float64(count) < 0.05*inkRows*inkRows || y1-y0 > h*19/20 { // what runs out of the place above and below is a stamp
		return Ink{}
	}
	return Ink{
		Mass: float64(count) / (inkRows * inkRows), Extent: float64(x1-x0) / float64(h), Tall: float64(y1-y0) / float64(h), Colour: "red",
	}
}

// penColour names the colour of the darkest half of the strokes, where the pen's own colour is.
func penColour(r, g, b, l []float64, paper float64) string {
	order := make([]int, len(l))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return int(l[i] - l[j]) })
	n := max(len(order)/2, 1)
	var mr, mg, mb, ml float64
	for _, i := range order[:n] {
		mr, mg, mb, ml = mr+r[i]/float64(n), mg+g[i]/float64(n), mb+b[i]/float64(n), ml+l[i]/float64(n)
	}
	switch {
	case mb-mr > 22 && mb > mg:
		return "blue"
	case mr-math.Max(mg, mb) > 25:
		return "red"
	case ml > paper*0.62:
		return "pencil"
	}
	return "black"
}

// dropPrinted clears the ink inside printed boxes.
func dropPrinted(ink []bool, w, h int, q geom.Quad, printed []geom.Quad) {
	m, err := geom.Perspective(q, geom.Rect(image.Rect(0, 0, w, h)))
	if err != nil {
		return
	}
	for _, box := range printed {
		b := box.Map(m.Apply).Bounds().Intersect(image.Rect(0, 0, w, h))
		for y := b.Min.Y; y < b.Max.Y; y++ {
			for x := b.Min.X; x < b.Max.X; x++ {
				ink[y*w+x] = false
			}
		}
	}
}

// dropLines clears ruled lines: runs of ink along a row or a column that are longer than any stroke of a pen.
func dropLines(ink []bool, w, h int) {
	clearRuns := func(length, count int, at func(i, k int) int, least int) {
		for i := range count {
			run := 0
			for k := 0; k <= length; k++ {
				if k < length && ink[at(i, k)] {
					run++
					continue
				}
				if run >= least {
					for b := k - run; b < k; b++ {
						ink[at(i, b)] = false
					}
				}
				run = 0
			}
		}
	}
	clearRuns(w, h, func(y, x int) int { return y*w + x }, max(min(w/2, 3*h/2), h*2/3))
	clearRuns(h, w, func(x, y int) int { return y*w + x }, h*9/10)
}

// dropSpecks clears what is smaller than a dot of a pen.
func dropSpecks(ink []bool, w, h int) {
	const least = 14
	seen := make([]bool, len(ink))
	var stack, part []int
	for start := range ink {
		if !ink[start] || seen[start] {
			continue
		}
		stack, part = append(stack[:0], start), part[:0]
		seen[start] = true
		for len(stack) > 0 {
			i := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			part = append(part, i)
			for dy := -1; dy <= 1; dy++ {
				for dx := -1; dx <= 1; dx++ {
					x, y := i%w+dx, i/w+dy
					if x < 0 || y < 0 || x >= w || y >= h {
						continue
					}
					if k := y*w + x; ink[k] && !seen[k] {
						seen[k] = true
						stack = append(stack, k)
					}
				}
			}
		}
		if len(part) < least {
			for _, i := range part {
				ink[i] = false
			}
		}
	}
}
