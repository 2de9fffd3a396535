package validate

import (
	"context"
	"slices"
	"strings"
	"time"
)

// The checks of the domain certificate (域名证书).
func certificateChecks() []Check {
	recognised := []string{"domain_cert.recognised"}
	return []Check{
		{Code: "domain_cert.recognised", Retryable: true, Run: certRecognised},
		{Code: "domain_cert.domain_match", Declared: true, Needs: recognised, Run: certDomain},
		{Code: "domain_cert.owner_match", Declared: true, Needs: recognised, Run: certOwner},
		{Code: "domain_cert.expired", Needs: recognised, Run: certExpired},
		{Code: "domain_cert.expires_soon", Needs: []string{"domain_cert.recognised", "domain_cert.expired"}, Run: certExpiresSoon},
		{Code: "domain_cert.dates_order", Retryable: true, Needs: recognised, Run: certDates},
		{Code: "domain_cert.privacy_off", Needs: recognised, Run: certPrivacy},
	}
}

func certRecognised(_ context.Context, s *Subject) (Answer, error) {
	return decide(s.document(DomainCertificate) != nil), nil
}

func certDomain(_ context.Context, s *Subject) (Answer, error) {
	ordered := s.declaredDomains()
	domain, ok := s.field("domain")
	switch {
	case len(ordered) == 0:
		return skipped("未填报域名", "no domain was declared"), nil
	case !ok:
		return undecided("域名未读出", "the domain was not read"), nil
	}
	match := containsDomain(ordered, domain.Value) ||
		slices.ContainsFunc(ordered, func(d string) bool { return registrable(d) == registrable(domain.Value) })
	return decide(match).on(domain).with("found", domain.Value).got(domain.Value, "").want("in", ordered, ""), nil
}

func certOwner(_ context.Context, s *Subject) (Answer, error) {
	expected := s.declared.Host.Name
	owner, ok := s.field("owner")
	switch {
	case expected == "":
		return skipped("未填报主办者名称", "no host name was declared"), nil
	case !ok:
		return undecided("所有者未读出", "the owner was not read"), nil
	}
	a := decide(sameText(owner.Value, expected)).on(owner).with("found", owner.Value).with("expected", expected)
	if a.Outcome == Failed && (isLatin(owner.Value) || mayRead(expected, owner.Value)) {
		a.AtMost = SeverityReview // English, pinyin or a rare character: whether it is the host's is for a person to say
	}
	return a, nil
}

func isLatin(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > 0x24f })
}

func certExpiry(s *Subject) (FieldRead, time.Time, Answer, bool) {
	expires, ok := s.field("expires_on")
	if !ok {
		return expires, time.Time{}, undecided("到期日期未读出", "the expiry date was not read"), false
	}
	day, ok := parseDay(expires.Value)
	if !ok {
		return expires, day, undecided("到期日期无法理解", "the expiry date makes no sense").on(expires), false
	}
	return expires, day, Answer{}, true
}

func certExpired(_ context.Context, s *Subject) (Answer, error) {
	expires, day, a, ok := certExpiry(s)
	if !ok {
		return a, nil
	}
	return decide(!day.Before(s.asOf)).on(expires).with("expires_on", expires.Value).got(expires.Value, "date").
		want(">=", s.asOf.Format(time.DateOnly), "date"), nil
}

// certExpiresSoon: more than three months everywhere; Shanghai's pages name 180 days as well, so between the two a
// person looks there.
func certExpiresSoon(_ context.Context, s *Subject) (Answer, error) {
	expires, day, a, ok := certExpiry(s)
	if !ok {
		return a, nil
	}
	limit, severity := addMonths(s.asOf, 3), SeverityReject
	if long := s.asOf.AddDate(0, 0, 180); s.province == "31" && day.After(limit) && !day.After(long) {
		limit, severity = long, SeverityReview
	}
	a = decide(day.After(limit)).on(expires).with("expires_on", expires.Value).got(expires.Value, "date").
		want(">", limit.Format(time.DateOnly), "date")
	a.Severity = severity
	return a, nil
}

func certDates(_ context.Context, s *Subject) (Answer, error) {
	registered, ok := s.field("registered_on")
	if !ok {
		return undecided("注册日期未读出", "the registration date was not read"), nil
	}
	start, ok := parseDay(registered.Value)
	if !ok {
		return undecided("注册日期无法理解", "the registration date makes no sense").on(registered), nil
	}
	_, end, a, ok := certExpiry(s)
	if !ok {
		return a, nil
	}
	// The first domain was registered in 1985; nobody registers for more than ten years ahead.
	plausible := start.Year() >= 1985 && !start.After(s.asOf) && start.Before(end) && end.Before(s.asOf.AddDate(11, 0, 0))
	return decide(plausible).on(registered), nil
}

// proxies are words of registrars' privacy services in place of an owner.
var proxies = []string{"隐私", "privacy", "redacted", "whoisguard", "proxy", "protected", "withheld", "保护"}

func certPrivacy(_ context.Context, s *Subject) (Answer, error) {
	owner, ok := s.field("owner")
	if !ok {
		return undecided("所有者未读出", "the owner was not read"), nil
	}
	folded := foldText(owner.Value)
	hidden := slices.ContainsFunc(proxies, func(word string) bool { return strings.Contains(folded, word) })
	return decide(!hidden).on(owner), nil
}
