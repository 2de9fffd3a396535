package photo

import (
	"image"
	"math"

	"github.com/heyan/heyan/internal/geom"
	"github.com/heyan/heyan/internal/raster"
)

// InkAtBorder returns how much of a line of print the picture's border cuts through: the share, 0 to 1, of the line's
// extent along the border whose outermost px are ink. It is 0 for a line that stays clear of the border, and for one
// whose border is dark beside it too, which is a table, not print.
func InkAtBorder(img *image.NRGBA, q geom.Quad) float64 {
	h := q.Height()
	if h < 6 || q.Width() < 6 {
		return 0
	}
	var hist [256]int
	g := raster.Gray(raster.CutHeight(img, q, min(32, int(math.Round(h)))))
	for _, v := range g.Pix {
		hist[v]++
	}
	low, high := level(&hist, len(g.Pix), 0.03), level(&hist, len(g.Pix), 0.9)
	if high-low < 40 {
		return 0
	}
	ink := float64(low+high) / 2
	x0, y0, x1, y1 := extent(q)
	w, t := float64(img.Rect.Dx()), float64(img.Rect.Dy())
	near := 0.2 * h
	// dark is the share of a stretch of a border whose outermost px are ink.
	dark := func(alongX bool, outermost int, from, to float64) float64 {
		n, limit := 0, img.Rect.Dy()
		if alongX {
			limit = img.Rect.Dx()
		}
		first, last := max(int(from), 0), min(int(math.Ceil(to)), limit)
		for at := first; at < last; at++ {
			sum := 0.0
			for deep := range 2 {
				x, y := outermost+deep, at
				if alongX {
					x, y = at, outermost+deep
				}
				sum += luma(img.Pix[y*img.Stride+4*x:][:3]) / 2
			}
			if sum < ink {
				n++
			}
		}
		return float64(n) / float64(max(last-first, 1))
	}
	worst := 0.0
	for _, side := range []struct {
		touches   bool
		alongX    bool
		outermost int
		from, to  float64
	}{
		{x0 <= near, false, 0, y0, y1},
		{x1 >= w-near, false, img.Rect.Dx() - 2, y0, y1},
		{y0 <= near, true, 0, x0, x1},
		{y1 >= t-near, true, img.Rect.Dy() - 2, x0, x1},
	} {
		// Beside print is paper; where it is dark too, that is a table.
		if !side.touches || dark(side.alongX, side.outermost, side.from-0.5*h, side.from) > 0.3 || dark(side.alongX, side.outermost, side.to, side.to+0.5*h) > 0.3 {
			continue
		}
		worst = max(worst, dark(side.alongX, side.outermost, side.from, side.to))
	}
	return worst
}

// extent returns the upright box around q, which may reach beyond the picture.
func extent(q geom.Quad) (x0, y0, x1, y1 float64) {
	x0, y0, x1, y1 = math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, p := range q {
		x0, y0, x1, y1 = min(x0, p.X), min(y0, p.Y), max(x1, p.X), max(y1, p.Y)
	}
	return x0, y0, x1, y1
}
