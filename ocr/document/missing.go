package document

import (
	"context"
	"image"
	"math"
	"slices"

	"github.com/heyan/heyan/internal/geom"
	"github.com/heyan/heyan/internal/raster"
	"github.com/heyan/heyan/ocr"
)

// missing reads the values of labels that have none: short lines are easily missed by what looks for text. Where such a
// value must stand is known from the others, which begin in one column at a height that their labels give away.
// It returns one value a label, empty where nothing could be read.
func (s *sheet) missing(ctx context.Context, without []placedLabel, with []placedValue) ([]value, error) {
	values := make([]value, len(without))
	if s.reader == nil || s.reader.Engine == nil || len(with) < 2 {
		return values, nil
	}
	var crops []*image.NRGBA
	var quads []geom.Quad
	var at []int
	for i, p := range without {
		q, ok := s.cell(p, with)
		if !ok {
			continue
		}
		quads, at = append(quads, q), append(at, i)
		crops = append(crops, raster.CutHeight(s.img, q, 48))
	}
	if len(crops) == 0 {
		return values, nil
	}
	lines, err := s.reader.Engine.Lines(ctx, crops, ocr.Options{})
	if err != nil {
		return nil, err
	}
	for k, l := range lines {
		var glyphs []glyph
		for _, c := range l.Chars {
			if c.Rune != ' ' {
				glyphs = append(glyphs, glyph{r: fold(c.Rune), confidence: c.Confidence})
			}
		}
		glyphs = trim(glyphs)
		lowest := math.Min(certainty(glyphs), 0.94)
		values[at[k]] = value{text: textOf(glyphs), words: textOf(glyphs), lowest: lowest, inner: lowest, quad: quads[k]}
	}
	return values, nil
}

// placedValue is a label with the glyphs of its value.
type placedValue struct {
	placedLabel
	glyphs []glyph
}

// cell returns where the value of a label must stand: right of it, from where the other values begin to where the
// longest of them ends. False where the others stand elsewhere than beside their labels.
func (s *sheet) cell(p placedLabel, with []placedValue) (geom.Quad, bool) {
	w := s.rows[p.at.row]
	end := w.glyphs[p.at.end-1]
	var begins []float64
	right, nearest := 0.0, math.Inf(1)
	var drop float64
	for _, o := range with {
		label := s.rows[o.at.row].glyphs[o.at.end-1]
		first := o.glyphs[0]
		if first.x < label.x || math.Abs(first.y-label.y) > w.h {
			continue
		}
		begins = append(begins, first.x)
		right = max(right, o.glyphs[len(o.glyphs)-1].x)
		if d := math.Abs(label.y - end.y); d < nearest {
			nearest, drop = d, first.y-label.y
		}
	}
	if len(begins) < 2 {
		return geom.Quad{}, false
	}
	slices.Sort(begins)
	left := max(begins[0]-0.8*w.h, end.x+0.8*w.h)
	if right-left < 3*w.h {
		return geom.Quad{}, false
	}
	y := end.y + drop
	return s.box(left, y-0.62*w.h, right+w.h, y+0.62*w.h), true
}
