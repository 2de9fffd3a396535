// Package backdrop renders photos of a person before a provider's blue cloth, with the truth about each: fixtures for
// tests and for accuracy measurements.
//
// A picture is composed as a camera would see it, in linear light: a cloth with folds, sheen and white print; wall
// beside it where the cloth is too small; a cut-out person with a shadow; then the colour and strength of the light,
// blur, and noise. The person is the same openly licensed portrait every time, with clothes and hair of any colour.
// What a composite cannot teach: retouching, pasted backdrops, real lenses.
//
// The same Options give the same px on every machine.
package backdrop

import (
	"fmt"
	"image"
	_ "image/jpeg" // the portrait
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"

	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
)

// RGB is an sRGB colour.
type RGB [3]uint8

// Options say what to render. The zero value of each field is the ordinary case.
type Options struct {
	Seed uint64
	W, H int // px; 600 × 800 if zero

	Cloth  RGB     // colour of the cloth; 28, 88, 178 if black
	Plain  bool    // no print
	Text   string  // print; 阿里云 if empty
	Banner bool    // print once across the top, instead of repeated all over
	Folds  float64 // depth of the folds, 0 to 1; 0.25 if zero
	Sheen  float64 // strength of a lamp's reflection, 0 to 1
	Wall   RGB     // of the gap; a light grey if black
	Gap    string  // where wall shows: left, right, top, corner, all, or nowhere if empty
	Share  float64 // of the width or height that the gap takes; 0.15 if zero

	Empty    bool    // nobody
	Face     float64 // face height as share of the picture's height; 0.17 if zero
	X        float64 // shift of the person from the middle, share of the width
	Y        float64 // shift down of the face from a third of the height, share of the height
	Top      RGB     // colour of the clothes; grey if black
	Hair     RGB     // colour of the hair; dark brown if black
	Lanyard  RGB     // colour of a lanyard; none if black
	Second   bool    // a second person beside the first
	Mirrored bool    // the finished picture, print and all

	Cast   [3]float64 // gain of red, green and blue light; neutral if zero
	Gain   float64    // strength of the light; 1 if zero
	Uneven float64    // loss of light towards the right edge, 0 to 1
	Blur   float64    // standard deviation of a Gaussian blur, px
	Noise  float64    // standard deviation of sensor noise, 8-bit levels
	Grey   bool       // black and white
}

// Truth is what a rendered picture shows.
type Truth struct {
	Persons  int
	Coverage float64         // share of the background that is cloth
	Face     image.Rectangle // the first person's, as a detector would box it
	Below    float64         // face heights of picture below the chin
}

// Studio holds what pictures are rendered from.
type Studio struct {
	person *cutout
	font   *sfnt.Font
}

// fontFile is a bold Chinese sans serif of Debian's fonts-noto-cjk.
const fontFile = "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc"

// Load reads the portrait from the folder portraits (testdata/portraits in this repository) and the font from the
// system (package fonts-noto-cjk).
func Load(portraits string) (*Studio, error) {
	person, err := loadCutout(filepath.Join(portraits, "astronaut"))
	if err != nil {
		return nil, fmt.Errorf("load portrait: %w", err)
	}
	data, err := os.ReadFile(fontFile)
	if err != nil {
		return nil, fmt.Errorf("load font of fonts-noto-cjk: %w", err)
	}
	fonts, err := opentype.ParseCollection(data)
	if err != nil {
		return nil, fmt.Errorf("load font: %w", err)
	}
	f, err := fonts.Font(2) // simplified Chinese
	if err != nil {
		return nil, fmt.Errorf("load font: %w", err)
	}
	return &Studio{person: person, font: f}, nil
}

// loadCutout reads name.jpg and its matte name_matte.png.
func loadCutout(name string) (*cutout, error) {
	open := func(path string) (image.Image, error) {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		if filepath.Ext(path) == ".png" {
			return png.Decode(f)
		}
		img, _, err := image.Decode(f)
		return img, err
	}
	photo, err := open(name + ".jpg")
	if err != nil {
		return nil, err
	}
	matte, err := open(name + "_matte.png")
	if err != nil {
		return nil, err
	}
	return newCutout(photo, matte), nil
}

func (o Options) withDefaults() Options {
	set := func(p *float64, v float64) {
		if *p == 0 {
			*p = v
		}
	}
	colour := func(p *RGB, v RGB) {
		if *p == (RGB{}) {
			*p = v
		}
	}
	if o.W == 0 || o.H == 0 {
		o.W, o.H = 600, 800
	}
	if o.Text == "" {
		o.Text = "阿里云"
	}
	colour(&o.Cloth, RGB{28, 88, 178})
	colour(&o.Wall, RGB{205, 202, 195})
	colour(&o.Top, RGB{120, 120, 118})
	colour(&o.Hair, RGB{52, 38, 30})
	set(&o.Folds, 0.25)
	set(&o.Share, 0.15)
	set(&o.Face, 0.17)
	set(&o.Gain, 1)
	if o.Cast == [3]float64{} {
		o.Cast = [3]float64{1, 1, 1}
	}
	return o
}

// Render composes one picture.
func (s *Studio) Render(o Options) (*image.NRGBA, Truth, error) {
	o = o.withDefaults()
	random := rand.New(rand.NewPCG(o.Seed, 0x68657961))
	c := newCanvas(o.W, o.H)
	c.hang(o, random)
	if err := c.print(s.font, o); err != nil {
		return nil, Truth{}, fmt.Errorf("print on the cloth: %w", err)
	}
	c.shade(o, random)
	c.wall(o, random)
	t := Truth{}
	if !o.Empty {
		if o.Second {
			beside := o
			beside.Top, beside.Hair, beside.Lanyard = RGB{70, 74, 60}, RGB{18, 16, 16}, RGB{}
			beside.X, beside.Y, beside.Face = o.X+0.3, o.Y+0.02, o.Face*0.9
			o.X -= 0.2
			c.place(s.person, beside, true)
			t.Persons++
		}
		t.Face = c.place(s.person, o, false)
		t.Persons++
		t.Below = float64(o.H-t.Face.Max.Y) / float64(t.Face.Dy())
	}
	t.Coverage = c.coverage()
	c.expose(o)
	return c.develop(o, random), t, nil
}
