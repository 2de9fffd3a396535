package main

import (
	"image"
	"time"

	"github.com/disintegration/imaging"

	"github.com/heyan/heyan/internal/specimen"
)

// asOf is the day that the fixtures are judged on.
var asOf = time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)

// upright photographs specimens so that the picture is upright: the good ones, and those with another defect.
func upright(seed uint64, specimens ...specimen.Specimen) specimen.Picture {
	for i := uint64(0); ; i++ {
		if p := specimen.Photograph(specimen.New(seed, i), specimen.Slight, specimens...); p.Turn == 0 {
			return p
		}
	}
}

func card(seed uint64, side string, o specimen.CardOptions) specimen.Specimen {
	return specimen.IDCard(specimen.New(seed, 0), side, o)
}

func cards() []shot {
	type options = specimen.CardOptions
	front, back := specimen.IDCardSides(specimen.New(11, 0), options{})
	good := upright(11, front)
	emblem := upright(12, back)
	glare := upright(21, front)
	at := glare.Fields["address"].Quad
	specimen.Glare(glare.Image, at.Center(), 0.3*at.Width())
	other := card(31, "portrait", options{})
	cut := upright(26, front)
	b := cut.Outlines[0].Bounds()
	corner := image.Rect(0, 0, b.Max.X-b.Dx()*13/100, b.Max.Y-b.Dy()*10/100)
	return []shot{
		{"id_card/good_portrait", good.Image},
		{"id_card/good_emblem", emblem.Image},
		{"id_card/both_sides", upright(13, front, back).Image},
		{"id_card/rotated_90", imaging.Rotate270(good.Image)},
		{"id_card/upside_down", imaging.Rotate180(good.Image)},
		{"id_card/perspective", tilt(upright(14, front).Image)},
		{"id_card/expired", upright(15, card(15, "emblem", options{Expired: true})).Image},
		{"id_card/expires_soon", upright(16, card(16, "emblem", options{ExpiresSoon: true})).Image},
		{"id_card/wrong_checksum", upright(17, card(17, "portrait", options{WrongChecksum: true})).Image},
		{"id_card/birth_mismatch", upright(18, card(18, "portrait", options{WrongBirth: true})).Image},
		{"id_card/blurred", imaging.Blur(upright(19, front).Image, 5)},
		{"id_card/tiny", imaging.Resize(upright(20, front).Image, 230, 0, imaging.Box)},
		{"id_card/glare_on_address", glare.Image},
		{"id_card/cut_corner", specimen.Cut(cut.Image, corner)},
		{"id_card/grey", imaging.Grayscale(upright(22, front).Image)},
		{"id_card/dark", gain(upright(23, front).Image, 0.09)},
		{"id_card/two_cards", upright(24, front, other).Image},
	}
}

func forms() []shot {
	type options = specimen.FormOptions
	domains := []string{"lanshuqin.cn"}
	at := func(seed uint64, o options) specimen.Picture {
		o.Layout = 1 + int(seed%2)
		if o.Domains == nil && !o.BlankDomain {
			o.Domains = domains
		}
		return upright(seed, specimen.VerificationForm(specimen.New(seed, 0), o))
	}
	cut := at(47, options{})
	b := cut.Outlines[0].Bounds()
	return []shot{
		{"verification_form/good_org", at(41, options{}).Image},
		{"verification_form/good_person", at(42, options{Person: true}).Image},
		{"verification_form/no_signature", at(43, options{NoSignature: true}).Image},
		{"verification_form/no_seal", at(44, options{NoSeal: true}).Image},
		{"verification_form/grey_seal", at(45, options{GreySeal: true}).Image},
		{"verification_form/www_domain", at(46, options{Domains: []string{"www.lanshuqin.cn"}}).Image},
		{"verification_form/blank_domain", at(48, options{BlankDomain: true}).Image},
		{"verification_form/cut_bottom", specimen.Cut(cut.Image, image.Rect(0, 0, cut.Image.Rect.Dx(), b.Min.Y+b.Dy()*7/10))},
		{"verification_form/red_pen", at(49, options{RedPen: true}).Image},
		{"verification_form/blurred", imaging.Blur(at(50, options{}).Image, 6)},
	}
}

func certificates() []shot {
	type options = specimen.CertificateOptions
	at := func(seed uint64, o options) *image.NRGBA {
		o.Domain = "lanshuqin.cn"
		return upright(seed, specimen.DomainCertificate(specimen.New(seed, 0), o)).Image
	}
	good := at(61, options{Layout: 2})
	return []shot{
		{"domain_certificate/good", good},
		{"domain_certificate/expired", at(62, options{Layout: 3, Expires: asOf.AddDate(0, -2, 0)})},
		{"domain_certificate/expires_soon", at(63, options{Layout: 4, Expires: asOf.AddDate(0, 1, 0)})},
		{"domain_certificate/table", at(64, options{Layout: 1})},
		{"domain_certificate/english", at(65, options{Layout: 5})},
		{"domain_certificate/prose", at(66, options{Layout: 6})},
		{"domain_certificate/rotated", imaging.Rotate90(good)},
	}
}

func others() []shot {
	r := specimen.New(81, 0)
	return []shot{
		{"unknown/landscape", specimen.Landscape(r).Image},
		{"unknown/blank", upright(82, specimen.Blank()).Image},
		{"unknown/noise", specimen.Noise(r).Image},
		{"unknown/letter", upright(83, specimen.Letter(r)).Image},
		{"unknown/business_license", upright(84, specimen.BusinessLicense(r)).Image},
	}
}
