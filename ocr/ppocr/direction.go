package ppocr

import (
	"context"
	"image"
	"math"

	"github.com/heyan/heyan/internal/geom"
	"github.com/heyan/heyan/internal/onnx"
	"github.com/heyan/heyan/internal/raster"
)

// The direction net sees 192 × 48 px and answers with the probabilities of upright and upside down.
const (
	directionW, directionH = 192, 48
	voters                 = 5 // longest lines that vote; more change nothing
)

// upright turns every box so that its first corner is the top left one of its text. Long lines vote on whether lines
// that run along the picture's rows read rightwards or leftwards, and likewise for columns; short ones follow.
func (e *Engine) upright(ctx context.Context, img *image.NRGBA, boxes []geom.Quad) ([]geom.Quad, error) {
	votes := map[int]float64{} // by direction along rows (0) or columns (1): above 0 is as supposed
	count := map[int]int{}
	for _, i := range longest(boxes) {
		axis := axisOf(boxes[i])
		if count[axis] >= voters {
			continue
		}
		count[axis]++
		down, err := e.upsideDown(ctx, img, boxes[i])
		if err != nil {
			return nil, err
		}
		votes[axis] += (0.5 - down) * math.Min(boxes[i].Width()/boxes[i].Height(), 8)
	}
	out := make([]geom.Quad, len(boxes))
	for i, q := range boxes {
		if votes[axisOf(q)] < 0 {
			q = geom.Quad{q[2], q[3], q[0], q[1]}
		}
		out[i] = q
	}
	return out, nil
}

// axisOf returns 0 for a line along the picture's rows and 1 for one along its columns.
func axisOf(q geom.Quad) int {
	if a := math.Abs(q.Angle()); a > 45 && a < 135 {
		return 1
	}
	return 0
}

// longest returns the indices of the boxes, the longest lines first.
func longest(boxes []geom.Quad) []int {
	order := make([]int, len(boxes))
	for i := range order {
		order[i] = i
	}
	sortBy(order, func(i int) float64 { return -boxes[i].Width() / math.Max(boxes[i].Height(), 1) })
	return order
}

// upsideDown returns the probability, 0 to 1, that the text in q stands on its head.
func (e *Engine) upsideDown(ctx context.Context, img *image.NRGBA, q geom.Quad) (float64, error) {
	w := min(int(math.Ceil(q.Width()/math.Max(q.Height(), 1)*directionH)), directionW)
	q = q.Sub(0, 0, math.Min(1, float64(directionW)/directionH*q.Height()/math.Max(q.Width(), 1)), 1)
	in := normalised(raster.Cut(img, q, w, directionH), directionW)
	out, err := e.direct.Run(ctx, onnx.Tensor{Shape: []int64{1, 3, directionH, directionW}, Data: in})
	if err != nil {
		return 0, err
	}
	return float64(out[0].Data[1]), nil
}
