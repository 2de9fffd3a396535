package ppocr

import (
	"context"
	"image"
	"math"

	"github.com/disintegration/imaging"

	"github.com/heyan/heyan/internal/geom"
	"github.com/heyan/heyan/internal/onnx"
)

// Parameters of differentiable binarisation (Liao et al., AAAI 2020), as PaddleOCR sets them for PP-OCRv4.
const (
	textAt     = 0.3  // probability from which a px is text
	boxAt      = 0.55 // mean probability from which a mark is a line
	unclip     = 1.7  // the net marks the core of a line; its box grows by area × unclip / perimeter
	minSide    = 3    // px of the reduced picture; smaller marks are specks
	maxBoxes   = 400
	defaultMax = 960
)

// boxes returns where lines of text stand in img, each clockwise from a top left corner that supposes the line to read
// from left to right or, where it is taller than wide, from top to bottom.
func (e *Engine) boxes(ctx context.Context, img *image.NRGBA, side int) ([]geom.Quad, error) {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	if w < 8 || h < 8 {
		return nil, nil
	}
	if side <= 0 {
		side = defaultMax
	}
	scale := math.Min(1, float64(side)/float64(max(w, h)))
	round := func(n int) int { return max(int(math.Round(float64(n)*scale/32))*32, 32) }
	rw, rh := round(w), round(h)
	small := imaging.Resize(img, rw, rh, imaging.Box)
	if scale == 1 {
		small = imaging.Resize(img, rw, rh, imaging.Linear)
	}
	out, err := e.detect.Run(ctx, onnx.Tensor{Shape: []int64{1, 3, int64(rh), int64(rw)}, Data: planes(small)})
	if err != nil {
		return nil, err
	}
	marks := findMarks(out[0].Data, rw, rh)
	sx, sy := float64(w)/float64(rw), float64(h)/float64(rh)
	quads := make([]geom.Quad, 0, len(marks))
	for _, m := range marks {
		quads = append(quads, m.Map(func(p geom.Point) geom.Point {
			return geom.Point{X: min(max(p.X*sx, 0), float64(w)), Y: min(max(p.Y*sy, 0), float64(h))}
		}))
	}
	return quads, nil
}

// planes returns the px as the net was trained on them: blue, green, red, each less ImageNet's mean over its
// deviation.
func planes(img *image.NRGBA) []float32 {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	n := w * h
	out := make([]float32, 3*n)
	var table [3][256]float32
	mean, deviation := [3]float32{0.485, 0.456, 0.406}, [3]float32{0.229, 0.224, 0.225}
	for c := range 3 {
		for v := range 256 {
			table[c][v] = (float32(v)/255 - mean[c]) / deviation[c]
		}
	}
	for y := range h {
		row := img.Pix[y*img.Stride:]
		o := y * w
		for x := range w {
			p := row[x*4 : x*4+3 : x*4+3]
			out[o+x] = table[0][p[2]]
			out[n+o+x] = table[1][p[1]]
			out[2*n+o+x] = table[2][p[0]]
		}
	}
	return out
}

// findMarks turns the net's map of probabilities, w × h, into boxes around its marks.
func findMarks(prob []float32, w, h int) []geom.Quad {
	seen := make([]bool, w*h)
	var quads []geom.Quad
	var stack []int32
	for start := range prob {
		if seen[start] || prob[start] < textAt {
			continue
		}
		stack = append(stack[:0], int32(start))
		seen[start] = true
		var outline []geom.Point
		sum, n := 0.0, 0
		for len(stack) > 0 {
			i := int(stack[len(stack)-1])
			stack = stack[:len(stack)-1]
			x, y := i%w, i/w
			sum += float64(prob[i])
			n++
			border := false
			for dy := -1; dy <= 1; dy++ {
				for dx := -1; dx <= 1; dx++ {
					nx, ny := x+dx, y+dy
					if nx < 0 || ny < 0 || nx >= w || ny >= h || prob[ny*w+nx] < textAt {
						border = true
						continue
					}
					if k := ny*w + nx; !seen[k] {
						seen[k] = true
						stack = append(stack, int32(k))
					}
				}
			}
			if border {
				fx, fy := float64(x), float64(y)
				outline = append(outline, geom.Point{X: fx, Y: fy}, geom.Point{X: fx + 1, Y: fy}, geom.Point{X: fx, Y: fy + 1}, geom.Point{X: fx + 1, Y: fy + 1})
			}
		}
		if n < minSide*minSide || sum/float64(n) < boxAt {
			continue
		}
		q, ok := smallestBox(outline)
		if !ok || min(q.Width(), q.Height()) < minSide {
			continue
		}
		quads = append(quads, grow(q))
		if len(quads) == maxBoxes {
			break
		}
	}
	return quads
}

// grow undoes the shrinking by which the net keeps lines apart.
func grow(q geom.Quad) geom.Quad {
	w, h := q.Width(), q.Height()
	by := w * h * unclip / (2 * (w + h))
	return q.Sub(-by/w, -by/h, 1+by/w, 1+by/h)
}
