package photo_test

import (
	"image"
	"image/color"
	"image/draw"
	"testing"

	"github.com/heyan/heyan/internal/geom"
	"github.com/heyan/heyan/photo"
)

// printed is a white page of 200 × 100 px with strokes 6 px wide and 12 px apart in a line 30 px high.
func printed(from, to int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, 200, 100))
	draw.Draw(img, img.Rect, image.White, image.Point{}, draw.Src)
	for x := from; x < to; x += 12 {
		draw.Draw(img, image.Rect(x, 35, min(x+6, to), 65), image.NewUniform(color.Gray{40}), image.Point{}, draw.Src)
		draw.Draw(img, image.Rect(x, 48, min(x+12, to), 52), image.NewUniform(color.Gray{40}), image.Point{}, draw.Src)
	}
	return img
}

func line(x0, x1 float64) geom.Quad {
	return geom.Quad{{X: x0, Y: 33}, {X: x1, Y: 33}, {X: x1, Y: 67}, {X: x0, Y: 67}}
}

func TestPrintThatTheBorderCutsIsTold(t *testing.T) {
	for _, tt := range []struct {
		name string
		img  *image.NRGBA
		line geom.Quad
		cut  bool
	}{
		{"a line that ends before the border is whole", printed(20, 150), line(16, 156), false},
		{"a line that comes close to the border is whole", printed(20, 192), line(16, 200), false},
		{"a line that the right border cuts is not", printed(20, 200), line(16, 200), true},
		{"a line that the left border cuts is not", printed(0, 150), line(0, 156), true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := photo.InkAtBorder(tt.img, tt.line); (got > 0.08) != tt.cut {
				t.Errorf("InkAtBorder = %.2f, want cut %v", got, tt.cut)
			}
		})
	}
	dark := printed(20, 192)
	draw.Draw(dark, image.Rect(194, 0, 200, 100), image.NewUniform(color.Gray{30}), image.Point{}, draw.Src)
	if got := photo.InkAtBorder(dark, line(16, 200)); got != 0 {
		t.Errorf("InkAtBorder = %.2f beside a dark table, want 0", got)
	}
}
