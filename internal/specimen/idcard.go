package specimen

import (
	"fmt"
	"image/color"
	"math"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/heyan/heyan/internal/geom"
)

// CardOptions are the defects of an ID card, each made on purpose, and whose it is where that matters.
type CardOptions struct {
	Expired       bool // it ended last year
	ExpiresSoon   bool // it ends within three months of the day
	WrongChecksum bool // the number's last character is another
	WrongBirth    bool // the printed birth date is a day off
	Name          string
	Number        string // with Name: a declared person's
}

// Card px: 85.6 × 54 mm (GA 448) at 1400 px.
const (
	cardW = 1400
	cardH = 883
	mm    = cardW / 85.6
)

// IDCard draws one side, portrait or emblem, of the resident ID card of somebody invented.
func IDCard(r *rand.Rand, side string, o CardOptions) Specimen {
	p := cardHolder(r, o)
	if side == "emblem" {
		return emblem(r, p)
	}
	return portrait(r, p, o)
}

// IDCardSides draws both sides of one card.
func IDCardSides(r *rand.Rand, o CardOptions) (front, back Specimen) {
	p := cardHolder(r, o)
	return portrait(r, p, o), emblem(r, p)
}

// cardHolder invents the person on a card, with the defects that are theirs.
func cardHolder(r *rand.Rand, o CardOptions) person {
	p := newPerson(r)
	if o.Name != "" {
		p.name = o.Name
	}
	if o.Number != "" {
		p.id = o.Number
		p.birth, _ = time.Parse("20060102", o.Number[6:14])
		p.sex = "女"
		if (o.Number[16]-'0')%2 == 1 {
			p.sex = "男"
		}
		p.validity(r)
	}
	switch {
	case o.Expired:
		p.from, p.to = asOf.AddDate(-10, -3, 0), asOf.AddDate(0, -3, 0)
	case o.ExpiresSoon:
		p.from, p.to = asOf.AddDate(-10, 1, 0), asOf.AddDate(0, 1, 0)
	}
	if o.WrongChecksum {
		last := "0123456789X"
		p.id = p.id[:17] + string(last[(strings.IndexByte(last, p.id[17])+4)%11])
	}
	return p
}

// cardGround is the pale ground of a card with waves across it.
func cardGround(r *rand.Rand) canvas {
	tint := pick(r, []color.NRGBA{{232, 238, 243, 255}, {236, 240, 236, 255}, {240, 236, 240, 255}, {228, 236, 240, 255}})
	c := newCanvas(cardW, cardH, tint)
	wave := pick(r, []color.NRGBA{{190, 212, 224, 120}, {222, 200, 212, 120}, {200, 220, 205, 120}, {206, 206, 228, 130}})
	phase, step := between(r, 0, 6), between(r, 16, 28)
	for y := -40.0; y < cardH+40; y += step {
		var points []geom.Point
		for x := 0.0; x <= cardW; x += 20 {
			points = append(points, geom.Point{X: x, Y: y + 18*math.Sin(x/95+phase+y/70) + 6*math.Sin(x/31+y/20)})
		}
		c.line(points, 1.6, wave)
	}
	return c
}

func portrait(r *rand.Rand, p person, o CardOptions) Specimen {
	c := cardGround(r)
	s := Specimen{Kind: "id_card", Side: "portrait", Image: c.NRGBA, Fields: map[string]Field{}}
	label := style{face: pick(r, sans), size: between(r, 2.3, 2.7) * mm, ink: color.NRGBA{60, 120, 170, 255}}
	value := style{face: pick(r, append(sans, serif[0])), size: between(r, 2.75, 3.15) * mm, ink: grey(uint8(20 + r.IntN(30))), spacing: between(r, 0, 0.25) * mm}
	silhouette(c, r, 67*mm, 19*mm, 8.2*mm)
	left, column := between(r, 4.2, 5.6)*mm, between(r, 13.6, 15.4)*mm
	dy := between(r, -0.7, 0.7) * mm
	put := func(name, want string, x, y float64, text string) {
		s.Fields[name] = Field{want, c.text(value, x, y, text)}
	}
	row := func(y float64, text string) float64 {
		y = y*mm + dy
		c.text(label, left, y, text)
		return y
	}
	y := row(9.6, "姓名")
	name := value
	name.size *= 1.08
	s.Fields["name"] = Field{p.name, c.text(name, column, y, p.name)}
	y = row(16.2, "性别")
	put("sex", p.sex, column, y, p.sex)
	x := column + between(r, 9.5, 12)*mm
	c.text(label, x, y, "民族")
	put("ethnicity", p.ethnicity, x+between(r, 7.6, 8.8)*mm, y, p.ethnicity)
	y = row(22.8, "出生")
	birth := p.birth
	if o.WrongBirth {
		birth = birth.AddDate(0, 0, 1)
	}
	x = column
	from := x
	for i, part := range []string{birth.Format("2006"), "年", fmt.Sprint(int(birth.Month())), "月", fmt.Sprint(birth.Day()), "日"} {
		if i%2 == 0 {
			x = c.text(value, x, y, part)[1].X + 1.0*mm
			continue
		}
		x = c.text(label, x, y, part)[1].X + 1.2*mm
	}
	s.Fields["birth_date"] = Field{birth.Format(time.DateOnly), geom.Quad{{X: from, Y: y - value.size}, {X: x, Y: y - value.size}, {X: x, Y: y + 4}, {X: from, Y: y + 4}}}
	y = row(29.4, "住址")
	room := 50*mm - column + 2*mm
	rest, top := []rune(p.address), y
	lineStep := between(r, 4.3, 4.9) * mm
	for len(rest) > 0 {
		n := len(rest)
		for value.width(string(rest[:n])) > room {
			n--
		}
		c.text(value, column, y, string(rest[:n]))
		if rest = rest[n:]; len(rest) > 0 {
			y += lineStep
		}
	}
	s.Fields["address"] = Field{p.address, geom.Quad{{X: column, Y: top - value.size}, {X: column + room, Y: top - value.size}, {X: column + room, Y: y + 5}, {X: column, Y: y + 5}}}
	y = 47.6*mm + dy
	c.text(label, left, y, "公民身份号码")
	num := style{face: pick(r, digits), size: between(r, 3.2, 3.7) * mm, ink: value.ink}
	want := 46 * mm
	num.spacing = (want - num.width(p.id)) / 18
	s.Fields["id_number"] = Field{p.id, c.text(num, between(r, 28.5, 31)*mm, y, p.id)}
	c.text(style{face: sans[0], size: 1.5 * mm, ink: color.NRGBA{160, 90, 90, 255}}, 60*mm, 3.4*mm, "样本 SPECIMEN")
	return s
}

// silhouette draws a head and shoulders that are nobody's.
func silhouette(c canvas, r *rand.Rand, x, y, radius float64) {
	skin, hair, top := uint8(190+r.IntN(30)), uint8(40+r.IntN(40)), uint8(60+r.IntN(120))
	bottom := y + 2.75*radius
	bust := []geom.Point{{X: x - 1.15*radius, Y: bottom}}
	for i := range 41 { // shoulders, from left to right
		t := float64(i)/20 - 1
		bust = append(bust, geom.Point{X: x + 1.15*t*radius, Y: y + (1.12+0.75*t*t*t*t)*radius})
	}
	c.fill(append(bust, geom.Point{X: x + 1.15*radius, Y: bottom}), grey(top))
	c.fill([]geom.Point{{X: x - 0.24*radius, Y: y + 0.5*radius}, {X: x + 0.24*radius, Y: y + 0.5*radius}, {X: x + 0.3*radius, Y: y + 1.15*radius}, {X: x, Y: y + 1.45*radius}, {X: x - 0.3*radius, Y: y + 1.15*radius}}, grey(skin-14))
	c.fill(ellipse(x, y-0.12*radius, 0.62*radius, 0.8*radius), grey(hair))
	c.fill(ellipse(x, y+0.1*radius, 0.52*radius, 0.68*radius), grey(skin))
	c.fill(ellipse(x-0.2*radius, y, 0.07*radius, 0.04*radius), grey(50))
	c.fill(ellipse(x+0.2*radius, y, 0.07*radius, 0.04*radius), grey(50))
	for _, sign := range []float64{-1, 1} {
		c.line([]geom.Point{{X: x + sign*0.12*radius, Y: y - 0.12*radius}, {X: x + sign*0.29*radius, Y: y - 0.13*radius}}, 0.04*radius, grey(hair))
	}
	c.line([]geom.Point{{X: x, Y: y + 0.05*radius}, {X: x - 0.05*radius, Y: y + 0.22*radius}, {X: x + 0.04*radius, Y: y + 0.23*radius}}, 0.025*radius, grey(skin-40))
	c.fill(ellipse(x, y+0.42*radius, 0.16*radius, 0.04*radius), grey(120))
}

func emblem(r *rand.Rand, p person) Specimen {
	c := cardGround(r)
	s := Specimen{Kind: "id_card", Side: "emblem", Image: c.NRGBA, Fields: map[string]Field{}}
	// A ring in place of the emblem.
	red := color.NRGBA{200, 50, 40, 255}
	c.fill(ellipse(13*mm, 12.5*mm, 8*mm, 8.4*mm), red)
	c.fill(ellipse(13*mm, 12.5*mm, 5.5*mm, 5.8*mm), color.NRGBA{235, 190, 90, 255})
	c.fill(ellipse(13*mm, 12.5*mm, 3*mm, 3.2*mm), red)
	title := style{face: pick(r, append(serif, sans...)), size: between(r, 4.6, 5.2) * mm, ink: grey(25), spacing: 1.2 * mm}
	c.text(title, 26*mm, 12*mm, "中华人民共和国")
	title.size, title.spacing = between(r, 6.4, 7.2)*mm, 2.6*mm
	c.text(title, 27*mm, 22.4*mm, "居民身份证")
	label := style{face: pick(r, sans), size: between(r, 2.4, 2.8) * mm, ink: grey(35)}
	value := style{face: pick(r, append(sans, serif[0])), size: between(r, 2.7, 3.1) * mm, ink: grey(uint8(20 + r.IntN(30)))}
	x := between(r, 33, 36) * mm
	y := between(r, 41.6, 43) * mm
	c.text(label, x-between(r, 12.6, 14)*mm, y, "签发机关")
	s.Fields["issuer"] = Field{p.issuer, c.text(value, x, y, p.issuer)}
	y = between(r, 47.6, 49.4) * mm
	c.text(label, x-between(r, 12.6, 14)*mm, y, "有效期限")
	from, to := p.from.Format("2006.01.02"), "长期"
	end := "长期"
	if !p.to.IsZero() {
		to, end = p.to.Format("2006.01.02"), p.to.Format(time.DateOnly)
	}
	q := c.text(value, x, y, from+"-"+to)
	s.Fields["valid_from"] = Field{p.from.Format(time.DateOnly), q}
	s.Fields["valid_to"] = Field{end, q}
	c.text(style{face: sans[0], size: 1.5 * mm, ink: color.NRGBA{160, 90, 90, 255}}, 66*mm, 3.4*mm, "样本 SPECIMEN")
	return s
}
