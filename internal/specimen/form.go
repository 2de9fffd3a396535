package specimen

import (
	"image"
	"image/color"
	"math/rand/v2"
	"strings"

	"github.com/heyan/heyan/internal/geom"
)

// FormOptions are what is written on an authenticity form, and the defects made on purpose.
type FormOptions struct {
	Host        string // invented where empty
	Domains     []string
	Signature   string
	Date        string // as written, such as 2026年11月20日; left empty where ""
	Person      bool   // the template of persons, without a seal
	NoSignature bool
	NoSeal      bool
	GreySeal    bool
	RedPen      bool
	BlankHost   bool
	BlankDomain bool
	Typed       bool // filled in on a computer, as many do
}

func rect(x0, y0, x1, y1 int) image.Rectangle { return image.Rect(x0, y0, x1, y1) }

// VerificationForm draws a filled-in 网站备案信息真实性核验单 in a layout of our own with the blocks that every provider's has.
func VerificationForm(r *rand.Rand, o FormOptions) Specimen {
	if o.Host == "" {
		o.Host = newCompany(r)
		if o.Person {
			o.Host = newPerson(r).name
		}
	}
	if len(o.Domains) == 0 {
		o.Domains = []string{newDomain(r)}
	}
	if o.Signature == "" {
		o.Signature = newPerson(r).name
		if o.Person {
			o.Signature = o.Host
		}
	}
	c := newCanvas(sheetW, sheetH, color.NRGBA{254, 254, 253, 255})
	s := Specimen{Kind: "verification_form", Image: c.NRGBA, Fields: map[string]Field{}}
	face := pick(r, append(append([]typeface{}, sans...), serif...))
	title := style{face: face, size: 46, ink: grey(15), spacing: 3}
	body := style{face: face, size: between(r, 24, 28), ink: grey(25)}
	pen := color.NRGBA{22, 22, 30, 255}
	if r.IntN(3) == 0 {
		pen = color.NRGBA{30, 40, 130, 255}
	}
	if o.RedPen {
		pen = color.NRGBA{190, 20, 30, 255}
	}
	hand := style{face: brush, size: body.size * 1.3, ink: pen, jitter: r, spacing: 2}
	if o.Typed {
		hand = style{face: face, size: body.size, ink: grey(20)}
	}
	heading := "网站备案信息真实性核验单"
	if o.Person {
		heading += "（个人）"
	}
	c.text(title, (sheetW-title.width(heading))/2, 150, heading)

	const left, right = 110.0, sheetW - 110.0
	column := left + 260.0
	y := 215.0
	row := func(height float64) float64 {
		c.frame(left, y, right, y+height, 2, grey(60))
		y += height
		return y - height/2 + body.size*0.35
	}
	block := func(text string) {
		at := row(62)
		head := body
		head.bold = 0.8
		c.text(head, left+20, at, text)
	}
	cell := func(label string, height float64) float64 {
		at := row(height)
		c.line([]geom.Point{{X: column, Y: y - height}, {X: column, Y: y}}, 2, grey(60))
		c.text(body, left+20, at, label)
		return at
	}
	block("网站主办者基本信息")
	at := cell("主办者名称", 78)
	if !o.BlankHost {
		s.Fields["host_name"] = Field{o.Host, c.text(hand, column+24, at+3, o.Host)}
	}
	at = cell("网站域名", 78)
	if !o.BlankDomain {
		text := strings.Join(o.Domains, "，")
		s.Fields["domains"] = Field{strings.Join(o.Domains, " "), c.text(hand, column+24, at+3, text)}
	}
	block("核验内容")
	for _, line := range []string{
		"主体信息   □ 已核验主办者证件原件   □ 证件复印件留存", "联系方式   □ 已核验负责人手机号码   □ 已核验邮箱",
		"网站信息   □ 网站名称符合要求   □ 域名注册信息一致", "接入信息   □ 接入地已确认   □ 已签订接入合同",
	} {
		c.text(body, left+20, row(66), line)
	}
	block("核验承诺")
	promise := []string{
		"一、本单位已知晓并遵守互联网信息服务的有关规定，", "承诺所填写的备案信息真实、准确、完整。",
		"二、备案信息发生变化时，将在规定时间内提交变更。", "三、如有违反，自愿承担由此产生的一切后果。",
	}
	if o.Person {
		promise[0] = "一、本人已知晓并遵守互联网信息服务的有关规定，"
	}
	top := y
	y += 330
	c.frame(left, top, right, y, 2, grey(60))
	for i, line := range promise {
		c.text(body, left+40, top+60+float64(i)*66, line)
	}
	top = y
	y += 330
	c.frame(left, top, right, y, 2, grey(60))
	c.text(body, left+24, top+56, "接入服务商：示例云计算有限公司")
	foot := top + 165
	label := "网站负责人签字："
	if r.IntN(2) == 0 {
		label = "网站负责人签字（单位公章）："
		if o.Person {
			label = "网站负责人签字："
		}
	}
	q := c.text(body, left+24, foot, label)
	if !o.NoSignature {
		sign := style{face: brush, size: 60, ink: pen, jitter: r, spacing: -4}
		sq := c.text(sign, q[1].X+between(r, 20, 50), foot+10, o.Signature)
		s.Fields["signature"] = Field{"", sq}
	}
	q = c.text(body, left+24, foot+95, "日期：")
	if o.Date != "" {
		s.Fields["date"] = Field{isoOf(o.Date), c.text(hand, q[1].X+24, foot+97, o.Date)}
	} else {
		c.text(body, q[1].X+70, foot+95, "年      月      日")
	}
	if !o.Person && !o.NoSeal {
		ink := sealRed
		if o.GreySeal {
			ink = sealGrey
		}
		s.Fields["seal"] = Field{"", drawSeal(c, r, between(r, 820, 940), foot+between(r, 0, 40), between(r, 118, 132), o.Host, ink, between(r, 0.72, 0.92))}
	}
	c.text(style{face: sans[0], size: 18, ink: color.NRGBA{160, 90, 90, 255}}, sheetW-260, 70, "样本 SPECIMEN")
	return s
}

// isoOf turns 2026年11月5日 into 2026-11-05.
func isoOf(written string) string {
	f := strings.FieldsFunc(written, func(r rune) bool { return r < '0' || r > '9' })
	for i := range f {
		if len(f[i]) == 1 {
			f[i] = "0" + f[i]
		}
	}
	return strings.Join(f, "-")
}
