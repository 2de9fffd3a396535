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
	Layout      int    // 1 blocks one below the other, 2 their names in a column of their own; 0 is any
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

// A form's table, in px of the sheet.
const (
	formLeft  = 110.0
	formRight = sheetW - 110.0
	formTop   = 215.0
)

// VerificationForm draws a filled-in 网站备案信息真实性核验单 in layouts of our own with the blocks that every provider's has.
func VerificationForm(r *rand.Rand, o FormOptions) Specimen {
	o.invent(r)
	c := newCanvas(sheetW, sheetH, color.NRGBA{254, 254, 253, 255})
	s := Specimen{Kind: "verification_form", Image: c.NRGBA, Fields: map[string]Field{}}
	face := pick(r, append(append([]typeface{}, sans...), serif...))
	title := style{face: face, size: 46, ink: grey(15), spacing: 3}
	body := style{face: face, size: between(r, 24, 28), ink: grey(25)}
	f := form{canvas: c, Specimen: s, FormOptions: o, body: body, hand: o.pen(r, body), y: formTop}

	heading := "网站备案信息真实性核验单"
	if o.Person {
		heading += "（个人）"
	}
	c.text(title, (sheetW-title.width(heading))/2, 150, heading)
	switch o.Layout {
	case 2:
		f.columns()
	default:
		f.blocks()
	}
	f.foot(r)
	note := style{face: face, size: 20, ink: grey(60)}
	for i, line := range []string{
		"填写说明：", "1. 请使用黑色签字笔填写主办者名称和网站域名，不得涂改。", "2. 网站负责人签字应清晰可辨；单位主办者须加盖公章。", "3. 本核验单由接入服务商留存。",
	} {
		c.text(note, formLeft+4, f.y+44+float64(i)*34, line)
	}
	c.text(style{face: sans[0], size: 18, ink: color.NRGBA{160, 90, 90, 255}}, sheetW-260, 70, "样本 SPECIMEN")
	return s
}

// invent fills in what nobody chose.
func (o *FormOptions) invent(r *rand.Rand) {
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
	if o.Layout == 0 {
		o.Layout = 1 + r.IntN(2)
	}
}

// pen is how the blanks are filled in.
func (o *FormOptions) pen(r *rand.Rand, print style) style {
	ink := color.NRGBA{22, 22, 30, 255}
	if r.IntN(3) == 0 {
		ink = color.NRGBA{30, 40, 130, 255}
	}
	if o.RedPen {
		ink = color.NRGBA{190, 20, 30, 255}
	}
	hand := style{face: brush, size: print.size * 1.3, ink: ink, jitter: r, spacing: 2}
	if o.Typed {
		hand.face, hand.size, hand.jitter, hand.spacing = print.face, print.size, nil, 0
	}
	return hand
}

// form is a form that is being drawn downwards; y is where its next row begins.
type form struct {
	canvas
	Specimen
	FormOptions
	body, hand style
	y          float64
}

var formTicks = [][3]string{
	{"主体信息", "□ 已核验主办者证件原件", "□ 证件复印件留存"},
	{"联系方式", "□ 已核验负责人手机号码", "□ 已核验邮箱"},
	{"网站信息", "□ 网站名称符合要求", "□ 域名注册信息一致"},
	{"接入信息", "□ 接入地已确认", "□ 已签订接入合同"},
}

func (f *form) promise() []string {
	who := "本单位"
	if f.Person {
		who = "本人"
	}
	return []string{
		"一、" + who + "已知晓并遵守互联网信息服务的有关规定，", "承诺所填写的备案信息真实、准确、完整。",
		"二、备案信息发生变化时，将在规定时间内提交变更。", "三、如有违反，自愿承担由此产生的一切后果。",
	}
}

// row rules a row from x to the right edge and returns the baseline of a line in its middle.
func (f *form) row(x, height float64) float64 {
	f.frame(x, f.y, formRight, f.y+height, 2, grey(60))
	f.y += height
	return f.y - height/2 + f.body.size*0.35
}

// cell rules a row with a label from x on and returns where its value begins.
func (f *form) cell(x, value, height float64, label string) float64 {
	at := f.row(x, height)
	f.line([]geom.Point{{X: value, Y: f.y - height}, {X: value, Y: f.y}}, 2, grey(60))
	f.text(f.body, x+20, at, label)
	return at
}

// fillIn writes the host and its domains into two rows.
func (f *form) fillIn(x, value float64) {
	write := func(name, label, text, want string, blank bool) {
		at := f.cell(x, value, 78, label)
		if blank {
			return
		}
		hand := f.hand
		for hand.width(text) > formRight-value-40 {
			hand.size *= 0.95
		}
		f.Fields[name] = Field{want, f.text(hand, value+24, at+3, text)}
	}
	write("host_name", "主办者名称", f.Host, f.Host, f.BlankHost)
	write("domains", "网站域名", strings.Join(f.Domains, "，"), strings.Join(f.Domains, " "), f.BlankDomain)
}

// blocks is a table with the name of each block in a row above it.
func (f *form) blocks() {
	head := func(text string) {
		bold := f.body
		bold.bold = 0.8
		f.text(bold, formLeft+20, f.row(formLeft, 62), text)
	}
	head("网站主办者基本信息")
	f.fillIn(formLeft, formLeft+260)
	head("核验内容")
	for _, t := range formTicks {
		f.text(f.body, formLeft+20, f.row(formLeft, 66), strings.Join(t[:], "   "))
	}
	head("核验承诺")
	top := f.y
	f.row(formLeft, 330)
	for i, line := range f.promise() {
		f.text(f.body, formLeft+40, top+60+float64(i)*66, line)
	}
}

// columns is a table with the names of the blocks in a column of their own.
func (f *form) columns() {
	const inner = formLeft + 170
	side := func(top float64, lines ...string) {
		f.frame(formLeft, top, inner, f.y, 2, grey(60))
		y := (top+f.y)/2 - float64(len(lines)-1)*f.body.size*0.7 + f.body.size*0.35
		for _, line := range lines {
			f.text(f.body, (formLeft+inner-f.body.width(line))/2, y, line)
			y += f.body.size * 1.4
		}
	}
	top := f.y
	f.fillIn(inner, inner+210)
	side(top, "网站主办者", "基本信息")
	top = f.y
	for _, t := range formTicks {
		at := f.cell(inner, inner+210, 96, t[0])
		f.text(f.body, inner+234, at-21, t[1])
		f.text(f.body, inner+234, at+21, t[2])
	}
	side(top, "核验内容")
	top = f.y
	f.row(inner, 290)
	for i, line := range f.promise() {
		f.text(f.body, inner+30, top+58+float64(i)*60, line)
	}
	side(top, "核验承诺")
}

// foot is where a form is signed and sealed.
func (f *form) foot(r *rand.Rand) {
	top := f.y
	f.row(formLeft, 330)
	f.text(f.body, formLeft+24, top+56, "接入服务商：示例云计算有限公司")
	foot := top + 165
	label := "网站负责人签字："
	if r.IntN(2) == 0 && !f.Person {
		label = "网站负责人签字（单位公章）："
	}
	q := f.text(f.body, formLeft+24, foot, label)
	if !f.NoSignature {
		sign := style{face: brush, size: 62, ink: f.hand.ink, jitter: r, spacing: -4, bold: 1.2}
		f.Fields["signature"] = Field{"", f.text(sign, q[1].X+between(r, 20, 50), foot+12, f.Signature)}
	}
	q = f.text(f.body, formLeft+24, foot+95, "日期：")
	if f.Date != "" {
		f.Fields["date"] = Field{isoOf(f.Date), f.text(f.hand, q[1].X+24, foot+97, f.Date)}
	} else {
		f.text(f.body, q[1].X+70, foot+95, "年      月      日")
	}
	if !f.Person && !f.NoSeal {
		ink := sealRed
		if f.GreySeal {
			ink = sealGrey
		}
		f.Fields["seal"] = Field{"", drawSeal(f.canvas, r, between(r, 760, 940), foot+between(r, 0, 40), between(r, 118, 132), f.Host, ink, between(r, 0.82, 1))}
	}
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
