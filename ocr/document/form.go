package document

import (
	"context"
	"math"
	"regexp"
	"strings"

	"github.com/heyan/heyan/internal/geom"
)

// formCaptions are the labels of an authenticity form beside which somebody writes, and those that end such a place.
var formCaptions = []caption{
	{"host_name", []string{"网站主办者名称", "主办者名称", "主办单位名称", "主体名称", "主办者姓名", "单位名称", "网站主办者"}},
	{"domains", []string{"网站域名", "备案域名", "域名列表", "域名"}},
	{"signature", []string{"网站负责人签字", "网站负责人签名", "负责人签字", "负责人签名", "网站负责人(签字)", "签字", "签名"}},
	{"date", []string{"签署日期", "填写日期", "日期"}},
	{"seal", []string{"单位公章", "公章", "(盖章)", "盖章", "单位盖章"}},
	{"", []string{"主体信息", "联系方式", "网站信息", "接入信息", "核验内容", "核验承诺", "接入服务商", "网站主办者基本信息", "网站名称", "核验人", "接入商", "备案信息", "负责人姓名", "证件号码", "联系电话"}},
}

// readForm takes what was written into an authenticity form, and the places where something should be.
func readForm(_ context.Context, s *sheet, d *Document) error {
	labels := s.captions(formCaptions)
	// A label is where something is written only if room follows; the same words stand in sentences too.
	for _, p := range labels {
		if p.field == "" || !s.opens(p) {
			continue
		}
		area := s.writingArea(p, labels)
		switch p.field {
		case "host_name":
			s.formText(d, p, labels, area, "host_name", hostField)
		case "domains":
			s.formText(d, p, labels, area, "domains", domainsField)
		case "date":
			s.formText(d, p, labels, area, "date", dateField)
		}
		name := p.field + "_area"
		// The last place counts for what stands at the foot: a form names the signature in its instructions as well.
		if _, ok := d.Landmarks[name]; !ok || p.field == "signature" || p.field == "date" || p.field == "seal" {
			d.Landmarks[name] = area
			d.Landmarks[p.field+"_label"] = s.around(s.rows[p.at.row].glyphs[p.at.start:p.at.end])
		}
	}
	if t := s.template(); t != "" {
		d.Fields["template"] = Field{Value: t, Confidence: 0.9}
	}
	return nil
}

// opens reports whether a label stands like one: at a row's beginning or after a gap, with a colon, a gap, or the end
// of the row behind it.
func (s *sheet) opens(p placedLabel) bool {
	w := s.rows[p.at.row]
	before := p.at.start == 0 || w.glyphs[p.at.start-1].line != w.glyphs[p.at.start].line || w.glyphs[p.at.start].x-w.glyphs[p.at.start-1].x > 1.6*w.h || strings.ContainsRune(":;,。、)(", w.glyphs[p.at.start-1].r)
	after := p.at.end == len(w.glyphs) || w.glyphs[p.at.end].r == ':' || w.glyphs[p.at.end].r == '(' || w.glyphs[p.at.end].x-w.glyphs[p.at.end-1].x > 1.5*w.h
	return before && (after || p.field == "host_name" || p.field == "domains" || p.field == "date")
}

// writingArea returns where people write beside a label: to the next label or column, a little above and below.
func (s *sheet) writingArea(p placedLabel, labels []placedLabel) geom.Quad {
	w := s.rows[p.at.row]
	// What the form prints behind the label, a remark in brackets and a colon, belongs to it.
	end := p.at.end
	if end < len(w.glyphs) && (w.glyphs[end].r == '(' || w.glyphs[end-1].r != ')' && strings.Contains(textOf(w.glyphs[end:min(end+8, len(w.glyphs))]), ")")) {
		for end < len(w.glyphs) && w.glyphs[end-1].r != ')' {
			end++
		}
	}
	for end < len(w.glyphs) && (w.glyphs[end].r == ':' || w.glyphs[end].r == ')') {
		end++
	}
	last := w.glyphs[end-1]
	left := last.x + 0.8*w.h
	_, whole := s.all()
	right := math.Max(s.straight(whole[1]).X, s.straight(whole[2]).X)
	right = math.Min(right, left+18*w.h)
	for _, o := range labels {
		if o.at.row == p.at.row && o.at.start >= end {
			right = math.Min(right, w.glyphs[o.at.start].x-0.8*w.h)
		}
	}
	right = math.Max(right, left+4*w.h)
	return s.box(left, last.y-1.15*w.h, right, last.y+1.15*w.h)
}

// formText reads what was written beside a label into a field; handwriting never is more than likely.
func (s *sheet) formText(d *Document, p placedLabel, labels []placedLabel, area geom.Quad, name string, make func(value) Field) {
	if _, ok := d.Fields[name]; ok {
		return
	}
	f := make(s.value(s.valueOf(p, labels)))
	if f.Value == "" && len(f.List) == 0 {
		return
	}
	if f.Quad == (geom.Quad{}) {
		f.Quad = area
	}
	d.Fields[name] = f
}

func hostField(v value) Field {
	text := strings.Trim(v.words, ":;,|-_() ")
	// A form with a heading and a label side by side prints the label where a value would stand.
	for _, label := range []string{"网站主办者名称", "主办者名称", "主办单位名称", "主体名称", "单位名称", "主办者姓名"} {
		text = strings.TrimLeft(strings.TrimPrefix(text, label), ":(| ")
	}
	for _, heading := range []string{"基本信息", "主办者", "网站域名", "核验内容", "主体信息", "网站信息", "联系方式"} {
		if strings.HasPrefix(text, heading) {
			return Field{}
		}
	}
	for _, hint := range []string{"请填写", "与证件一致", "填写", "盖章", "个人填写"} {
		if strings.Contains(text, hint) {
			return Field{} // what the form prints in an empty place
		}
	}
	if len([]rune(text)) < 2 {
		return Field{}
	}
	return Field{Value: text, Raw: v.text, Confidence: v.sure(), Quad: v.quad}
}

var (
	formDomain = regexp.MustCompile(`(?:https?://)?(?:[a-z0-9\p{Han}](?:[a-z0-9\p{Han}-]{0,61}[a-z0-9\p{Han}])?\.)+(?:[a-z]{2,18}|中国|公司|网络|网址|商城|网店|集团|我爱你|在线|中文网|公益|政务)(?:/[a-z0-9/_.-]*)?`)
	scheme     = regexp.MustCompile(`h?ttps?[:.;]?/{1,2}`)
)

// domainsField takes every domain out of what was written, www. and scheme kept as they are.
func domainsField(v value) Field {
	text := strings.ToLower(v.text)
	text = strings.NewReplacer("。", ".", "，", ",", "、", ",", ";", ",", "；", ",", "．", ".", "·", ".", "—", "-", "–", "-").Replace(text)
	text = scheme.ReplaceAllString(text, "http://")
	if !strings.Contains(text, ".") {
		text = strings.ReplaceAll(text, ",", ".") // a comma for the only dot
	}
	var list []string
	doubt := false
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == '/' && false || r == ' ' }) {
		for _, domain := range formDomain.FindAllString(part, -1) {
			bare := strings.TrimPrefix(strings.TrimPrefix(domain, "https://"), "http://")
			suffix, icann := publicSuffix(strings.SplitN(bare, "/", 2)[0])
			if !icann {
				if mended, ok := mendSuffix(domain, suffix); ok {
					domain = mended
				}
				doubt = true
			}
			list = append(list, domain)
		}
	}
	if mended, ok := restoreDot(text); ok && len(list) == 0 {
		list, doubt = []string{mended}, true
	}
	if len(list) == 0 {
		return Field{}
	}
	f := Field{Value: strings.Join(list, " "), List: list, Raw: v.text, Confidence: v.sure(), Quad: v.quad}
	if doubt {
		f.Confidence = math.Min(f.Confidence, 0.6)
	}
	if strings.ContainsAny(f.Value, "0o1l") {
		f.Confidence = math.Min(f.Confidence, 0.88)
	}
	return f
}

// template tells whose form it is: "org", "person", or "" where it does not say.
func (s *sheet) template() string {
	text := s.text()
	switch {
	case strings.Contains(text, "(个人)") || strings.Contains(text, "个人网站备案信息真实性核验单") || strings.Contains(text, "个人备案"):
		return "person"
	case strings.Contains(text, "(单位)") || strings.Contains(text, "单位网站备案信息真实性核验单") || strings.Contains(text, "单位公章") || strings.Contains(text, "公章"):
		return "org"
	}
	return ""
}
