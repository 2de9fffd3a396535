package main

import (
	"math/rand/v2"
	"strings"

	"github.com/heyan/heyan/internal/specimen"
)

func side1(side string, o specimen.CardOptions) drawing {
	return func(r *rand.Rand) []specimen.Specimen {
		front, back := specimen.IDCardSides(r, o)
		if side == "emblem" {
			return []specimen.Specimen{back}
		}
		return []specimen.Specimen{front}
	}
}

// holder draws one side of the first card whose holder has such a field.
func holder(side, field string, is func(string) bool) drawing {
	return func(r *rand.Rand) []specimen.Specimen {
		for {
			front, back := specimen.IDCardSides(r, specimen.CardOptions{})
			for name, f := range front.Fields {
				back.Fields["front "+name] = f
			}
			if !is(back.Fields[field].Value) && !is(front.Fields[field].Value) {
				continue
			}
			for name := range front.Fields {
				delete(back.Fields, "front "+name)
			}
			if side == "emblem" {
				return []specimen.Specimen{back}
			}
			return []specimen.Specimen{front}
		}
	}
}

func bothSides(r *rand.Rand) []specimen.Specimen {
	front, back := specimen.IDCardSides(r, specimen.CardOptions{})
	return []specimen.Specimen{front, back}
}

func twoPeople(r *rand.Rand) []specimen.Specimen {
	one, _ := specimen.IDCardSides(r, specimen.CardOptions{})
	other, _ := specimen.IDCardSides(r, specimen.CardOptions{})
	return []specimen.Specimen{one, other}
}

func idCards() []fixture {
	front, back := side1("portrait", specimen.CardOptions{}), side1("emblem", specimen.CardOptions{})
	list := []fixture{
		{"good_portrait.jpg", "nothing; the portrait side, photographed on a table", photo(1, specimen.Slight, front)},
		{"good_emblem.jpg", "nothing; the emblem side of the same card", photo(1, specimen.Slight, back)},
		{"good_long_term.jpg", "nothing; a card without end (长期)", photo(2, specimen.Slight, holder("emblem", "valid_to", func(v string) bool { return v == "长期" }))},
		{"good_minority_name.jpg", "nothing; a name with a dot (·)", photo(3, specimen.Clean, holder("portrait", "name", func(v string) bool { return strings.Contains(v, "·") }))},
		{"good_x_number.jpg", "nothing; a number that ends in X", photo(4, specimen.Slight, holder("portrait", "id_number", func(v string) bool { return strings.HasSuffix(v, "X") }))},
		{"good_scan.png", "nothing; a flat scan, PNG", flat(5, 1000, front)},
		{"both_sides.jpg", "nothing; both sides in one picture", photo(6, specimen.Clean, bothSides)},
		{"both_sides_scan.pdf", "nothing; both sides scanned on one page of a PDF", scanned(photo(7, specimen.Clean, bothSides))},
		{"exif_turned.jpg", "nothing; stored on its side with an EXIF orientation, as phones do", turnedByEXIF(photo(8, specimen.Slight, front))},
		{"rotated_90.jpg", "it lies on its side", photo(9, specimen.Slight, front, turned(1))},
		{"upside_down.jpg", "it stands on its head", photo(10, specimen.Slight, front, turned(2))},
		{"perspective.jpg", "photographed slantwise", photo(11, specimen.Slight, front, leaning(0.12))},
		{"expired.jpg", "it ended on 2026-08-23", photo(12, specimen.Slight, side1("emblem", specimen.CardOptions{Expired: true}))},
		{"expires_soon.jpg", "it ends within three months of 2026-11-23", photo(13, specimen.Slight, side1("emblem", specimen.CardOptions{ExpiresSoon: true}))},
		{"wrong_checksum.jpg", "the number's check character is wrong", photo(14, specimen.Clean, side1("portrait", specimen.CardOptions{WrongChecksum: true}))},
		{"birth_mismatch.jpg", "the printed birth date is a day after the number's", photo(15, specimen.Clean, side1("portrait", specimen.CardOptions{WrongBirth: true}))},
		{"blurred.jpg", "out of focus", photo(16, specimen.Slight, front, blurred(0.006))},
		{"shaken.jpg", "the camera was moved", photo(17, specimen.Slight, front, shaken(0.022))},
		{"glare_on_address.jpg", "a lamp shines on the address", photo(18, specimen.Slight, front, glareOn("address", 0.11))},
		{"glare_on_number.jpg", "a lamp shines on the number", photo(19, specimen.Slight, front, glareOn("id_number", 0.09))},
		{"cut_corner.jpg", "a corner was cut off the card", photo(20, specimen.Slight, front, clipped(0.13))},
		{"cut_right.jpg", "its right edge is outside the picture", photo(21, specimen.Clean, front, cut(-1, -1, 0.9, 2))},
		{"grey.jpg", "without colour", photo(22, specimen.Clean, front, grey)},
		{"dark.jpg", "too little light", photo(23, specimen.Slight, front, dimmed(0.02))},
		{"two_people.jpg", "the portrait sides of two people", photo(26, specimen.Slight, twoPeople)},
		{"too_small.jpg", "too few pixels", photo(24, specimen.Slight, front, reduced(0.16))},
		{"mirrored.jpg", "left and right are exchanged, as a front camera stores it", photo(25, specimen.Slight, front, mirrored)},
	}
	return in("files/id_card/", list)
}

// in puts fixtures into a folder.
func in(folder string, list []fixture) []fixture {
	for i := range list {
		list[i].path = folder + list[i].path
	}
	return list
}
