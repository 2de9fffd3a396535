package validate

import (
	"context"
	"strings"
	"time"

	"github.com/heyan/heyan/internal/number"
)

// The checks of the resident ID card (居民身份证, GA 448).
func idCardChecks() []Check {
	const portrait, emblem = SidePortrait, SideEmblem
	return []Check{
		{Code: "id_card.both_sides", Retryable: true, Run: idBothSides},
		{Code: "id_card.generation", Side: portrait, Run: idGeneration},
		{Code: "id_card.temporary", Run: idTemporary},
		{Code: "id_card.number_format", Side: portrait, Retryable: true, Run: idNumberFormat},
		{Code: "id_card.number_checksum", Side: portrait, Retryable: true, Needs: []string{"id_card.number_format"}, Run: idNumberChecksum},
		{Code: "id_card.number_region", Side: portrait, Needs: []string{"id_card.number_checksum"}, Run: idNumberRegion},
		{Code: "id_card.birth_match", Side: portrait, Retryable: true, Needs: []string{"id_card.number_checksum"}, Run: idBirthMatch},
		{Code: "id_card.sex_match", Side: portrait, Retryable: true, Needs: []string{"id_card.number_checksum"}, Run: idSexMatch},
		{Code: "id_card.validity_readable", Side: emblem, Retryable: true, Run: idValidityReadable},
		{Code: "id_card.expired", Side: emblem, Needs: []string{"id_card.validity_readable"}, Run: idExpired},
		{Code: "id_card.expires_soon", Side: emblem, Needs: []string{"id_card.validity_readable", "id_card.expired"}, Run: idExpiresSoon},
		{Code: "id_card.not_yet_valid", Side: emblem, Needs: []string{"id_card.validity_readable"}, Run: idNotYetValid},
		{Code: "id_card.validity_term", Side: emblem, Retryable: true, Needs: []string{"id_card.validity_readable"}, Run: idValidityTerm},
		{Code: "id_card.issuer_region", Run: idIssuerRegion},
		{Code: "filing.person_name_match", Side: portrait, Declared: true, Run: idNameDeclared},
		{Code: "filing.person_number_match", Side: portrait, Declared: true, Run: idNumberDeclared},
	}
}

func idBothSides(_ context.Context, s *Subject) (Answer, error) {
	switch {
	case s.shows(SidePortrait) && s.shows(SideEmblem):
		return passed(), nil
	case len(s.pages) < 2:
		return skipped("单个文件不要求两面", "a single file need not show both"), nil
	}
	missing := SidePortrait
	if s.shows(SidePortrait) {
		missing = SideEmblem
	}
	return failed().named("side", s.rules.Sides[missing]), nil
}

func idGeneration(_ context.Context, s *Subject) (Answer, error) {
	n, ok := s.field("id_number")
	if !ok {
		return skipped("号码未读出", "the number was not read"), nil
	}
	digits := len(n.Value)
	if digits != 18 && (digits != 15 || n.Confidence < sureOfField) {
		return skipped("号码未读全", "the number was not read whole"), nil
	}
	return decide(digits == 18).on(n).got(digits, "characters").want("==", 18, "characters"), nil
}

func idTemporary(_ context.Context, s *Subject) (Answer, error) {
	return decide(s.found != temporaryIDCard), nil
}

func idNumberFormat(_ context.Context, s *Subject) (Answer, error) {
	n, ok := s.field("id_number")
	if !ok {
		return skipped("号码未读出", "the number was not read"), nil
	}
	masked := number.MaskID(n.Value)
	return decide(number.IsIDFormat(n.Value)).on(n).with("number", masked).got(masked, ""), nil
}

func idNumberChecksum(_ context.Context, s *Subject) (Answer, error) {
	n, _ := s.field("id_number")
	return decide(number.IsID(n.Value)).on(n).got(number.MaskID(n.Value), ""), nil
}

func idNumberRegion(_ context.Context, s *Subject) (Answer, error) {
	n, _ := s.field("id_number")
	_, known := number.Province(n.Value)
	return decide(known).on(n).got(n.Value[:2]+"****", ""), nil
}

func idBirthMatch(_ context.Context, s *Subject) (Answer, error) {
	n, _ := s.field("id_number")
	inNumber, real := number.IDBirth(n.Value)
	if !real || inNumber.After(s.asOf) || inNumber.Year() < 1880 {
		return failed().on(n), nil
	}
	birth, ok := s.field("birth_date")
	if !ok {
		return undecided("出生日期未读出", "the birth date was not read"), nil
	}
	a := decide(birth.Value == inNumber.Format(time.DateOnly)).on(birth)
	a.Confidence = min(birth.Confidence, n.Confidence)
	return a, nil
}

func idSexMatch(_ context.Context, s *Subject) (Answer, error) {
	n, _ := s.field("id_number")
	sex, ok := s.field("sex")
	if !ok {
		return undecided("性别未读出", "the sex was not read"), nil
	}
	a := decide(sex.Value == number.IDSex(n.Value)).on(sex)
	a.Confidence = min(sex.Confidence, n.Confidence)
	return a, nil
}

func idValidityReadable(_ context.Context, s *Subject) (Answer, error) {
	_, from := s.field("valid_from")
	to, until := s.field("valid_to")
	if !from || !until {
		return failed(), nil
	}
	return passed().on(to), nil
}

// longTerm is what a card without end prints in place of its last day.
const longTerm = "长期"

func idExpired(_ context.Context, s *Subject) (Answer, error) {
	to, _ := s.field("valid_to")
	if to.Value == longTerm {
		return passed().on(to), nil
	}
	end, ok := parseDay(to.Value)
	if !ok {
		return undecided("日期无法理解", "the date makes no sense"), nil
	}
	return decide(!end.Before(s.asOf)).on(to).with("valid_to", to.Value).got(to.Value, "date").
		want(">=", s.asOf.Format(time.DateOnly), "date"), nil
}

func idExpiresSoon(_ context.Context, s *Subject) (Answer, error) {
	to, _ := s.field("valid_to")
	if to.Value == longTerm {
		return passed().on(to), nil
	}
	end, ok := parseDay(to.Value)
	if !ok {
		return undecided("日期无法理解", "the date makes no sense"), nil
	}
	limit := addMonths(s.asOf, 3)
	return decide(end.After(limit)).on(to).with("valid_to", to.Value).got(to.Value, "date").
		want(">", limit.Format(time.DateOnly), "date"), nil
}

func idNotYetValid(_ context.Context, s *Subject) (Answer, error) {
	from, _ := s.field("valid_from")
	start, ok := parseDay(from.Value)
	if !ok {
		return undecided("日期无法理解", "the date makes no sense"), nil
	}
	return decide(!start.After(s.asOf)).on(from).with("valid_from", from.Value).got(from.Value, "date").
		want("<=", s.asOf.Format(time.DateOnly), "date"), nil
}

// idValidityTerm holds the term against the Resident Identity Card Law: 5 years for those under 16 at issue, 10 to
// 25, 20 to 45, without end from 46. The last day is the same day and month; 29 February may end on the 28th or on 1
// March. Whose birthday falls near the day of issue is given a year's grace, because the application counts.
func idValidityTerm(_ context.Context, s *Subject) (Answer, error) {
	from, _ := s.field("valid_from")
	to, _ := s.field("valid_to")
	start, ok := parseDay(from.Value)
	if !ok {
		return undecided("日期无法理解", "the date makes no sense"), nil
	}
	years := 0 // without end
	if to.Value != longTerm {
		end, ok := parseDay(to.Value)
		if !ok {
			return undecided("日期无法理解", "the date makes no sense"), nil
		}
		years = end.Year() - start.Year()
		gap := end.Sub(start.AddDate(years, 0, 0))
		if years != 5 && years != 10 && years != 20 || gap > 24*time.Hour || gap < -24*time.Hour {
			return failed().on(to).got(years, "years").want("in", []int{5, 10, 20}, "years"), nil
		}
	}
	birth, ok := s.birth()
	if !ok {
		return passed().on(to), nil
	}
	oldest := map[int]int{5: 16, 10: 26, 20: 46, 0: 200}[years]
	youngest := map[int]int{5: 0, 10: 15, 20: 25, 0: 45}[years]
	age := fullYears(birth, start)
	return decide(youngest <= age && age <= oldest).on(to), nil
}

func idIssuerRegion(_ context.Context, s *Subject) (Answer, error) {
	issuer, ok := s.field("issuer")
	address, read := s.field("address")
	if !ok || !read {
		return skipped("需要两面都读出", "both sides must have been read"), nil
	}
	place := []rune(strings.TrimSuffix(strings.TrimSuffix(issuer.Value, "分局"), "公安局"))
	if len(place) < 2 {
		return undecided("签发机关无法理解", "the issuing office makes no sense"), nil
	}
	return decide(strings.Contains(address.Value, string(place[:2]))).on(issuer), nil
}

// declaredPeople returns who a filing names, with their roles.
func (s *Subject) declaredPeople() []role {
	d := s.declared
	people := []role{
		{Names{"主体负责人", "main responsible person"}, d.Main.Name, d.Main.DocumentNumber},
		{Names{"网站负责人", "website responsible person"}, d.Site.Name, d.Site.DocumentNumber},
		{Names{"法定代表人", "legal representative"}, d.LegalRep.Name, d.LegalRep.DocumentNumber},
	}
	if d.Host.Nature == "person" || d.Host.Nature == "sole_trader" {
		people = append(people, role{Names{"主办者", "host"}, d.Host.Name, d.Host.DocumentNumber})
	}
	return people
}

type role struct {
	title        Names
	name, number string
}

func idNameDeclared(_ context.Context, s *Subject) (Answer, error) {
	name, ok := s.field("name")
	if !ok {
		return undecided("姓名未读出", "the name was not read"), nil
	}
	first, unknown := role{}, false
	for _, p := range s.declaredPeople() {
		switch {
		case p.name == "":
			continue
		case sameText(p.name, name.Value):
			return passed().on(name), nil
		case first.name == "":
			first = p
		}
		unknown = unknown || mayRead(p.name, name.Value)
	}
	if first.name == "" {
		return skipped("未填报姓名", "no name was declared"), nil
	}
	a := failed().on(name).named("role", first.title).with("expected", first.name).with("found", name.Value)
	if unknown {
		a.AtMost = SeverityReview
	}
	return a, nil
}

func idNumberDeclared(_ context.Context, s *Subject) (Answer, error) {
	n, ok := s.field("id_number")
	if !ok {
		return undecided("号码未读出", "the number was not read"), nil
	}
	first := role{}
	for _, p := range s.declaredPeople() {
		switch {
		case p.number == "":
			continue
		case number.Normalize(p.number) == n.Value:
			return passed().on(n).got(number.MaskID(n.Value), ""), nil
		case first.number == "":
			first = p
		}
	}
	if first.number == "" {
		return skipped("未填报证件号码", "no number was declared"), nil
	}
	return failed().on(n).named("role", first.title).got(number.MaskID(n.Value), "").
		want("==", number.MaskID(number.Normalize(first.number)), ""), nil
}
