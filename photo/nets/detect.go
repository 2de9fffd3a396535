package nets

import (
	"cmp"
	"context"
	"fmt"
	"image"
	"slices"

	"github.com/heyan/heyan/internal/geom"
	"github.com/heyan/heyan/internal/onnx"
	"github.com/heyan/heyan/photo"
)

const (
	// minFace is the detector's score from which something is a face: at .70 it counted the faces of 682 labelled
	// composites without an error.
	minFace = 0.70
	// maxOverlap is the intersection over union from which two boxes are the same face.
	maxOverlap = 0.30

	detectW, detectH = 320, 240
)

// detect returns the faces of img, without landmarks, the most confident first.
//
// The net takes 1 × 3 × 240 × 320 RGB as (v-127)/128 and returns 4420 pairs of scores (background, face) and as many
// boxes (left, top, right, bottom as shares of its input): priors are decoded inside. The picture is fitted into the
// input with its proportions kept, at the top left, the rest grey: stretched faces are found less often.
func (n *Nets) detect(ctx context.Context, img *image.NRGBA) ([]photo.Face, error) {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	if w < 1 || h < 1 {
		return nil, nil
	}
	scale := min(float64(detectW)/float64(w), float64(detectH)/float64(h))
	small := photo.Shrink(img, min(int(float64(w)*scale+0.5), detectW), min(int(float64(h)*scale+0.5), detectH))
	in := onnx.Tensor{Shape: []int64{1, 3, detectH, detectW}, Data: make([]float32, 3*detectH*detectW)}
	for y := range small.Rect.Dy() {
		row := small.Pix[y*small.Stride:]
		for x := range small.Rect.Dx() {
			for c := range 3 {
				in.Data[(c*detectH+y)*detectW+x] = (float32(row[x*4+c]) - 127) / 128
			}
		}
	}
	out, err := n.detector.Run(ctx, in)
	if err != nil {
		return nil, err
	}
	if len(out) != 2 || len(out[0].Data)*2 != len(out[1].Data) {
		return nil, fmt.Errorf("detector answered %d tensors", len(out))
	}
	scores, boxes := out[0].Data, out[1].Data
	toX, toY := float64(small.Rect.Dx()), float64(small.Rect.Dy())
	var found []photo.Face
	for i := range len(scores) / 2 {
		if scores[2*i+1] < minFace {
			continue
		}
		x := func(k int) float64 { return min(max(float64(boxes[4*i+k])*detectW/toX, 0), 1) * float64(w) }
		y := func(k int) float64 { return min(max(float64(boxes[4*i+k])*detectH/toY, 0), 1) * float64(h) }
		box := geom.Quad{{X: x(0), Y: y(1)}, {X: x(2), Y: y(1)}, {X: x(2), Y: y(3)}, {X: x(0), Y: y(3)}}
		if box.Area() > 0 {
			found = append(found, photo.Face{Box: box, Confidence: float64(scores[2*i+1])})
		}
	}
	return suppress(found), nil
}

// suppress keeps the most confident of faces that overlap (greedy non-maximum suppression).
func suppress(found []photo.Face) []photo.Face {
	slices.SortStableFunc(found, func(a, b photo.Face) int { return cmp.Compare(b.Confidence, a.Confidence) })
	var kept []photo.Face
	for _, f := range found {
		if !slices.ContainsFunc(kept, func(k photo.Face) bool { return overlap(k.Box, f.Box) > maxOverlap || shadows(k, f) }) {
			kept = append(kept, f)
		}
	}
	return kept
}

// overlap returns the intersection over union of two upright boxes, or 1 where the smaller lies almost wholly inside
// the larger.
func overlap(a, b geom.Quad) float64 {
	w := min(a[2].X, b[2].X) - max(a[0].X, b[0].X)
	h := min(a[2].Y, b[2].Y) - max(a[0].Y, b[0].Y)
	if w <= 0 || h <= 0 {
		return 0
	}
	both := w * h
	if both > 0.8*min(a.Area(), b.Area()) {
		return 1
	}
	return both / (a.Area() + b.Area() - both)
}

// shadows reports whether f is a doubtful face right beside k, such as the hair above a face in a glaring light.
func shadows(k, f photo.Face) bool {
	return f.Confidence < 0.9 && f.Confidence < k.Confidence &&
		k.Box.Center().Distance(f.Box.Center()) < max(k.Box.Height(), k.Box.Width())
}
