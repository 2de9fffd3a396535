package photo

import (
	"image"
	"math"
	"slices"

	"github.com/heyan/heyan/internal/geom"
	"github.com/heyan/heyan/internal/raster"
)

// Text is how well one line of text can be read. What decides is measured on the text itself: a sharp table under a
// blurred card is of no use to anyone.
type Text struct {
	Height   float64 // of the ink, full-resolution px: what is left of a box without its margins
	EdgeRise float64 // px over which a stroke's edge rises from 10 to 90 %, over Height: 0.08 and less is sharp, over 0.2 nothing is read
	Contrast float64 // lightness of the paper less that of the ink, 0 to 1, at 95th and 3rd percentile
	Paper    float64 // lightness of the paper, 0 to 1
}

// textRows is the height in px at which a line is measured: the same for all, so that figures compare.
const textRows = 40

// MeasureText measures the line of text in q. scale is how many full-resolution px a px of img stands for. It returns
// false where the box holds nothing that looks like print.
func MeasureText(img *image.NRGBA, q geom.Quad, scale float64) (Text, bool) {
	h := q.Height()
	if h < 4 || q.Width() < 4 {
		return Text{}, false
	}
	// Never more than the picture has: enlarging would measure the enlarging.
	rows := min(textRows, int(math.Round(h)))
	cut := raster.CutHeight(img, q, rows)
	g := raster.Gray(cut)
	var hist [256]int
	for _, v := range g.Pix {
		hist[v]++
	}
	low, high := float64(level(&hist, len(g.Pix), 0.03)), float64(level(&hist, len(g.Pix), 0.95))
	t := Text{Contrast: (high - low) / 255, Paper: high / 255}
	if high-low < 8 {
		return t, false
	}
	ink, ok := inkHeight(g, low+(high-low)*0.5)
	if !ok {
		return t, false
	}
	per := h / float64(rows) // px of img per row
	t.Height = ink * per * scale
	t.EdgeRise = edgeRise(g, high-low) / ink
	return t, true
}

// level returns the grey level below which a share of n px lie.
func level(hist *[256]int, n int, share float64) int {
	want, sum := int(share*float64(n)), 0
	for v, c := range hist {
		if sum += c; sum > want {
			return v
		}
	}
	return 255
}

// inkHeight returns the rows from the first to the last that hold more than a little ink.
func inkHeight(g *image.Gray, threshold float64) (float64, bool) {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	first, last := -1, -1
	for y := range h {
		n := 0
		for _, v := range g.Pix[y*g.Stride : y*g.Stride+w] {
			if float64(v) < threshold {
				n++
			}
		}
		if n*60 > w {
			if first < 0 {
				first = y
			}
			last = y
		}
	}
	if first < 0 || last-first < 3 {
		return 0, false
	}
	return float64(last - first + 1), true
}

// edgeRise returns the width in px of the steepest strokes' edges: contrast over gradient, at the 90th percentile of
// horizontal gradients along strokes. Source: the slanted-edge measure's 10–90 % rise, taken from the gradient's peak.
func edgeRise(g *image.Gray, contrast float64) float64 {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	var slopes []float64
	for y := 1; y < h-1; y++ {
		row := g.Pix[y*g.Stride:]
		for x := 1; x < w-1; x++ {
			dx := math.Abs(float64(row[x+1])-float64(row[x-1])) / 2
			dy := math.Abs(float64(g.Pix[(y+1)*g.Stride+x])-float64(g.Pix[(y-1)*g.Stride+x])) / 2
			if s := math.Hypot(dx, dy); s > contrast*0.06 {
				slopes = append(slopes, s)
			}
		}
	}
	if len(slopes) < 20 {
		return math.Inf(1)
	}
	slices.Sort(slopes)
	steep := slopes[len(slopes)*9/10]
	return 0.8 * contrast / steep
}

// PageText sums up the lines of a page or a document.
type PageText struct {
	Lines    int
	Height   float64 // median of the lines, full-resolution px
	EdgeRise float64 // median
	Contrast float64 // median
	// Worst are the values that nine lines of ten are better than.
	WorstHeight, WorstEdgeRise, WorstContrast float64
}

// SumText sums lines up; the zero PageText of none.
func SumText(lines []Text) PageText {
	if len(lines) == 0 {
		return PageText{}
	}
	column := func(of func(Text) float64) []float64 {
		out := make([]float64, len(lines))
		for i, l := range lines {
			out[i] = of(l)
		}
		slices.Sort(out)
		return out
	}
	heights, rises, contrasts := column(func(t Text) float64 { return t.Height }), column(func(t Text) float64 { return t.EdgeRise }), column(func(t Text) float64 { return t.Contrast })
	n := len(lines)
	return PageText{
		Lines: n, Height: heights[n/2], EdgeRise: rises[n/2], Contrast: contrasts[n/2],
		WorstHeight: heights[n/10], WorstEdgeRise: rises[n-1-n/10], WorstContrast: contrasts[n/10],
	}
}

// Score01 maps a measure to 0–100 by a sigmoid that is 50 at middle and moves by width; a negative width falls.
func Score01(value, middle, width float64) int {
	if math.IsInf(value, 1) {
		return 0
	}
	return int(math.Round(100 / (1 + math.Exp((middle-value)/width))))
}
