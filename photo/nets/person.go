package nets

import (
	"context"
	"fmt"
	"image"

	"github.com/heyan/heyan/internal/onnx"
	"github.com/heyan/heyan/photo"
)

const personSide = 256

// Person implements photo.Nets. The net takes the whole picture stretched to 256 × 256 px RGB in 0 to 1 and returns
// as many likelihoods that a px belongs to a person.
func (n *Nets) Person(ctx context.Context, img *image.NRGBA) (*photo.Mask, error) {
	small := photo.Shrink(img, personSide, personSide)
	in := onnx.Tensor{Shape: []int64{1, 3, personSide, personSide}, Data: make([]float32, 3*personSide*personSide)}
	for i := range personSide * personSide {
		for c := range 3 {
			in.Data[c*personSide*personSide+i] = float32(small.Pix[i*4+c]) / 255
		}
	}
	out, err := n.person.Run(ctx, in)
	if err != nil {
		return nil, fmt.Errorf("segment person: %w", err)
	}
	if len(out) != 1 || len(out[0].Data) != personSide*personSide {
		return nil, fmt.Errorf("segment person: net answered %d tensors", len(out))
	}
	return &photo.Mask{W: personSide, H: personSide, P: out[0].Data}, nil
}
