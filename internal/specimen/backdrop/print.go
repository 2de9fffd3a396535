package backdrop

import (
	"fmt"
	"image"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// print puts the provider's name on the cloth in white: in rows set off against each other like bricks, or once
// across the top with a line below it.
func (c *canvas) print(f *sfnt.Font, o Options) error {
	if o.Plain {
		return nil
	}
	ink := image.NewAlpha(image.Rect(0, 0, c.w, c.h))
	// write starts at x, or in the middle of the picture, and returns the width of text.
	write := func(text string, size, x, y float64, middle bool) (width float64, err error) {
		face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingNone})
		if err != nil {
			return 0, fmt.Errorf("open font at %.0f px: %w", size, err)
		}
		d := font.Drawer{Dst: ink, Src: image.Opaque, Face: face, Dot: fixed.Point26_6{X: fixed.Int26_6(x * 64), Y: fixed.Int26_6(y * 64)}}
		width = float64(d.MeasureString(text)) / 64
		if middle {
			d.Dot.X = fixed.Int26_6((float64(c.w) - width) / 2 * 64)
		}
		d.DrawString(text)
		return width, face.Close()
	}
	w, h := float64(c.w), float64(c.h)
	if o.Banner {
		if _, err := write(o.Text, 0.12*w, 0, 0.12*h, true); err != nil {
			return err
		}
		if _, err := write("网站备案核验专用幕布", 0.045*w, 0, 0.17*h, true); err != nil {
			return err
		}
	} else {
		size := 0.065 * w
		for row := range int(h/(2.2*size)) + 1 {
			for x := 0.3*size - float64(row%2)*2.6*size; x < w; {
				width, err := write(o.Text, size, x, float64(row)*2.2*size+1.4*size, false)
				if err != nil {
					return err
				}
				x += width + 2.2*size
			}
		}
	}
	white := RGB{238, 240, 242}.light()
	for i := range c.px {
		a := float32(ink.Pix[i/c.w*ink.Stride+i%c.w]) / 255
		for k := range c.px[i] {
			c.px[i][k] += a * (white[k] - c.px[i][k])
		}
	}
	return nil
}
