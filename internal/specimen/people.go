package specimen

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/heyan/heyan/internal/number"
)

// person is somebody invented.
type person struct {
	name, sex, ethnicity, address, id, issuer string
	birth, from                               time.Time
	to                                        time.Time // zero: without end
}

const surnames = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"

const givens = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉建国华红玉梅志春生海燕晓东林雪峰宇浩然子轩梓涵欣怡佳琪思远雨桐嘉豪俊熙一诺博文诗雅立新凤云鹏飞龙倩颖慧琳瑞凯旭阳健鑫宏达毅恒安康宁瑜珊莉蕾薇楠睿哲昊天泽宸奕"

var ethnicities = strings.Fields("汉 汉 汉 汉 汉 汉 汉 汉 汉 汉 汉 汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 东乡 纳西 土 羌 仡佬 锡伯 撒拉")

// places are provinces and cities with the first four digits of their county codes.
var places = []struct{ code, province, city, county string }{
	{"1101", "北京市", "", "东城区"},
	{"1201", "天津市", "", "河西区"},
	{"1301", "河北省", "石家庄市", "长安区"},
	{"2101", "辽宁省", "沈阳市", "和平区"},
	{"2201", "吉林省", "长春市", "南关区"},
	{"2301", "黑龙江省", "哈尔滨市", "道里区"},
	{"3101", "上海市", "", "徐汇区"},
	{"3201", "江苏省", "南京市", "玄武区"},
	{"3205", "江苏省", "苏州市", "虎丘区"},
	{"3301", "浙江省", "杭州市", "西湖区"},
	{"3401", "安徽省", "合肥市", "包河区"},
	{"3501", "福建省", "福州市", "鼓楼区"},
	{"3601", "江西省", "南昌市", "西湖区"},
	{"3701", "山东省", "济南市", "历下区"},
	{"4101", "河南省", "郑州市", "金水区"},
	{"4201", "湖北省", "武汉市", "江岸区"},
	{"4301", "湖南省", "长沙市", "岳麓区"},
	{"4401", "广东省", "广州市", "天河区"},
	{"4403", "广东省", "深圳市", "南山区"},
	{"4501", "广西南宁市", "", "青秀区"},
	{"5001", "重庆市", "", "渝中区"},
	{"5101", "四川省", "成都市", "武侯区"},
	{"5201", "贵州省", "贵阳市", "云岩区"},
	{"5301", "云南省", "昆明市", "五华区"},
	{"6101", "陕西省", "西安市", "雁塔区"},
	{"6201", "甘肃省", "兰州市", "城关区"},
	{"6401", "宁夏银川市", "", "兴庆区"},
}

var streets = strings.Fields("样本路 示例街 试验大道 模拟巷 青松路 望湖街 银杏路 河堤街 学府路 桃源里 晨光路 北塔街 南桥巷 东风新村 幸福里 云溪路 向阳街 清水湾 枫林路 白鹭洲")

// asOf is the day that specimens are valid on.
var asOf = time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)

func newPerson(r *rand.Rand) person {
	p := person{ethnicity: pick(r, ethnicities), sex: pick(r, []string{"男", "女"})}
	p.name = string(pick(r, []rune(surnames)))
	for range 1 + min(r.IntN(4), 1) {
		p.name += string(pick(r, []rune(givens)))
	}
	if p.ethnicity == "维吾尔" || p.ethnicity == "哈萨克" {
		p.name = pick(r, []string{"阿依古丽", "买买提", "古丽娜尔", "阿不都拉", "努尔兰"}) + "·" + pick(r, []string{"阿布都", "玉素甫", "艾力", "吐尔逊"})
	}
	p.birth = time.Date(1950+r.IntN(56), time.Month(1+r.IntN(12)), 1+r.IntN(28), 0, 0, 0, 0, time.UTC)
	place := pick(r, places)
	first := fmt.Sprintf("%s%02d%s%03d", place.code, 97+r.IntN(3), p.birth.Format("20060102"), 2*r.IntN(499))
	if p.sex == "男" {
		first = first[:16] + string('1'+byte(2*r.IntN(5)))
	}
	p.id = first + string(number.IDCheck(first))
	p.address = place.province + place.city + place.county + pick(r, streets) + fmt.Sprintf("%d号", 1+r.IntN(899))
	switch r.IntN(4) {
	case 0:
		p.address += fmt.Sprintf("%d号楼%d单元%d室", 1+r.IntN(30), 1+r.IntN(6), 101+r.IntN(2300))
	case 1:
		p.address += fmt.Sprintf("%d栋%d%02d", 1+r.IntN(30), 1+r.IntN(26), 1+r.IntN(8))
	case 2:
		p.address += fmt.Sprintf("%s座%d室", pick(r, []string{"A", "B", "C"}), 101+r.IntN(2300))
	}
	city := place.city
	if city == "" {
		city = place.province
	}
	p.issuer = city + "公安局" + strings.TrimSuffix(place.county, "区") + "分局"
	p.validity(r)
	return p
}

// validity gives the card a legal term that covers the day.
func (p *person) validity(r *rand.Rand) {
	for {
		p.from = asOf.AddDate(0, 0, -30-r.IntN(3300))
		age := p.from.Year() - p.birth.Year()
		if p.birth.AddDate(age, 0, 0).After(p.from) {
			age--
		}
		years := 0
		switch {
		case age < 16:
			years = 5
		case age < 26:
			years = 10
		case age < 46:
			years = 20
		}
		p.to = time.Time{}
		if years > 0 {
			p.to = p.from.AddDate(years, 0, 0)
		}
		if p.to.IsZero() || p.to.After(asOf.AddDate(0, 4, 0)) {
			return
		}
	}
}
