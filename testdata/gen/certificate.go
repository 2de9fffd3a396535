package main

import (
	"math/rand/v2"
	"time"

	"github.com/heyan/heyan/internal/specimen"
)

func certificate(o specimen.CertificateOptions) drawing {
	return func(r *rand.Rand) []specimen.Specimen {
		return []specimen.Specimen{specimen.DomainCertificate(r, o)}
	}
}

func domainCertificates() []fixture {
	type options = specimen.CertificateOptions
	list := []fixture{
		{"good.jpg", "nothing; label and value in two columns", photo(201, specimen.Slight, certificate(options{Layout: 2}))},
		{"good_table.jpg", "nothing; a table with lines", photo(202, specimen.Slight, certificate(options{Layout: 1}))},
		{"good_colon.jpg", "nothing; the value right behind the colon", photo(203, specimen.Slight, certificate(options{Layout: 3}))},
		{"good_bilingual.jpg", "nothing; labels in Chinese and English", photo(204, specimen.Slight, certificate(options{Layout: 4}))},
		{"good_english.jpg", "nothing; labels in English", photo(205, specimen.Slight, certificate(options{Layout: 5}))},
		{"good_prose.jpg", "nothing; in sentences", photo(206, specimen.Slight, certificate(options{Layout: 6}))},
		{"good_download.png", "nothing; as downloaded, never on paper", flat(207, 900, certificate(options{Layout: 2}))},
		{"good_text.pdf", "nothing; text in a PDF, in English", textPDF},
		{"good_scan.pdf", "nothing; a scan in a PDF", scanned(photo(208, specimen.Clean, certificate(options{Layout: 4})))},
		{"chinese_domain.jpg", "nothing; a domain in Chinese characters", photo(209, specimen.Slight, certificate(options{Layout: 1, Domain: "样本数据.中国"}))},
		{"expired.jpg", "the domain ended on 2026-10-01", photo(210, specimen.Slight, certificate(options{Layout: 4, Expires: day(2026, 10, 1)}))},
		{"expires_soon.jpg", "the domain ends on 2027-01-10", photo(211, specimen.Slight, certificate(options{Layout: 2, Expires: day(2027, 1, 10)}))},
		{"rotated_90.jpg", "it lies on its side", photo(212, specimen.Slight, certificate(options{Layout: 4}), turned(1))},
		{"cut_right.jpg", "its right part is outside the picture", photo(213, specimen.Clean, certificate(options{Layout: 2}), cut(-1, -1, 0.55, 2))},
		{"blurred.jpg", "out of focus", photo(214, specimen.Slight, certificate(options{Layout: 2}), blurred(0.0045))},
		{"glare_on_domain.jpg", "a lamp shines on the domain", photo(215, specimen.Slight, certificate(options{Layout: 2}), glareOn("domain", 0.07))},
		{"grey.jpg", "without colour", photo(216, specimen.Clean, certificate(options{Layout: 4}), grey)},
	}
	return in("files/domain_certificate/", list)
}

func day(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }
