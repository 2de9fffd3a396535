package main

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"

	"github.com/heyan/heyan/internal/specimen"
	"github.com/heyan/heyan/validate"
)

// The sample filing's people and things. County code 99 was never assigned, in the ID number as in the credit code.
const (
	filingName   = "周样例"
	filingID     = "320599199308183523"
	filingHost   = "苏州样例云数据有限公司"
	filingDomain = "yangli-yun.cn"
)

// filing is a complete and good filing: every document agrees with the others and with declared.json.
func filing(root string) []fixture {
	card := specimen.CardOptions{Name: filingName, Number: filingID}
	written := form(specimen.FormOptions{Host: filingHost, Domains: []string{filingDomain}, Signature: filingName, Layout: 2, Typed: true})
	owned := certificate(specimen.CertificateOptions{Domain: filingDomain, Owner: filingHost, Layout: 2})
	return in("filing/", []fixture{
		{"declared.json", "what the applicant typed", declared},
		{"id_card_portrait.jpg", "portrait side of the responsible person's card", photo(401, specimen.Slight, side1("portrait", card))},
		{"id_card_emblem.jpg", "emblem side of it", photo(401, specimen.Slight, side1("emblem", card))},
		{"verification_form.jpg", "signed and sealed", photo(402, specimen.Clean, written)},
		{"domain_certificate.jpg", "of the website's domain", photo(403, specimen.Slight, owned)},
		{"backdrop_photo.jpg", "the responsible person before the provider's cloth", func() ([]byte, error) {
			return os.ReadFile(filepath.Join(root, "files", "backdrop_photo", "good.jpg")) //nolint:gosec // our own
		}},
	})
}

// declared is what the sample filing's applicant typed.
func declared() ([]byte, error) {
	who := validate.Person{
		Name: filingName, DocumentKind: "id_card", DocumentNumber: filingID,
		Mobile: "13900000000", EmergencyMobile: "13800000000", Email: "yangli@example.com",
	}
	const address = "江苏省苏州市虎丘区样本路18号"
	d := validate.Declared{
		Province: "32", Provider: "aliyun", Channel: "pc", PhotoMode: "backdrop", FilingType: "first", SubmittedOn: "2026-11-23",
		Host: validate.Host{
			Nature: "enterprise", Name: filingHost, DocumentKind: "business_license", DocumentNumber: "91320599MA0HEYAN34",
			Address: address, ContactAddress: address,
		},
		LegalRep: who, Main: who, Site: who,
		Websites: []validate.Website{{
			Name: "样例云数据", Domains: []string{filingDomain}, Registrar: registrar(), Content: "单位门户网站", Languages: []string{"中文"},
		}},
	}
	data, err := json.MarshalIndent(d, "", "  ")
	return append(data, '\n'), err
}

// registrar is who the sample filing's certificate names.
func registrar() string {
	var name string
	_, _ = upright(403, specimen.Slight, func(r *rand.Rand) []specimen.Specimen {
		s := certificate(specimen.CertificateOptions{Domain: filingDomain, Owner: filingHost, Layout: 2})(r)
		name = s[0].Fields["registrar"].Value
		return s
	})
	return name
}
