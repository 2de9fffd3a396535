package validate_test

import (
	"flag"
	"fmt"
	"os"
	"sort"
	"strings"
	"testing"

	"github.com/heyan/heyan/internal/specimen"
	"github.com/heyan/heyan/validate"
)

var (
	accuracy = flag.Bool("accuracy", false, "measure on many pictures and write docs/accuracy.md")
	trace    = flag.Bool("trace", false, "print the measures of every picture")
)

// pictured is a way to make a picture, and what a report of it must say.
type pictured struct {
	name string
	kind validate.Kind
	make func(i uint64, sev specimen.Severity) specimen.Picture
}

func pictures() []pictured {
	card := func(side string) func(uint64, specimen.Severity) specimen.Picture {
		return func(i uint64, sev specimen.Severity) specimen.Picture {
			r := specimen.New(77+uint64(sev), i)
			return specimen.Photograph(r, sev, specimen.IDCard(r, side, specimen.CardOptions{}))
		}
	}
	return []pictured{
		{"ID card, portrait side", validate.IDCard, card(validate.SidePortrait)},
		{"ID card, emblem side", validate.IDCard, card(validate.SideEmblem)},
		{"ID card, both sides in one picture", validate.IDCard, func(i uint64, sev specimen.Severity) specimen.Picture {
			r := specimen.New(177+uint64(sev), i)
			front, back := specimen.IDCardSides(r, specimen.CardOptions{})
			return specimen.Photograph(r, sev, front, back)
		}},
		{"domain certificate", validate.DomainCertificate, func(i uint64, sev specimen.Severity) specimen.Picture {
			r := specimen.New(277+uint64(sev), i)
			return specimen.Photograph(r, sev, specimen.DomainCertificate(r, specimen.CertificateOptions{}))
		}},
		{"authenticity form", validate.VerificationForm, func(i uint64, sev specimen.Severity) specimen.Picture {
			r := specimen.New(377+uint64(sev), i)
			return specimen.Photograph(r, sev, specimen.VerificationForm(r, specimen.FormOptions{Person: i%3 == 0, Typed: i%2 == 0}))
		}},
	}
}

// figures are counted over the pictures of one kind and severity.
type figures struct {
	pictures, kind, passed, rejected, image int // image: pictures with a failed image.* check above info
	fields, right, sure, sureWrong          int
}

func (f *figures) judge(r *validate.Report, p specimen.Picture, kind validate.Kind) {
	f.pictures++
	if r.KindFound == kind {
		f.kind++
	}
	switch r.Verdict {
	case validate.Pass:
		f.passed++
	case validate.Reject:
		f.rejected++
	}
	for _, x := range r.Findings {
		if strings.HasPrefix(x.Check, "image.") && x.Outcome == validate.Failed && x.Severity != validate.SeverityInfo {
			f.image++
			break
		}
	}
	for name, want := range p.Fields {
		if want.Value == "" {
			continue
		}
		f.fields++
		got := r.Fields[name]
		value, _ := got.Value.(string)
		if list, ok := got.Value.([]string); ok {
			value = strings.Join(list, " ")
		}
		sure := got.Confidence >= 0.9 || got.Proof != ""
		switch {
		case value == want.Value && sure:
			f.right++
			f.sure++
		case value == want.Value:
			f.right++
		case sure:
			f.sureWrong++
		}
	}
}

// TestAccuracyOfVerdicts holds what the verdict is for: unreadable pictures never pass, and good ones are not called bad.
func TestAccuracyOfVerdicts(t *testing.T) {
	n := 1
	if *accuracy {
		n = 4
	}
	v := newValidator(t)
	table := map[string]*figures{}
	for _, p := range pictures() {
		for _, sev := range []specimen.Severity{specimen.Clean, specimen.Slight, specimen.Moderate, specimen.Heavy, specimen.Unreadable} {
			f := &figures{}
			table[fmt.Sprintf("%s | %d %s", p.name, sev, sev)] = f
			for i := range n {
				pic := p.make(uint64(i), sev)
				r, err := v.Validate(t.Context(), validate.Request{Files: []validate.File{{Name: "p.jpg", Data: pic.JPEG}}, AsOf: "2026-11-23"})
				if err != nil {
					t.Fatal(err)
				}
				f.judge(r, pic, p.kind)
				if sev == specimen.Unreadable && r.Verdict == validate.Pass {
					t.Errorf("%s %d is unreadable and passed", p.name, i)
				}
				if *trace {
					var failed []string
					for _, x := range r.Findings {
						if x.Outcome != validate.Passed && x.Severity != validate.SeverityInfo {
							failed = append(failed, fmt.Sprintf("%s/%s", x.Check, x.Severity))
						}
					}
					t.Logf("%s %s %d %s %v %v", p.name, sev, i, r.Verdict, r.Quality, failed)
				}
			}
		}
	}
	bad, good := 0, 0
	for name, f := range table {
		if strings.HasSuffix(name, "clean") || strings.HasSuffix(name, "slight") {
			bad, good = bad+f.image, good+f.pictures
		}
	}
	// One of the few is a rare character that the reader lacks; more than one in twenty beside it is a fault.
	if float64(bad) > 1+0.05*float64(good) {
		t.Errorf("%d of %d good pictures have a failed image check", bad, good)
	}
	if *accuracy {
		write(t, table)
	}
}

func write(t *testing.T, table map[string]*figures) {
	t.Helper()
	share := func(n, of int) string {
		if of == 0 {
			return "–"
		}
		return fmt.Sprintf("%.3f", float64(n)/float64(of))
	}
	var b strings.Builder
	b.WriteString(accuracyHead)
	b.WriteString("| picture | severity | pictures | kind found | pass | reject | failed image check | fields | right | right, sure or proven | wrong, sure or proven |\n|---|---|---|---|---|---|---|---|---|---|---|\n")
	names := make([]string, 0, len(table))
	for name := range table {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		f := table[name]
		kind, sev, _ := strings.Cut(name, " | ")
		fmt.Fprintf(&b, "| %s | %s | %d | %s | %s | %s | %s | %d | %s | %s | %s |\n", kind, sev[2:], f.pictures, share(f.kind, f.pictures),
			share(f.passed, f.pictures), share(f.rejected, f.pictures), share(f.image, f.pictures), f.fields, share(f.right, f.fields), share(f.sure, f.fields), share(f.sureWrong, f.fields))
	}
	if err := os.WriteFile("../docs/accuracy.md", []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

const accuracyHead = `# Accuracy

Made by ` + "`make accuracy`" + ` on specimens that ` + "`internal/specimen`" + ` draws and photographs: several fonts and layouts, tilted, in perspective,
on tables of wood and cloth, with shadow, glare, blur, noise and JPEG. They are drawn with Debian's fonts, not photographed from real
documents: expect lower figures on real pictures, and read the ratios.

Severities, by the width of a card in the photo: clean 1100–1500 px, a scan; slight 1000–1500 px, blur to 0.8 px, JPEG 60–85; moderate
650–1050 px, blur to 1.3 px, JPEG 40–62, glare on one in four; heavy 400–700 px, blur to 1.6 px, JPEG 30–48; unreadable 260–420 px and
a blur of 2.6 px and more. A field is right where its value is exactly the printed one. Sure is a confidence of 0.9 or more; proven is a
check digit or a second printed place.

`
