// Package draw puts outlines on a picture and an explanation below it, so that an applicant sees at a glance what is
// wrong and where. It knows nothing of documents: what to outline and what to write is its caller's.
package draw

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"slices"
	"strconv"

	"github.com/disintegration/imaging"
	"golang.org/x/image/font"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"

	"github.com/heyan/heyan/internal/geom"
)

// Tone is how bad a mark is.
type Tone int

// The tones, and their colours.
const (
	Good Tone = iota
	Note
	Warn
	Bad
)

var tones = [...]color.NRGBA{
	Good: {0x1a, 0x8f, 0x4c, 0xff},
	Note: {0x5f, 0x6b, 0x7a, 0xff},
	Warn: {0xd9, 0x7c, 0x00, 0xff},
	Bad:  {0xd3, 0x22, 0x22, 0xff},
}

// Mark is one thing to say about a picture.
type Mark struct {
	Outline []geom.Point // in px of the picture; nil where it has no place
	Text    string       // "" outlines without a number or a line of explanation
	Tone    Tone
}

// maxSide bounds the drawn picture, in px: enough to read a document on a screen.
const maxSide = 1400

// Annotate returns img, reduced to at most 1400 px, with every mark outlined and numbered, and below it title and one
// numbered line a mark.
func Annotate(img *image.NRGBA, title string, tone Tone, marks []Mark) (*image.NRGBA, error) {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	scale := min(1, maxSide/float64(max(w, h, 1)))
	width, height := max(int(float64(w)*scale), 480), int(float64(h)*scale)
	const size, line, margin = 20, 32, 16
	text, err := face(size)
	if err != nil {
		return nil, err
	}
	defer text.Close()

	type row struct {
		number int
		text   string
		tone   Tone
	}
	rows := []row{}
	for i := range marks {
		if marks[i].Text == "" {
			continue
		}
		number := len(rows) + 1
		for n, part := range wrap(text, marks[i].Text, width-2*margin-40) {
			if n == 0 {
				rows = append(rows, row{number, part, marks[i].Tone})
				continue
			}
			rows = append(rows, row{0, part, marks[i].Tone})
		}
	}
	// Numbers count marks, not rows.
	for i, n := 0, 0; i < len(rows); i++ {
		if rows[i].number > 0 {
			n++
			rows[i].number = n
		}
	}

	canvas := image.NewNRGBA(image.Rect(0, 0, width, height+margin+line*(len(rows)+1)+margin))
	draw.Draw(canvas, canvas.Rect, image.White, image.Point{}, draw.Src)
	small := imaging.Resize(img, max(int(float64(w)*scale), 1), max(height, 1), imaging.Box)
	draw.Draw(canvas, small.Rect, small, image.Point{}, draw.Src)

	for _, m := range numbered(marks) {
		if len(m.Outline) == 0 {
			continue
		}
		corners := make([]geom.Point, len(m.Outline))
		for i, p := range m.Outline {
			corners[i] = p.Mul(scale)
		}
		thick := 3.0
		if m.Text == "" {
			thick = 1.5
		}
		outline(canvas, corners, thick, tones[m.Tone])
		if m.Text != "" {
			badge(canvas, text, corners[0], m.number, tones[m.Tone])
		}
	}

	y := height + margin + size
	write(canvas, text, margin, y, title, tones[tone])
	for _, r := range rows {
		y += line
		if r.number > 0 {
			badge(canvas, text, geom.Point{X: margin + 12, Y: float64(y) - 7}, r.number, tones[r.tone])
		}
		write(canvas, text, margin+40, y, r.text, color.NRGBA{0x22, 0x22, 0x22, 0xff})
	}
	return canvas, nil
}

// numberedMark is a mark with its place in the explanation, from 1; 0 without one.
type numberedMark struct {
	Mark
	number int
}

// numbered returns the marks in the order to draw them: what needs no word first, the first in the explanation last,
// so that what matters most lies on top.
func numbered(marks []Mark) []numberedMark {
	var plain, said []numberedMark
	for _, m := range marks {
		if m.Text == "" {
			plain = append(plain, numberedMark{m, 0})
			continue
		}
		said = append(said, numberedMark{m, len(said) + 1})
	}
	slices.Reverse(said)
	return append(plain, said...)
}

// wrap breaks text into rows of at most width px: between Chinese characters anywhere, else at spaces.
func wrap(f font.Face, text string, width int) []string {
	var rows []string
	runes := []rune(text)
	for len(runes) > 0 {
		end, space := 0, 0
		advance := fixed.Int26_6(0)
		for end < len(runes) {
			a, _ := f.GlyphAdvance(runes[end])
			if (advance + a).Ceil() > width {
				break
			}
			advance += a
			if runes[end] == ' ' {
				space = end
			}
			end++
		}
		if end < len(runes) && runes[end] < 0x2e80 && space > 0 {
			end = space + 1
		}
		if end < len(runes) && (runes[end] == '。' || runes[end] == '，') {
			end++ // a full stop hangs over the margin and begins no row
		}
		end = max(end, 1)
		rows = append(rows, string(runes[:end]))
		runes = runes[end:]
	}
	return rows
}

func write(dst draw.Image, f font.Face, x, y int, text string, c color.Color) {
	d := font.Drawer{Dst: dst, Src: image.NewUniform(c), Face: f, Dot: fixed.P(x, y)}
	d.DrawString(text)
}

// badge draws a number in a filled disc around at, kept inside the picture.
func badge(dst *image.NRGBA, f font.Face, at geom.Point, number int, c color.NRGBA) {
	const radius = 13.0
	at.X = min(max(at.X, radius), float64(dst.Rect.Dx())-radius)
	at.Y = max(at.Y, radius)
	var disc []geom.Point
	for i := range 24 {
		sin, cos := math.Sincos(float64(i) / 24 * 2 * math.Pi)
		disc = append(disc, geom.Point{X: at.X + radius*cos, Y: at.Y + radius*sin})
	}
	fill(dst, disc, c)
	text := strconv.Itoa(number)
	width := font.MeasureString(f, text).Ceil()
	write(dst, f, int(at.X)-width/2, int(at.Y)+7, text, color.White)
}

// outline draws a closed line of the given thickness in px, with a thin white edge that shows on any ground.
func outline(dst *image.NRGBA, corners []geom.Point, thick float64, c color.NRGBA) {
	for _, pass := range []struct {
		thick  float64
		colour color.NRGBA
	}{{thick + 2, color.NRGBA{255, 255, 255, 160}}, {thick, c}} {
		for i, a := range corners {
			b := corners[(i+1)%len(corners)]
			length := a.Distance(b)
			if length == 0 {
				continue
			}
			along := b.Sub(a).Mul(pass.thick / 2 / length)
			across := geom.Point{X: -along.Y, Y: along.X}
			fill(dst, []geom.Point{
				a.Sub(along).Add(across), b.Add(along).Add(across), b.Add(along).Sub(across), a.Sub(along).Sub(across),
			}, pass.colour)
		}
	}
}

// fill fills a shape, touching only the part of dst around it.
func fill(dst *image.NRGBA, corners []geom.Point, c color.NRGBA) {
	box := image.Rectangle{}
	for _, p := range corners {
		x, y := int(math.Floor(p.X)), int(math.Floor(p.Y))
		box = box.Union(image.Rect(x, y, x+2, y+2))
	}
	if box = box.Intersect(dst.Rect); box.Empty() {
		return
	}
	r := vector.NewRasterizer(box.Dx(), box.Dy())
	for i, p := range corners {
		x, y := float32(p.X)-float32(box.Min.X), float32(p.Y)-float32(box.Min.Y)
		if i == 0 {
			r.MoveTo(x, y)
			continue
		}
		r.LineTo(x, y)
	}
	r.ClosePath()
	r.Draw(dst, box, image.NewUniform(c), image.Point{})
}
