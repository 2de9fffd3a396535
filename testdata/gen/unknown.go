package main

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"

	"github.com/heyan/heyan/internal/specimen"
)

// painted makes a picture from the colour of each place, given as shares of width and height, with grain.
func painted(seed uint64, grain float64, at func(x, y float64) color.NRGBA) func() ([]byte, error) {
	return func() ([]byte, error) {
		r := specimen.New(seed, 0)
		img := image.NewNRGBA(image.Rect(0, 0, 1000, 700))
		for y := range 700 {
			for x := range 1000 {
				c := at(float64(x)/1000, float64(y)/700)
				n := grain * r.NormFloat64()
				f := func(v uint8) uint8 { return uint8(min(max(float64(v)+n, 0), 255)) }
				img.SetNRGBA(x, y, color.NRGBA{f(c.R), f(c.G), f(c.B), 255})
			}
		}
		return encode(img)
	}
}

func landscape(x, y float64) color.NRGBA {
	hill := 0.55 + 0.08*math.Sin(5*x+1) + 0.04*math.Sin(13*x)
	near := 0.75 + 0.06*math.Sin(4*x+3)
	switch {
	case math.Hypot(x-0.75, 0.7*(y-0.2)) < 0.06:
		return color.NRGBA{255, 244, 200, 255}
	case y > near:
		return color.NRGBA{uint8(70 + 40*y), 120, 50, 255}
	case y > hill:
		return color.NRGBA{90, uint8(130 + 40*y), 90, 255}
	}
	return color.NRGBA{uint8(110 + 150*y), uint8(160 + 90*y), 230, 255}
}

// single is a drawing of one document.
func single(draw func(*rand.Rand) specimen.Specimen) drawing {
	return func(r *rand.Rand) []specimen.Specimen { return []specimen.Specimen{draw(r)} }
}

func unknowns() []fixture {
	list := []fixture{
		{"landscape.jpg", "hills, and no document", painted(301, 3, landscape)},
		{"blank.jpg", "an empty sheet", painted(302, 1.2, func(x, y float64) color.NRGBA {
			v := uint8(244 - 10*x - 6*y)
			return color.NRGBA{v, v, v - 2, 255}
		})},
		{"noise.jpg", "noise", painted(303, 18, func(float64, float64) color.NRGBA { return color.NRGBA{128, 128, 128, 255} })},
		{"black.jpg", "a covered lens", painted(304, 2, func(float64, float64) color.NRGBA { return color.NRGBA{6, 5, 5, 255} })},
		{"letter.jpg", "a page of text that no filing asks for", photo(305, specimen.Slight, single(specimen.Letter))},
		{"business_license.jpg", "a business licence, which is of a kind not read yet", photo(306, specimen.Slight, single(specimen.BusinessLicense))},
	}
	return in("files/unknown/", list)
}
