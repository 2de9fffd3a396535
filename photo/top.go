package photo

import (
	"image"

	"github.com/heyan/heyan/internal/geom"
)

// Top is the clothing below the face, as shares of the torso that is neither skin nor background.
type Top struct {
	// Known is false where no upper body can be seen: a close crop, a torso behind something. Every other number
	// is then 0.
	Known bool
	// Below is the height of the picture below the chin, in face heights, whether Known or not.
	Below float64
	// Red and Blue are the shares of red and of blue px in white light, 0 to 1. Maroon counts as red, navy and denim
	// as blue; pink, orange, purple, teal and near-black navy as neither. Reddish and Bluish count the neighbouring
	// shades as well: orange-red and deep pink, near-black navy and violet.
	Red, Blue, Reddish, Bluish float64
	// Cloth is the share of px that have the very colour of the cloth: a top in the cloth's blue.
	Cloth float64
	// RedSides is the red share of the outer halves of the torso alone: a tie or a lanyard is red in the middle, a top
	// is red all over. BlueSides is the same for blue or cloth-coloured px.
	RedSides, BlueSides float64
	// Lightness, Chroma and Hue are the median L* (0 to 100), C* and hue angle (degrees) of the torso.
	Lightness, Chroma, Hue float64
	Box                    geom.Quad // what was looked at, in px of the picture
}

// Where the torso is looked for, in face heights below the chin and face widths to either side of the face's centre.
const (
	torsoTop, torsoBottom = 0.15, 2.2
	torsoNeck, torsoWide  = 0.6, 1.4
	minTorso              = 0.30 // face heights that must be in the picture below the chin
	torsoPerson           = 0.6  // likelihood of a person
)

// measureTop measures the colours below the face f.
func measureTop(s *scene, c *cloth, f Face, skin *skinModel, l light) Top {
	box := f.Box.Scale(1 / s.scale)
	fw, fh := box.Width(), box.Height()
	chin, cx := box[2].Y, (box[0].X+box[1].X)/2
	t := Top{Below: (float64(s.h) - chin) / max(fh, 1)}
	y0, y1 := int(chin+torsoTop*fh), min(int(chin+torsoBottom*fh), s.h)
	if t.Below < minTorso || y0 >= y1 {
		return t
	}
	torso := 0 // px of the person, skin and clothes
	type tally struct{ all, red, blue, reddish, bluish, cloth, both int }
	var whole, sides tally
	var ls, cs, hues []float64
	var bounds image.Rectangle
	// Every second px of every second row: a torso has tens of thousands.
	step := 1
	if fh > 60 {
		step = 2
	}
	for y := max(y0, 0); y < y1; y += step {
		share := (float64(y) - chin - torsoTop*fh) / ((torsoBottom - torsoTop) * fh)
		half := fw * (torsoNeck + (torsoWide-torsoNeck)*min(share*2, 1))
		for x := max(int(cx-half), 0); x < min(int(cx+half), s.w); x += step {
			i := y*s.w + x
			if s.person[i] < torsoPerson {
				continue
			}
			if torso++; skin != nil && skin.has(s, i) {
				continue
			}
			lab := s.lab(i, l)
			red, blue := looksRed(lab), looksBlue(lab)
			reddish, bluish := red || looksReddish(lab), blue || looksBluish(lab)
			clothLike := c.found && c.member[i]
			add := func(t *tally) {
				t.all++
				if red {
					t.red++
				}
				if blue {
					t.blue++
				}
				if reddish {
					t.reddish++
				}
				if bluish {
					t.bluish++
				}
				if clothLike {
					t.cloth++
				}
				if blue || clothLike {
					t.both++
				}
			}
			add(&whole)
			if d := float64(x) - cx; d < -half/2 || d > half/2 {
				add(&sides)
			}
			ls, cs, hues = append(ls, lab.L), append(cs, lab.C), append(hues, lab.Hue)
			bounds = bounds.Union(image.Rect(x, y, x+1, y+1))
		}
	}
	if least := 0.12 * fw * fh / float64(step*step); float64(whole.all) < least {
		if float64(torso) < 4*least {
			return t
		}
		whole.all = max(whole.all, torso) // a top in the colour of the skin
		bounds = image.Rect(int(cx-torsoWide*fw), y0, int(cx+torsoWide*fw), y1)
	}
	share := func(n, of int) float64 { return float64(n) / float64(max(of, 1)) }
	t.Known = true
	t.Red, t.Blue, t.Cloth = share(whole.red, whole.all), share(whole.blue, whole.all), share(whole.cloth, whole.all)
	t.Reddish, t.Bluish = share(whole.reddish, whole.all), share(whole.bluish, whole.all)
	t.RedSides, t.BlueSides = share(sides.red, sides.all), share(sides.both, sides.all)
	if len(ls) > 0 {
		t.Lightness, t.Chroma, t.Hue = percentile(ls, 0.5), percentile(cs, 0.5), percentile(hues, 0.5)
	}
	t.Box = geom.Rect(scaled(bounds, s.scale))
	return t
}

// looksRed and looksBlue hold the policy on colours: hue in degrees, and enough chroma, saturation and lightness to be
// seen as that colour and not as grey or black. Pure sRGB red has hue 40, crimson about 25, orange 54 and more, hot
// pink below 10; royal blue 295, denim 277, light blue 265, teal 194, purple 314.
func looksRed(c cielab) bool {
	return c.Hue > 12 && c.Hue < 43 && c.C > 22 && c.saturation() > 0.52 && c.L > 6
}

func looksBlue(c cielab) bool {
	strong := c.saturation() > 0.27
	pale := c.L > 35 && c.C > 14 && c.saturation() > 0.2
	return c.Hue > 238 && c.Hue < 306 && c.C > 11 && c.L > 9 && (strong || pale)
}

// looksReddish and looksBluish are the same with the doubtful shades around them.
func looksReddish(c cielab) bool {
	return c.Hue > 3 && c.Hue < 48 && c.C > 20 && c.saturation() > 0.45 && c.L > 4
}

func looksBluish(c cielab) bool {
	return c.Hue > 228 && c.Hue < 312 && c.C > 8 && c.L > 2.5 && c.saturation() > 0.22
}
