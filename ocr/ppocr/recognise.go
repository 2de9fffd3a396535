package ppocr

import (
	"cmp"
	"context"
	"fmt"
	"image"
	"math"
	"os"
	"slices"
	"strings"

	"github.com/disintegration/imaging"

	"github.com/heyan/heyan/internal/geom"
	"github.com/heyan/heyan/internal/models"
	"github.com/heyan/heyan/internal/onnx"
	"github.com/heyan/heyan/internal/raster"
	"github.com/heyan/heyan/ocr"
)

const (
	lineHeight = 48   // px that the reading net sees
	minWidth   = 48   // px; narrower lines are filled up
	maxWidth   = 3200 // px; nobody writes lines of seventy heights
)

// loadAlphabet returns the characters by class: the blank, the lines of the file, and the space.
func loadAlphabet() ([]rune, error) {
	path, err := models.Path(alphabet)
	if err != nil {
		return nil, err
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read alphabet: %w", err)
	}
	runes := []rune{0}
	for line := range strings.Lines(string(data)) {
		r := []rune(strings.TrimRight(line, "\r\n"))
		if len(r) == 0 {
			r = []rune{' '}
		}
		runes = append(runes, r[0])
	}
	return append(runes, ' '), nil
}

// cut returns what is in q, upright and 48 px high. Where the picture is much finer than that it is averaged, not
// sampled, so that thin strokes do not break.
func cut(img *image.NRGBA, q geom.Quad) *image.NRGBA {
	w, h := q.Width(), math.Max(q.Height(), 1)
	target := min(max(int(math.Round(w/h*lineHeight)), 4), maxWidth)
	if times := h / lineHeight; times >= 1.5 {
		n := int(math.Ceil(times))
		return imaging.Resize(raster.Cut(img, q, target*n, lineHeight*n), target, lineHeight, imaging.Box)
	}
	return raster.Cut(img, q, target, lineHeight)
}

// normalised returns px in -1 to 1, blue green red, filled up with 0 to width.
func normalised(img *image.NRGBA, width int) []float32 {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	width = max(width, w)
	n := width * h
	out := make([]float32, 3*n)
	for y := range h {
		row := img.Pix[y*img.Stride:]
		o := y * width
		for x := range w {
			p := row[x*4 : x*4+3 : x*4+3]
			out[o+x] = float32(p[2])/127.5 - 1
			out[n+o+x] = float32(p[1])/127.5 - 1
			out[2*n+o+x] = float32(p[0])/127.5 - 1
		}
	}
	return out
}

// line reads a picture of one line, 48 px high.
func (e *Engine) line(ctx context.Context, img *image.NRGBA, only string) (ocr.Line, error) {
	w := img.Rect.Dx()
	padded := max((w+7)/8*8, minWidth)
	out, err := e.read.Run(ctx, onnx.Tensor{Shape: []int64{1, 3, lineHeight, int64(padded)}, Data: normalised(img, padded)})
	if err != nil {
		return ocr.Line{}, err
	}
	return e.decode(out[0], float64(padded)/float64(w), only), nil
}

// decode takes the likeliest class at each step, drops repeats and blanks (greedy CTC), and says how sure it is of
// each character. fill is how much wider the net's picture was than the line.
func (e *Engine) decode(t onnx.Tensor, fill float64, only string) ocr.Line {
	steps, classes := int(t.Shape[1]), int(t.Shape[2])
	allowed := e.allowed(only)
	var line ocr.Line
	var text strings.Builder
	last := 0
	for s := range steps {
		row := t.Data[s*classes : (s+1)*classes]
		best := 0
		if allowed == nil {
			for c, p := range row {
				if p > row[best] {
					best = c
				}
			}
		} else {
			for _, c := range allowed {
				if row[c] > row[best] {
					best = c
				}
			}
		}
		x := math.Min((float64(s)+0.5)/float64(steps)*fill, 1)
		p := float64(row[best])
		switch {
		case best == last && best != 0:
			if c := &line.Chars[len(line.Chars)-1]; p > c.Confidence {
				c.Confidence, c.X = p, x
			}
		case best != 0 && best < len(e.runes):
			line.Chars = append(line.Chars, ocr.Char{Rune: e.runes[best], Confidence: p, X: x})
			text.WriteRune(e.runes[best])
		}
		last = best
	}
	line.Text = text.String()
	for _, c := range line.Chars {
		line.Confidence += c.Confidence / float64(len(line.Chars))
	}
	return line
}

// allowed returns the classes of the characters in only, nil where any may occur.
func (e *Engine) allowed(only string) []int {
	if only == "" {
		return nil
	}
	var classes []int
	for c, r := range e.runes {
		if c > 0 && strings.ContainsRune(only, r) {
			classes = append(classes, c)
		}
	}
	return classes
}

func sortBy(order []int, key func(int) float64) {
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(key(a), key(b)) })
}
