package draw

import (
	"image"
	"image/color"
	"slices"
	"testing"

	"github.com/heyan/heyan/internal/geom"
)

func grey(w, h int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for i := range img.Pix {
		img.Pix[i] = 128
		if i%4 == 3 {
			img.Pix[i] = 255
		}
	}
	return img
}

func TestAMarkIsOutlinedInItsTone(t *testing.T) {
	box := geom.Rect(image.Rect(100, 100, 300, 200))
	out, err := Annotate(grey(800, 600), "退回", Bad, []Mark{{Outline: box[:], Text: "图片模糊", Tone: Bad}})
	if err != nil {
		t.Fatal(err)
	}
	if got := out.NRGBAAt(200, 100); got != tones[Bad] {
		t.Errorf("the outline's top edge is %v, want %v", got, tones[Bad])
	}
	if got := out.NRGBAAt(200, 150); got != (color.NRGBA{128, 128, 128, 255}) {
		t.Errorf("the inside was painted over: %v", got)
	}
}

func TestTheExplanationStandsBelowThePicture(t *testing.T) {
	out, err := Annotate(grey(800, 600), "reject", Bad, []Mark{{Text: "The picture is blurred.", Tone: Warn}})
	if err != nil {
		t.Fatal(err)
	}
	if out.Rect.Dx() != 800 || out.Rect.Dy() <= 660 {
		t.Errorf("drawn at %v, want 800 px wide and room for two lines below 600", out.Rect)
	}
	below := out.SubImage(image.Rect(0, 600, 800, out.Rect.Dy())).(*image.NRGBA)
	dark := 0
	for y := below.Rect.Min.Y; y < below.Rect.Max.Y; y++ {
		for x := range 800 {
			if below.NRGBAAt(x, y).R < 100 {
				dark++
			}
		}
	}
	if dark < 200 {
		t.Errorf("%d dark px below the picture; the text is missing", dark)
	}
}

func TestAHugePictureIsReduced(t *testing.T) {
	out, err := Annotate(grey(4000, 1000), "pass", Good, nil)
	if err != nil {
		t.Fatal(err)
	}
	if out.Rect.Dx() != maxSide {
		t.Errorf("drawn %d px wide, want %d", out.Rect.Dx(), maxSide)
	}
}

func TestTextIsWrappedWhereItMayBe(t *testing.T) {
	f, err := face(20)
	if err != nil {
		t.Fatal(err)
	}
	rows := wrap(f, "move closer to the document and retake", 160)
	if len(rows) < 2 || slices.ContainsFunc(rows[:len(rows)-1], func(r string) bool { return r[len(r)-1] != ' ' }) {
		t.Errorf("rows %q do not end at spaces", rows)
	}
	if got := wrap(f, "图片模糊文字无法辨认请对焦后重拍", 100); len(got) < 3 {
		t.Errorf("Chinese was not wrapped: %q", got)
	}
}
