package intake

import (
	"context"
	"errors"
	"fmt"

	"golang.org/x/image/bmp"
)

// openBMP reads the headers of data. The decoder reserves what they claim, so they must not claim more px than follow.
func openBMP(l Limits, data []byte) (contents, error) {
	c, err := bmp.DecodeConfig(reader(context.Background(), data))
	switch {
	case errors.Is(err, bmp.ErrUnsupported):
		return contents{}, unsupported(title(BMP), "compression or a rare depth")
	case err != nil:
		return contents{}, damaged(title(BMP), err)
	}
	if err := l.allow(c.Width, c.Height); err != nil {
		return contents{}, err
	}
	bits := int64(data[28]) | int64(data[29])<<8
	if need := (bits*int64(c.Width) + 31) / 32 * 4 * int64(c.Height); need > int64(len(data)) {
		return contents{}, damaged(title(BMP), fmt.Errorf("%d bytes of pixels in a file of %d", need, len(data)))
	}
	return contents{sheets: []sheet{picture{l, c.Width, c.Height, orientation{}, func(ctx context.Context, _ float64) (rows, error) {
		img, err := bmp.Decode(reader(ctx, data))
		if err != nil {
			return rows{}, damaged(title(BMP), err)
		}
		return rowsOf(img), nil
	}}}}, nil
}
