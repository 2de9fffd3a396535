package validate

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/width"
)

// sameText reports whether two names are the same once width, spaces and the look of brackets are out of the way. It
// forgives nothing else: a name on a document that differs by one character is another name.
func sameText(a, b string) bool { return foldText(a) == foldText(b) }

func foldText(s string) string {
	s = width.Narrow.String(s)
	return strings.Map(func(r rune) rune {
		switch r {
		case '〔', '［', '【':
			return '('
		case '〕', '］', '】':
			return ')'
		case '•', '・', '‧', '˙', '.':
			return '·'
		}
		if unicode.IsSpace(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, s)
}

// likeText returns how much of want stands in got in order, 0 to 1: one minus the edit distance over the longer
// length. Handwriting is compared with it, never with sameText.
func likeText(got, want string) float64 {
	a, b := []rune(foldText(got)), []rune(foldText(want))
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diagonal+cost)
		}
	}
	return 1 - float64(row[len(b)])/float64(max(len(a), len(b)))
}

// mayRead reports whether printed text may have been read as got by a reader that lacks rare characters: it takes each
// for another or drops it, and is as sure of the rest as ever.
func mayRead(printed, got string) bool {
	b := []rune(foldText(got))
	reached := make([]bool, len(b)+1) // how much of b what was seen of a may have been read as
	reached[0] = true
	for _, r := range foldText(printed) {
		next := make([]bool, len(b)+1)
		for j, ok := range reached {
			if !ok {
				continue
			}
			if rare(r) {
				next[j] = true
			}
			if j < len(b) && (r == b[j] || rare(r)) {
				next[j+1] = true
			}
		}
		reached = next
	}
	return len(b) > 0 && reached[len(b)]
}

// rare reports whether r is a Chinese character outside the 3755 of level 1 of GB/T 2312, which readers know; of the
// others PP-OCRv4 has about half.
func rare(r rune) bool {
	if !unicode.Is(unicode.Han, r) {
		return false
	}
	b, err := simplifiedchinese.GBK.NewEncoder().Bytes([]byte(string(r)))
	return err != nil || len(b) != 2 || b[0] < 0xb0 || b[0] > 0xd7 || b[1] < 0xa1
}

// asciiDomain returns a domain as registries compare it: lower case, A-labels, no scheme, path, port or final dot. A
// name that no domain can have comes back folded but otherwise as it was.
func asciiDomain(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	if _, rest, ok := strings.Cut(s, "://"); ok {
		s = rest
	}
	s, _, _ = strings.Cut(s, "/")
	s, _, _ = strings.Cut(s, ":")
	s = strings.TrimSuffix(strings.ReplaceAll(s, "。", "."), ".")
	if a, err := idna.Lookup.ToASCII(s); err == nil {
		return a
	}
	return s
}

// registrable returns the part of a domain that is registered (example.cn of www.example.cn), or the domain itself
// where it has no such part.
func registrable(domain string) string {
	ascii := asciiDomain(domain)
	r, err := publicsuffix.EffectiveTLDPlusOne(ascii)
	if err != nil {
		return ascii
	}
	return r
}

func sameDomain(a, b string) bool { return asciiDomain(a) == asciiDomain(b) }

func containsDomain(list []string, domain string) bool {
	return slices.ContainsFunc(list, func(d string) bool { return sameDomain(d, domain) })
}

// orgEndings are the last words of organisations' names; a name that ends with none of them and has up to four
// characters is a person's.
var orgEndings = []string{
	"公司", "集团", "合伙)", "厂", "店", "馆", "行", "社", "部", "中心", "局", "委员会", "政府", "院", "学校", "大学", "中学", "小学", "幼儿园",
	"协会", "学会", "商会", "联合会", "基金会", "研究所", "事务所", "工作室", "站", "台", "处", "办公室", "超市", "酒店", "农场", "合作社", "诊所",
	"队", "法院", "检察院", "经营部", "服务部", "门市部",
}

// natureOf infers whose filing it is from a host's name: "org", "person", or "" where the name tells neither.
func natureOf(name string) string {
	folded := foldText(name)
	for _, ending := range orgEndings {
		if strings.HasSuffix(folded, foldText(ending)) && len([]rune(folded)) > 3 {
			return "org"
		}
	}
	runes := []rune(folded)
	if len(runes) >= 2 && (len(runes) <= 4 || strings.ContainsRune(folded, '·')) && unicode.Is(unicode.Han, runes[0]) {
		return "person"
	}
	return ""
}
