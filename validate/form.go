package validate

import (
	"context"
	"slices"
	"strings"
	"time"
)

// The checks of the authenticity form (网站备案信息真实性核验单).
func formChecks() []Check {
	recognised := []string{"form.recognised"}
	return []Check{
		{Code: "form.recognised", Retryable: true, Run: formRecognised},
		{Code: "form.page_complete", Retryable: true, Needs: recognised, Run: formComplete},
		{Code: "form.pen_colour", Needs: recognised, Run: formPen},
		{Code: "form.host_name_present", Needs: recognised, Run: formHostPresent},
		{Code: "form.host_name_match", Declared: true, Retryable: true, Needs: []string{"form.recognised", "form.host_name_present"}, Run: formHostMatch},
		{Code: "form.domain_present", Needs: recognised, Run: formDomainPresent},
		{Code: "form.domain_no_www", Needs: []string{"form.recognised", "form.domain_present"}, Run: formNoWWW},
		{Code: "form.domains_complete", Declared: true, Retryable: true, Needs: recognised, Run: formDomainsComplete},
		{Code: "form.domains_extra", Declared: true, Retryable: true, Needs: recognised, Run: formDomainsExtra},
		{Code: "form.signature_present", Needs: recognised, Run: formSignature},
		{Code: "form.seal_present", Needs: recognised, Run: formSealPresent},
		{Code: "form.seal_colour", Needs: []string{"form.recognised", "form.seal_present"}, Run: formSealColour},
		{Code: "form.seal_legible", Retryable: true, Needs: []string{"form.recognised", "form.seal_present", "form.seal_colour"}, Run: formSealLegible},
		{Code: "form.seal_on_person", Needs: recognised, Run: formSealOnPerson},
		{Code: "form.date_blank", Needs: recognised, Run: formDateBlank},
		{Code: "form.date_stale", Needs: recognised, Run: formDateStale},
	}
}

// recognised is the confidence from which a document counts as found.
const recognised = 0.5

func formRecognised(_ context.Context, s *Subject) (Answer, error) {
	return decide(s.document(VerificationForm) != nil), nil
}

func formHostPresent(_ context.Context, s *Subject) (Answer, error) {
	if host, ok := s.field("host_name"); ok {
		return passed().on(host), nil
	}
	return s.blankOrUnread("host_name_area"), nil
}

func formDomainPresent(_ context.Context, s *Subject) (Answer, error) {
	if domains, ok := s.field("domains"); ok {
		return passed().on(domains), nil
	}
	return s.blankOrUnread("domains_area"), nil
}

// blankOrUnread answers for a field that no text was read in: it fails where its place on the form is blank, and is
// undecided where somebody wrote something there that could not be read.
func (s *Subject) blankOrUnread(area string) Answer {
	place, ok := s.landmark(area)
	if !ok {
		return undecided("未找到该栏", "its place on the form was not found")
	}
	if s.ink(place).written() {
		return undecided("有字迹但无法辨认", "something is written there but could not be read").at(place.page, place.quad)
	}
	return failed().at(place.page, place.quad)
}

// Handwriting is read badly, so a name on a form is compared by likeness: at alike it is the same, below unlike it is
// another, between them a person looks. Measured on written names of 8 to 20 characters, where the reader gets four
// of five right; another company's name reaches 0.5 through its common words.
const (
	alike  = 0.8
	unlike = 0.5
)

func formHostMatch(_ context.Context, s *Subject) (Answer, error) {
	host, _ := s.field("host_name")
	expected := s.declared.Host.Name
	if expected == "" {
		return skipped("未填报主办者名称", "no host name was declared"), nil
	}
	if sameText(host.Value, expected) {
		return passed().on(host), nil
	}
	likeness := likeText(host.Value, expected)
	a := failed().on(host).with("found", host.Value).with("expected", expected).
		got(round2(likeness), "likeness").want(">=", alike, "likeness")
	switch {
	case host.Confidence < sureOfField && likeness >= alike:
		a.Outcome = Passed
	case host.Confidence < sureOfField && likeness >= unlike:
		a.AtMost = SeverityReview
	}
	return a, nil
}

func formNoWWW(_ context.Context, s *Subject) (Answer, error) {
	domains, _ := s.field("domains")
	if s.declared != nil && s.declared.Host.Nature == "government" {
		return passed().on(domains), nil
	}
	for _, d := range domains.List {
		if strings.HasPrefix(d, "www.") || strings.Contains(d, "://") || strings.Contains(d, "/") {
			return failed().on(domains).with("expected", registrable(d)).got(d, ""), nil
		}
	}
	return passed().on(domains), nil
}

func (s *Subject) declaredDomains() []string {
	var all []string
	for _, site := range s.declared.Websites {
		all = append(all, site.Domains...)
	}
	return all
}

func formDomainsComplete(_ context.Context, s *Subject) (Answer, error) {
	ordered := s.declaredDomains()
	if len(ordered) == 0 {
		return skipped("未填报域名", "no domain was declared"), nil
	}
	domains, _ := s.field("domains")
	missing, doubtful := s.absent(ordered, domains.List)
	a := decide(len(missing) == 0).on(domains).with("missing", strings.Join(missing, " "))
	if a.Outcome == Failed && doubtful {
		a.AtMost = SeverityReview
	}
	return a, nil
}

func formDomainsExtra(_ context.Context, s *Subject) (Answer, error) {
	ordered := s.declaredDomains()
	domains, ok := s.field("domains")
	if len(ordered) == 0 || !ok {
		return skipped("未填报或未读出域名", "no domain was declared or read"), nil
	}
	extra, _ := s.absent(domains.List, ordered)
	return decide(len(extra) == 0).on(domains).with("extra", strings.Join(extra, " ")), nil
}

// absent returns the domains of want that are not in got, comparing what is registered; doubtful where each of them
// has a near likeness there, as a written letter misread gives.
func (s *Subject) absent(want, got []string) (missing []string, doubtful bool) {
	doubtful = true
	for _, w := range want {
		if slices.ContainsFunc(got, func(g string) bool { return sameDomain(w, g) || registrable(w) == registrable(g) }) {
			continue
		}
		missing = append(missing, w)
		if !slices.ContainsFunc(got, func(g string) bool { return likeText(g, w) >= alike }) {
			doubtful = false
		}
	}
	return missing, doubtful
}

func formDateBlank(_ context.Context, s *Subject) (Answer, error) {
	date, written := s.field("date")
	return decide(!written).on(date), nil
}

func formDateStale(_ context.Context, s *Subject) (Answer, error) {
	date, written := s.field("date")
	if !written {
		return skipped("未填写日期", "no date is written"), nil
	}
	day, ok := parseDay(date.Value)
	if !ok {
		return undecided("日期无法理解", "the date makes no sense").on(date), nil
	}
	fresh := !day.After(s.asOf) && !day.Before(addMonths(s.asOf, -3))
	return decide(fresh).on(date).with("date", date.Value).got(date.Value, "date").
		want(">=", addMonths(s.asOf, -3).Format(time.DateOnly), "date"), nil
}
