package document

import (
	"math"
	"strings"
)

// signs are words that stand on a kind of document, with how much each says for it. One that weighs 3 is its title.
type sign struct {
	word   string
	weight float64
}

// kindSigns lists, kind by kind, what its documents say. Titles weigh 3, labels that few others have 1.5, common ones
// 1 or less; a negative weight speaks against.
var kindSigns = []struct {
	kind  string
	signs []sign
}{
	{form, []sign{
		{"网站备案信息真实性核验单", 3},
		{"真实性核验单", 3},
		{"备案信息真实性核验", 2},
		{"核验单", 1},
		{"网站主办者基本信息", 1.5},
		{"主办者名称", 1.5},
		{"核验内容", 1},
		{"核验承诺", 1.5},
		{"网站负责人签字", 1.5},
		{"接入服务商", 0.8},
		{"网站域名", 1},
		{"接入信息", 0.7},
		{"主体信息", 0.7},
		{"网站信息", 0.7},
		{"网站主办者", 1},
		{"负责人签字", 1},
	}},
	{certificate, []sign{
		{"域名证书", 3},
		{"域名注册证书", 3},
		{"域名注册证", 2},
		{"顶级国际域名证书", 2},
		{"国家域名证书", 2},
		{"certificateofdomain", 3},
		{"domainnamecertificate", 3},
		{"domaincertificate", 3},
		{"域名所有者", 1.5},
		{"域名持有者", 1.5},
		{"域名注册人", 1.5},
		{"域名注册者", 1.5},
		{"域名所有人", 1.5},
		{"域名持有人", 1.5},
		{"注册商", 1},
		{"注册服务机构", 1.2},
		{"注册日期", 0.8},
		{"注册时间", 0.8},
		{"到期日期", 0.8},
		{"到期时间", 0.8},
		{"过期时间", 0.8},
		{"有效期至", 0.4},
		{"域名", 0.6},
		{"domainname", 1},
		{"registrant", 1.2},
		{"registrar", 1.2},
		{"expirationdate", 0.8},
		{"registrationdate", 0.8},
		{"creationdate", 0.8},
		{"expirydate", 0.8},
		{"注册人", 0.5},
		{"whois", 0.5},
		{"真实性核验单", -4},
		{"承诺书", -3},
		{"授权书", -3},
		{"实名认证", -0.5},
	}},
	{"domain_realname_screenshot", []sign{{"域名实名认证", 2}, {"实名认证", 1.5}, {"证件号码", 0.8}, {"证件类型", 0.8}, {"域名持有者类型", 1}, {"域名信息", 0.6}}},
	{"business_license", []sign{
		{"营业执照", 3},
		{"统一社会信用代码", 1.2},
		{"法定代表人", 0.8},
		{"注册资本", 1.2},
		{"经营范围", 1.2},
		{"成立日期", 1},
		{"营业期限", 1.2},
		{"登记机关", 1},
		{"住所", 0.4},
		{"类型", 0.3},
		{"副本", 0.8},
		{"正本", 0.5},
		{"经营者", 0.5},
		{"经营场所", 0.8},
		{"组成形式", 0.8},
		{"执照", 0.5},
		{"核验单", -4},
	}},
	{"organization_code_certificate", []sign{{"组织机构代码证", 3}, {"机构类型", 1}, {"颁发单位", 1}, {"登记号", 0.7}}},
	{"unified_code_certificate", []sign{{"统一社会信用代码证书", 4}, {"颁发日期", 1}, {"赋码机关", 1}}},
	{"public_institution_certificate", []sign{{"事业单位法人证书", 3}, {"宗旨和", 1}, {"举办单位", 1.2}, {"开办资金", 1.2}, {"经费来源", 1}}},
	{"social_organization_certificate", []sign{{"社会团体法人登记证书", 3}, {"业务主管单位", 1}, {"活动地域", 1}, {"业务范围", 0.7}}},
	{"private_nonenterprise_certificate", []sign{{"民办非企业单位登记证书", 3}, {"业务主管单位", 1}, {"开办资金", 1}}},
	{"foundation_certificate", []sign{{"基金会法人登记证书", 3}, {"原始基金", 1}}},
	{"law_firm_license", []sign{{"律师事务所执业许可证", 3}, {"律师事务所", 1}, {"执业许可证", 1}}},
	{"foreign_rep_office_certificate", []sign{{"外国企业常驻代表机构", 3}, {"首席代表", 1}, {"驻在场所", 1}}},
	{"passport", []sign{{"护照", 1.5}, {"passport", 1.5}, {"p<", 2}, {"<<<<", 2}, {"国籍", 0.7}, {"nationality", 1}, {"dateofexpiry", 1}, {"placeofbirth", 1}, {"签发地点", 1}}},
	{"hk_macau_permit", []sign{{"港澳居民来往内地通行证", 4}, {"来往内地通行证", 3}, {"换证次数", 1}, {"mainlandtravelpermit", 3}}},
	{"taiwan_permit", []sign{{"台湾居民来往大陆通行证", 4}, {"来往大陆通行证", 3}, {"taiwanresidents", 2}}},
	{"hmt_residence_permit", []sign{{"港澳台居民居住证", 4}, {"台湾居民居住证", 4}, {"香港居民居住证", 4}, {"澳门居民居住证", 4}, {"通行证号码", 2}, {"签发次数", 1.5}}},
	{"residence_permit", []sign{{"居住证", 3}, {"居住地住址", 2}, {"常住户口所在地", 2}, {"港澳台", -4}, {"签发次数", -3}}},
	{"authorization_letter_both", []sign{{"主体负责人及网站负责人授权书", 4}}},
	{"authorization_letter_site", []sign{{"授权书", 2.5}, {"授权委托书", 3}, {"网站负责人", 1.2}, {"被授权人", 1.5}, {"授权单位", 1}, {"兹授权", 1.5}, {"核验单", -4}}},
	{"authorization_letter_main", []sign{{"授权书", 2.5}, {"授权委托书", 3}, {"主体负责人", 1.4}, {"被授权人", 1.5}, {"授权单位", 1}, {"兹授权", 1.5}, {"核验单", -4}}},
	{"guangdong_pledge_org", []sign{{"广东省单位网站备案承诺书", 5}, {"单位网站备案承诺书", 4}}},
	{"guangdong_pledge_person", []sign{{"广东省个人网站备案承诺书", 5}, {"个人网站备案承诺书", 4}}},
	{"site_pledge", []sign{{"备案承诺书", 3}, {"互联网信息服务备案承诺书", 4}, {"承诺书", 1.5}, {"核验单", -4}}},
	{"finance_pledge", []sign{{"承诺书", 2}, {"金融", 1.2}, {"理财", 0.8}, {"核验单", -4}}},
	{"household_register", []sign{{"居民户口簿", 3}, {"常住人口登记卡", 3}, {"户主", 1}, {"与户主关系", 1.5}}},
	{"student_card", []sign{{"学生证", 3}, {"学号", 1}}},
	{"beijing_domain_list", []sign{{"备案确认书", 3}, {"域名注册商简称", 1.5}}},
	{"site_plan", []sign{{"网站建设方案书", 4}, {"建设方案", 1.5}}},
	{"name_change_proof", []sign{{"变更证明", 3}, {"准予变更登记通知书", 3}, {"变更前", 1}, {"变更后", 1}}},
}

// likeliest weighs the kinds by their signs and returns the one with the most, and how sure that is; confidence 0
// where nothing speaks for any.
func (s *sheet) likeliest() (string, float64) {
	text := s.text()
	best, most, second := "", 0.0, 0.0
	for _, k := range kindSigns {
		score := 0.0
		for _, sign := range k.signs {
			if contains(text, sign.word) {
				score += sign.weight
			}
		}
		switch {
		case score > most:
			best, most, second = k.kind, score, most
		case score > second:
			second = score
		}
	}
	if most < 1.2 {
		return "", 0
	}
	// A title and two labels are enough; a runner-up that is close takes the certainty away.
	confidence := 1 - math.Exp(-0.75*most)
	if second > 0 {
		confidence *= 1 - 0.35*math.Pow(second/most, 4)
	}
	return best, math.Min(confidence, 0.999)
}

// text returns all rows, folded, a row a line; and lines one by one, because a row can hold two columns.
func (s *sheet) text() string {
	var b strings.Builder
	for _, w := range s.rows {
		b.WriteString(strings.ToLower(w.String()))
		b.WriteByte('\n')
	}
	for _, l := range s.page.Lines {
		for _, r := range l.Text {
			if r != ' ' && r != '\u3000' {
				b.WriteString(strings.ToLower(string(fold(r))))
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// contains reports whether word stands in text, with one wrong character allowed in words of five or more.
func contains(text, word string) bool {
	if strings.Contains(text, word) {
		return true
	}
	want := []rune(word)
	if len(want) < 5 || want[0] < 0x2e80 {
		return false
	}
	runes := []rune(text)
	for i := 0; i+len(want) <= len(runes); i++ {
		wrong := 0
		for k := 0; k < len(want) && wrong < 2; k++ {
			if runes[i+k] != want[k] {
				wrong++
			}
		}
		if wrong < 2 {
			return true
		}
	}
	return false
}
