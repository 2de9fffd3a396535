package document

import (
	"context"
	"math"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
)

// certificateCaptions are what registrars call the fields of a domain certificate.
var certificateCaptions = []caption{
	{"domain", []string{"域名名称", "域名", "注册域名", "domainname", "domain"}},
	{"owner", []string{
		"域名所有者", "域名持有者", "域名注册人", "域名注册者", "域名所有人", "域名持有人", "域名注册持有者", "注册者名称", "注册人名称", "注册者", "注册人", "所有者", "持有者", "所有人", "持有人",
		"注册者单位名称", "域名所有者名称", "registrantorganization", "registrantname", "registrant", "domainowner", "domainholder", "owner", "holder",
	}},
	{"registrar", []string{"域名注册服务机构", "注册服务机构", "所属注册商", "域名注册商", "注册商名称", "注册商", "注册机构", "sponsoringregistrar", "registrarname", "registrar"}},
	{"registered_on", []string{"域名注册日期", "域名注册时间", "注册日期", "注册时间", "创建日期", "创建时间", "registrationdate", "registereddate", "registeredon", "creationdate", "createddate", "registrationtime"}},
	{"expires_on", []string{
		"域名到期日期", "域名到期时间", "到期日期", "到期时间", "过期时间", "过期日期", "有效期至", "截止日期", "到期日", "expirationdate", "expirydate", "expiredate", "expireson", "expirationtime", "expiry",
	}},
	{"", []string{"域名状态", "域名服务器", "dns服务器", "域名实名", "注册者联系", "证书编号", "管理联系人", "联系邮箱", "注册局", "nameserver", "domainstatus", "certificateno", "domainnameserver", "注册者id", "域名id", "颁发日期", "发证日期", "域名证书", "域名注册证书", "证件号码", "证件类型", "注册者类型", "域名类型", "注册年限", "域名注册管理"}},
}

func readCertificate(ctx context.Context, s *sheet, d *Document) error {
	labels := s.captions(certificateCaptions)
	var without []placedLabel
	var with []placedValue
	for _, p := range labels {
		if p.field == "" {
			continue
		}
		glyphs := s.valueOf(p, labels)
		f := certificateField(p.field, s.value(glyphs))
		if f.Value == "" {
			without = append(without, p)
			continue
		}
		with = append(with, placedValue{p, glyphs})
		if best, ok := d.Fields[p.field]; !ok || f.Confidence > best.Confidence+0.02 {
			d.Fields[p.field] = f
		}
	}
	without = slices.DeleteFunc(without, func(p placedLabel) bool { _, read := d.Fields[p.field]; return read })
	values, err := s.missing(ctx, without, with)
	if err != nil {
		return err
	}
	for i, p := range without {
		if f := certificateField(p.field, values[i]); f.Value != "" && values[i].lowest >= 0.5 {
			d.Fields[p.field] = f
		}
	}
	s.readProse(d)
	s.agreeOnDomain(d)
	s.agreeOnDates(d)
	return nil
}

// certificateField makes a field of what stands beside its label.
func certificateField(name string, v value) Field {
	switch name {
	case "domain":
		return domainField(v)
	case "owner", "registrar":
		return ownerField(v)
	}
	return dateField(v)
}

// Sentences of certificates that print no table.
var (
	proseOwner  = regexp.MustCompile(`(?:兹证明|证明|域名持有者为|所有者为|注册人为|由)([\p{Han}()·A-Za-z&.]{2,40}?)(?:已|于|注册|在|是|为|合法|依法|向|系|,|，|。|持有|所有|拥有)`)
	proseAgent  = regexp.MustCompile(`(?:通过|在|由|经|注册商为|注册服务机构为)([\p{Han}()A-Za-z&.]{4,40}?(?:公司|Inc|Ltd|中心))(?:注册|办理|提供|成功|完成|,|，|。)`)
	anyDate     = regexp.MustCompile(`((?:19|20)\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})日?`)
	closeDate   = regexp.MustCompile(`((?:19|20)\d\d)[-/.年·,]?(\d\d)[-/.月·,]?(\d\d)`)
	englishDate = regexp.MustCompile(`(?i)(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?(\d{1,2})(?:st|nd|rd|th)?,?((?:19|20)\d\d)`)
	dayFirst    = regexp.MustCompile(`(?i)(\d{1,2})[-/. ]?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[-/. ,]?((?:19|20)\d\d)`)
)

// readProse takes what labels did not give out of sentences.
func (s *sheet) readProse(d *Document) {
	var all []glyph
	for _, w := range s.rows {
		all = append(all, w.glyphs...)
	}
	text := textOf(all)
	runes := func(from, to int) []glyph {
		a := len([]rune(text[:from]))
		return all[a : a+len([]rune(text[from:to]))]
	}
	take := func(name string, pattern *regexp.Regexp, make func(value) Field) {
		if _, ok := d.Fields[name]; ok {
			return
		}
		if m := pattern.FindStringSubmatchIndex(text); m != nil {
			if f := make(s.value(runes(m[2], m[3]))); f.Value != "" && !strings.Contains(f.Value, "出具") && !strings.Contains(f.Value, "证书") {
				f.Confidence = math.Min(f.Confidence, 0.85)
				d.Fields[name] = f
			}
		}
	}
	take("domain", proseDomain, domainField)
	if len(d.Fields) > 0 {
		take("owner", proseOwner, ownerField)
		take("registrar", proseAgent, ownerField)
	}
	_, from := d.Fields["registered_on"]
	_, to := d.Fields["expires_on"]
	if from && to {
		return
	}
	// The earliest and the latest day of a certificate are its two; the day it was printed lies between.
	var first, last Field
	for _, m := range anyDate.FindAllStringSubmatchIndex(text, -1) {
		f := dateField(s.value(runes(m[0], m[1])))
		if f.Value == "" {
			continue
		}
		f.Confidence = math.Min(f.Confidence, 0.85)
		if first.Value == "" || f.Value < first.Value {
			first = f
		}
		if f.Value > last.Value {
			last = f
		}
	}
	if first.Value != last.Value {
		if !from {
			d.Fields["registered_on"] = first
		}
		if !to {
			d.Fields["expires_on"] = last
		}
	}
}

var (
	proseDomain  = regexp.MustCompile(`([A-Za-z0-9][A-Za-z0-9-]{0,62}(?:\.[A-Za-z0-9-]{1,62})*\.[A-Za-z]{2,18}|[\p{Han}A-Za-z0-9-]{1,30}\.(?:中国|公司|网络|网址|商城|网店|集团|我爱你|在线|中文网|公益|政务|企业|娱乐|信息|广东|佛山))`)
	domainSyntax = regexp.MustCompile(`^[\p{Han}a-z0-9]([\p{Han}a-z0-9-]{0,61}[\p{Han}a-z0-9])?(\.[\p{Han}a-z0-9]([\p{Han}a-z0-9-]{0,61}[\p{Han}a-z0-9])?)+$`)
)

// domainField takes a domain out of what stands beside its label.
func domainField(v value) Field {
	raw := v.text
	text := strings.ToLower(raw)
	text = strings.NewReplacer("。", ".", ",", ".", "，", ".", "·", ".", "．", ".", "_", "-", "—", "-", "–", "-", "[", "", "]", "", "\"", "").Replace(text)
	text, _, _ = strings.Cut(text, "(")
	text = strings.Trim(text, ".:;-")
	if m := proseDomain.FindString(text); m != "" {
		text = m
	}
	f := Field{Value: text, Raw: raw, Confidence: v.sure(), Quad: v.quad}
	if i := strings.LastIndex(text, "域名"); i >= 0 && strings.Contains(text[i:], ".") {
		text = strings.TrimLeft(text[i+len("域名"):], ":") // a Chinese domain in a sentence has no other left edge
		f.Value = text
	}
	if dotted, ok := restoreDot(text); ok {
		f.Value, f.Confidence = dotted, math.Min(f.Confidence, 0.6)
		text = f.Value
	}
	if !domainSyntax.MatchString(text) {
		return Field{}
	}
	suffix, icann := publicSuffix(text)
	if icann && strings.HasPrefix(suffix, "xn--") && strings.ContainsFunc(text, func(r rune) bool { return r >= 0x2e80 }) {
		// Readers doubt a dot between Chinese characters; before a suffix that exists it can be nothing else.
		v.lowest = math.Max(v.lowest, v.inner)
		f.Confidence = math.Max(f.Confidence, v.sure())
	}
	switch {
	case !icann:
		// com read as corn, cn as en: only what has one answer is mended, and never as if it had been read.
		if mended, ok := mendSuffix(text, suffix); ok {
			f.Value = mended
		}
		f.Confidence = math.Min(f.Confidence, 0.6)
	case ambiguous(strings.TrimSuffix(text, suffix), v.lowest):
		f.Confidence = math.Min(f.Confidence, 0.88)
	}
	return f
}

// ambiguous reports whether a name has characters that no dictionary can tell apart and the reader may have confused:
// o and 0, l and 1, where either is possible because letters and digits mix, or where the reader was not sure.
func ambiguous(name string, lowest float64) bool {
	return strings.ContainsAny(name, "01") || strings.ContainsAny(name, "ol") && (lowest < 0.95 || strings.ContainsAny(name, "23456789"))
}

// restoreDot puts back the dot before a Chinese suffix: readers lose it between two Chinese characters, and nothing
// but a suffix can stand at a domain's end. The name of a company is none.
func restoreDot(text string) (string, bool) {
	if strings.Contains(text, ".") || strings.HasSuffix(text, "有限公司") || strings.HasSuffix(text, "分公司") {
		return "", false
	}
	for _, suffix := range []string{"中国", "公司", "网络", "网址", "商城", "网店", "集团", "在线", "中文网", "公益", "政务"} {
		if name, ok := strings.CutSuffix(text, suffix); ok && name != "" && len([]rune(name)) <= 20 {
			return name + "." + suffix, true
		}
	}
	return "", false
}

func publicSuffix(domain string) (string, bool) {
	if ascii, err := idna.Lookup.ToASCII(domain); err == nil {
		suffix, icann := publicsuffix.PublicSuffix(ascii)
		if !icann && !strings.Contains(suffix, ".") {
			return suffix, false
		}
		return suffix, true
	}
	return domain[strings.LastIndexByte(domain, '.')+1:], false
}

func mendSuffix(domain, suffix string) (string, bool) {
	for wrong, right := range map[string]string{"corn": "com", "c0m": "com", "oom": "com", "eom": "com", "om": "com", "con": "com", "en": "cn", "cm": "cn", "ne": "net", "nel": "net", "nct": "net", "t0p": "top"} {
		if suffix == wrong {
			return strings.TrimSuffix(domain, wrong) + right, true
		}
	}
	return "", false
}

// ownerField takes a name as it is printed.
func ownerField(v value) Field {
	text := strings.Trim(v.words, ":;,|-_ ")
	if !abbreviated(text) {
		text = strings.TrimRight(text, ". ")
	}
	if len([]rune(text)) < 2 {
		return Field{}
	}
	return Field{Value: text, Raw: v.words, Confidence: v.sure(), Quad: v.quad}
}

// dateField takes a day in any of the ways that certificates print one.
func dateField(v value) Field {
	// Digits that stand in a month's name are letters.
	text := strings.NewReplacer("Ju1", "Jul", "0ct", "Oct", "Ju|", "Jul", "JuI", "Jul", "N0v", "Nov", "5ep", "Sep").Replace(v.text)
	f := Field{Raw: v.text, Confidence: v.sure(), Quad: v.quad}
	var y, m, d string
	if p := anyDate.FindStringSubmatch(text); p != nil {
		y, m, d = p[1], p[2], p[3]
	} else if p := englishDate.FindStringSubmatch(text); p != nil {
		y, m, d = p[3], monthOf(p[1]), p[2]
	} else if p := dayFirst.FindStringSubmatch(text); p != nil {
		y, m, d = p[3], monthOf(p[2]), p[1]
	} else if p := closeDate.FindStringSubmatch(text); p != nil {
		y, m, d = p[1], p[2], p[3]
		f.Confidence = math.Min(f.Confidence, 0.85)
	} else {
		return Field{}
	}
	// A time of day right after a one-digit day, as in 2020-01-0212:00:00, is told by the day's two digits.
	if _, ok := day(y, m, d); !ok {
		return Field{}
	}
	f.Value = iso(y, m, d)
	return f
}

func monthOf(name string) string {
	t, err := time.Parse("Jan", strings.ToUpper(name[:1])+strings.ToLower(name[1:3]))
	if err != nil {
		return ""
	}
	return t.Format("01")
}

// agreeOnDomain looks for the domain in a second printed place: a heading, a sentence, the English half.
func (s *sheet) agreeOnDomain(d *Document) {
	f, ok := d.Fields["domain"]
	if !ok {
		return
	}
	places := 0
	for _, w := range s.rows {
		places += strings.Count(strings.ToLower(w.String()), f.Value)
	}
	if places >= 2 && f.Confidence >= 0.6 {
		f.Confidence, f.Proof = agreed, proofAgreement
		d.Fields["domain"] = f
	}
}

// agreeOnDates: domains are registered for whole years, so two days with the same month and day, or one day apart,
// prove each other.
func (s *sheet) agreeOnDates(d *Document) {
	from, ok1 := d.Fields["registered_on"]
	to, ok2 := d.Fields["expires_on"]
	if !ok1 || !ok2 {
		return
	}
	start, err1 := time.Parse(time.DateOnly, from.Value)
	end, err2 := time.Parse(time.DateOnly, to.Value)
	if err1 != nil || err2 != nil {
		return
	}
	if years := end.Year() - start.Year(); years >= 1 && years <= 60 && within(end.Sub(start.AddDate(years, 0, 0)), 24*time.Hour) && math.Min(from.Confidence, to.Confidence) >= 0.6 {
		from.Confidence, to.Confidence = math.Max(from.Confidence, 0.98), math.Max(to.Confidence, 0.98)
	}
	d.Fields["registered_on"], d.Fields["expires_on"] = from, to
}
