package ocr

import (
	"math"

	"github.com/heyan/heyan/internal/geom"
)

// Page is the text of one picture and where it stands.
type Page struct {
	Width, Height int    // px of the picture that was read
	Lines         []Line // in no particular order
}

// Line is one line of text.
type Line struct {
	Text       string
	Quad       geom.Quad // where it stands in the picture, clockwise from the top left corner of the text as it reads
	Confidence float64   // 0 to 1: the engine's own, not calibrated
	Chars      []Char    // one for each rune of Text, left to right; nil where an engine cannot tell
}

// Char is one character of a line.
type Char struct {
	Rune       rune
	Confidence float64 // 0 to 1
	X          float64 // centre along the line's width, 0 left to 1 right
}

// Turn returns the number of quarters, 0 to 3, by which the picture must be turned clockwise so that its text reads
// upright: the vote of all lines, weighed by their length and confidence. A page without text gives 0.
func (p Page) Turn() int {
	var votes [4]float64
	for _, l := range p.Lines {
		quarter := int(math.Round(l.Quad.Angle()/90)+4) % 4 // the direction it reads in now
		votes[(4-quarter)%4] += float64(len([]rune(l.Text))) * l.Confidence
	}
	best := 0
	for i, v := range votes {
		if v > votes[best] {
			best = i
		}
	}
	return best
}

// Turned returns the page as it stands after the picture was turned clockwise by the given number of quarters.
func (p Page) Turned(quarters int) Page {
	out := Page{Width: p.Width, Height: p.Height, Lines: make([]Line, len(p.Lines))}
	if quarters%2 != 0 {
		out.Width, out.Height = p.Height, p.Width
	}
	for i, l := range p.Lines {
		l.Quad = l.Quad.Turn(quarters, p.Width, p.Height)
		out.Lines[i] = l
	}
	return out
}

// Scaled returns the page with all places multiplied by f, for a picture that is f times as large.
func (p Page) Scaled(f float64) Page {
	out := Page{
		Width: int(math.Round(float64(p.Width) * f)), Height: int(math.Round(float64(p.Height) * f)),
		Lines: make([]Line, len(p.Lines)),
	}
	for i, l := range p.Lines {
		l.Quad = l.Quad.Scale(f)
		out.Lines[i] = l
	}
	return out
}
