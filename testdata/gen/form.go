package main

import (
	"math/rand/v2"

	"github.com/heyan/heyan/internal/specimen"
)

func form(o specimen.FormOptions) drawing {
	return func(r *rand.Rand) []specimen.Specimen { return []specimen.Specimen{specimen.VerificationForm(r, o)} }
}

func verificationForms() []fixture {
	type options = specimen.FormOptions
	org := form(options{})
	list := []fixture{
		{"good_org.jpg", "nothing; an organisation's, signed and sealed", photo(101, specimen.Clean, org)},
		{"good_photo.jpg", "nothing; photographed on a table", photo(102, specimen.Slight, org)},
		{"good_person.jpg", "nothing; a person's, without a seal", photo(103, specimen.Clean, form(options{Person: true}))},
		{"good_typed.jpg", "nothing; filled in on a computer", photo(104, specimen.Clean, form(options{Typed: true}))},
		{"good_domains.jpg", "nothing; three domains", photo(105, specimen.Clean, form(options{Domains: []string{"yangben.cn", "shili.com", "moni.net"}, Typed: true}))},
		{"good_scan.pdf", "nothing; a scan in a PDF", scanned(photo(106, specimen.Clean, org))},
		{"no_signature.jpg", "nobody signed it", photo(107, specimen.Clean, form(options{NoSignature: true}))},
		{"no_seal.jpg", "an organisation's without a seal", photo(108, specimen.Clean, form(options{NoSeal: true}))},
		{"grey_seal.jpg", "the seal is a copy in grey", photo(109, specimen.Clean, form(options{GreySeal: true}))},
		{"blank_host.jpg", "the host's name is missing", photo(110, specimen.Clean, form(options{BlankHost: true}))},
		{"blank_domain.jpg", "the domain is missing", photo(111, specimen.Clean, form(options{BlankDomain: true}))},
		{"www_domain.jpg", "the domain begins with www.", photo(112, specimen.Clean, form(options{Domains: []string{"www.yangben.cn"}, Typed: true}))},
		{"date_written.jpg", "the date is filled in", photo(113, specimen.Clean, form(options{Date: "2026年11月20日"}))},
		{"red_pen.jpg", "written with a red pen", photo(114, specimen.Clean, form(options{RedPen: true}))},
		{"cut_bottom.jpg", "its foot is outside the picture", photo(115, specimen.Clean, org, cut(-1, -1, 2, 0.82))},
		{"blurred.jpg", "out of focus", photo(116, specimen.Slight, org, blurred(0.0042))},
		{"grey.jpg", "without colour", photo(117, specimen.Clean, org, grey)},
		{"upside_down.jpg", "it stands on its head", photo(118, specimen.Slight, org, turned(2))},
	}
	return in("files/verification_form/", list)
}
