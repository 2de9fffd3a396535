package nets

import (
	"context"
	"fmt"
	"image"

	"github.com/heyan/heyan/internal/geom"
	"github.com/heyan/heyan/internal/onnx"
	"github.com/heyan/heyan/internal/raster"
)

const landmarkSide = 64

// landmark returns the 68 landmarks of the face in box, in px of img.
//
// The net takes the detector's box stretched to 64 × 64 px of grey as v/256 and returns x and y by turns, as shares
// of the box.
func (n *Nets) landmark(ctx context.Context, img *image.NRGBA, box geom.Quad) ([]geom.Point, error) {
	// Sampling at four times the size and averaging keeps large faces free of aliases.
	grey := raster.Gray(raster.Cut(img, box, 4*landmarkSide, 4*landmarkSide))
	in := onnx.Tensor{Shape: []int64{1, 1, landmarkSide, landmarkSide}, Data: make([]float32, landmarkSide*landmarkSide)}
	for y := range 4 * landmarkSide {
		for x := range 4 * landmarkSide {
			in.Data[y/4*landmarkSide+x/4] += float32(grey.Pix[y*grey.Stride+x]) / (16 * 256)
		}
	}
	out, err := n.landmarks.Run(ctx, in)
	if err != nil {
		return nil, err
	}
	if len(out) != 1 || len(out[0].Data) != 136 {
		return nil, fmt.Errorf("landmark net answered %d tensors", len(out))
	}
	points := make([]geom.Point, 68)
	for i := range points {
		points[i] = geom.Point{
			X: box[0].X + float64(out[0].Data[2*i])*box.Width(),
			Y: box[0].Y + float64(out[0].Data[2*i+1])*box.Height(),
		}
	}
	return points, nil
}
