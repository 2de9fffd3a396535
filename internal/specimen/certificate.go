package specimen

import (
	"fmt"
	"image/color"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/heyan/heyan/internal/geom"
)

// CertificateOptions are a domain certificate's content where it matters; the rest is invented.
type CertificateOptions struct {
	Domain, Owner string
	Expires       time.Time
	Layout        int // 1 to 6; 0 is any
}

// A4 at 150 dpi.
const (
	sheetW = 1240
	sheetH = 1754
)

var (
	syllables  = strings.Fields("ba ren tuo mi lan shu qin yao fei kou zen lu wo xia ming yun hai tian dong bei nan xi jing hua")
	suffixes   = []string{"cn", "com", "com.cn", "net", "top", "xyz", "cn", "com", "中国", "公司"}
	registrars = []string{"示例云计算有限公司", "样本网络科技股份有限公司", "北京模拟数据技术有限公司", "试验互联信息技术有限公司", "虚构域名服务(广州)有限公司"}
	trades     = strings.Fields("信息技术 网络科技 文化传媒 电子商务 软件开发 贸易 教育咨询 智能制造 环保工程 物流")
)

func newDomain(r *rand.Rand) string {
	name := ""
	for range 2 + r.IntN(3) {
		name += pick(r, syllables)
	}
	if r.IntN(5) == 0 {
		name += fmt.Sprint(r.IntN(1000))
	}
	suffix := pick(r, suffixes)
	if suffix == "中国" || suffix == "公司" {
		name = string([]rune("云海星河青松明月远山长风")[r.IntN(6)*2:][:2]) + pick(r, []string{"数据", "商贸", "文化", "示例"})
	}
	return name + "." + suffix
}

func newCompany(r *rand.Rand) string {
	place := pick(r, places)
	city := strings.TrimSuffix(strings.TrimSuffix(place.city, "市"), "省")
	if city == "" {
		city = string([]rune(place.province)[:2])
	}
	return city + string(pick(r, []rune(givens))) + string(pick(r, []rune(givens))) + pick(r, trades) + "有限公司"
}

// certificateWords are the labels of one registrar.
type certificateWords struct{ title, domain, owner, registrar, from, to string }

var chineseWords = []certificateWords{
	{"域名证书", "域名", "域名所有者", "注册商", "注册日期", "到期日期"},
	{"顶级国际域名证书", "域名", "域名持有者", "注册服务机构", "注册时间", "到期时间"},
	{"域名注册证书", "域名名称", "域名注册人", "所属注册商", "注册日期", "过期时间"},
	{"国家域名证书", "域名", "注册者", "注册商", "注册日期", "到期日期"},
}

var englishWords = certificateWords{"Certificate of Domain Name Registration", "Domain Name", "Registrant", "Registrar", "Registration Date", "Expiration Date"}

// DomainCertificate draws a registrar's certificate for a domain of nobody's, in one of six layouts.
func DomainCertificate(r *rand.Rand, o CertificateOptions) Specimen {
	if o.Domain == "" {
		o.Domain = newDomain(r)
	}
	if o.Owner == "" {
		o.Owner = newCompany(r)
		if r.IntN(4) == 0 {
			o.Owner = newPerson(r).name
		}
	}
	if o.Layout == 0 {
		o.Layout = 1 + r.IntN(6)
	}
	years := 1 + r.IntN(9)
	from := asOf.AddDate(0, 0, -40-r.IntN(3000))
	to := from.AddDate(years, 0, 0)
	for !to.After(asOf.AddDate(0, 5, 0)) {
		to = to.AddDate(1, 0, 0)
	}
	if !o.Expires.IsZero() {
		to = o.Expires
		from = to.AddDate(-3, 0, 0)
	}
	w, h := sheetW, sheetH
	if o.Layout%2 == 0 {
		w, h = sheetH, sheetW
	}
	c := newCanvas(w, h, pick(r, []color.NRGBA{{255, 255, 255, 255}, {253, 250, 242, 255}, {247, 250, 253, 255}}))
	s := Specimen{Kind: "domain_certificate", Image: c.NRGBA, Fields: map[string]Field{}}
	if r.IntN(3) > 0 {
		ink := pick(r, []color.NRGBA{{178, 140, 60, 255}, {60, 100, 160, 255}, {120, 30, 40, 255}})
		c.frame(50, 50, float64(w)-50, float64(h)-50, 6, ink)
		c.frame(66, 66, float64(w)-66, float64(h)-66, 2, ink)
	}
	words := pick(r, chineseWords)
	face := pick(r, append(append([]typeface{}, sans...), serif...))
	title := style{face: face, size: between(r, 52, 66), ink: pick(r, []color.NRGBA{grey(20), {150, 30, 30, 255}, {30, 60, 120, 255}}), spacing: 6}
	body := style{face: face, size: between(r, 27, 34), ink: grey(30)}
	heading := words.title
	if o.Layout == 5 {
		heading, title.size = englishWords.title, 44
	}
	for title.width(heading) > 0.78*float64(w) {
		title.size *= 0.95
		title.spacing *= 0.8
	}
	y := between(r, 190, 250)
	c.text(title, (float64(w)-title.width(heading))/2, y, heading)
	y += between(r, 110, 160)
	layouts := []string{"2006-01-02", "2006年1月2日", "2006/01/02", "2006.01.02", "2006-01-02 15:04:05", "2006年01月02日"}
	format := pick(r, layouts)
	if o.Layout == 5 {
		format = pick(r, []string{"2006-01-02", "Jan 2, 2006", "02-Jan-2006"})
	}
	from, to = from.Add(9*time.Hour+12*time.Minute+8*time.Second), to.Add(9*time.Hour+12*time.Minute+8*time.Second)
	rows := []struct{ field, zh, en, value, want string }{
		{"domain", words.domain, englishWords.domain, o.Domain, o.Domain},
		{"owner", words.owner, englishWords.owner, o.Owner, o.Owner},
		{"registrar", words.registrar, englishWords.registrar, "", ""},
		{"registered_on", words.from, englishWords.from, from.Format(format), from.Format(time.DateOnly)},
		{"expires_on", words.to, englishWords.to, to.Format(format), to.Format(time.DateOnly)},
	}
	rows[2].value = pick(r, registrars)
	rows[2].want = rows[2].value
	if o.Layout == 6 {
		y = s.prose(c, body, y, w, rows[0].value, rows[1].value, rows[2].value, from, to)
	} else {
		left := between(r, 0.12, 0.2) * float64(w)
		column := left + between(r, 300, 420)
		step := between(r, 78, 112)
		for _, row := range rows {
			label := row.zh
			switch o.Layout {
			case 2, 3:
				label += pick(r, []string{"：", ":"})
			case 4:
				label = row.zh + "(" + row.en + ")："
			case 5:
				label = row.en + ":"
			}
			switch o.Layout {
			case 1: // a table with lines
				c.frame(left-20, y-body.size*1.5, float64(w)-left+20, y-body.size*1.5+step, 2, grey(120))
				c.line([]geom.Point{{X: column - 30, Y: y - body.size*1.5}, {X: column - 30, Y: y - body.size*1.5 + step}}, 2, grey(120))
				c.text(body, left, y, label)
				s.Fields[row.field] = Field{row.want, c.text(body, column, y, row.value)}
			case 3: // the value right behind the colon
				q := c.text(body, left, y, label)
				s.Fields[row.field] = Field{row.want, c.text(body, q[1].X+8, y, row.value)}
			case 4:
				small := body
				small.size *= 0.85
				q := c.text(small, left, y, label)
				s.Fields[row.field] = Field{row.want, c.text(body, max(column, q[1].X+20), y, row.value)}
			default:
				q := c.text(body, left, y, label)
				s.Fields[row.field] = Field{row.want, c.text(body, max(column, q[1].X+24), y, row.value)}
			}
			y += step
		}
	}
	small := style{face: sans[0], size: 20, ink: grey(90)}
	c.text(small, between(r, 0.12, 0.2)*float64(w), y+70, "本证书由注册商出具，仅证明上述信息在出具时与注册数据库一致。")
	if r.IntN(2) == 0 {
		drawSeal(c, r, float64(w)*0.74, min(y+60, float64(h)-260), 110, rows[2].value, sealRed, 0.85)
	}
	c.text(style{face: sans[0], size: 18, ink: color.NRGBA{160, 90, 90, 255}}, float64(w)-260, 110, "样本 SPECIMEN")
	return s
}

// prose prints a certificate in sentences.
func (s *Specimen) prose(c canvas, body style, y float64, w int, domain, owner, registrar string, from, to time.Time) float64 {
	left := 0.14 * float64(w)
	line := func(parts ...string) {
		x := left
		for i, part := range parts {
			q := c.text(body, x, y, part)
			if i%2 == 1 {
				for name, value := range map[string]string{"domain": domain, "owner": owner, "registrar": registrar, "registered_on": from.Format("2006年1月2日"), "expires_on": to.Format("2006年1月2日")} {
					if value == part {
						want := value
						switch name {
						case "registered_on":
							want = from.Format(time.DateOnly)
						case "expires_on":
							want = to.Format(time.DateOnly)
						}
						s.Fields[name] = Field{want, q}
					}
				}
			}
			x = q[1].X + 6
		}
		y += body.size * 2.2
	}
	line("兹证明域名", domain)
	line("域名所有者：", owner)
	line("已于", from.Format("2006年1月2日"), "成功注册，")
	line("有效期至", to.Format("2006年1月2日"), "。")
	line("注册商：", registrar)
	return y
}
