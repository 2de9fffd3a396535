package document

import (
	"math"
	"strings"
)

// ethnicities are the 56 of the national list (GB/T 3304), without 族.
var ethnicities = strings.Fields(`汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡
纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春
赫哲 门巴 珞巴 基诺`)

// misread maps what readers make of rare ethnicities' characters to the one ethnicity that has no other look-alike.
var misread = map[string]string{
	"汊": "汉", "汶": "汉", "汝": "汉", "仅": "汉", "叹": "汉", "漢": "汉", "苖": "苗", "侧": "侗", "何": "侗", "洞": "侗", "傣族": "傣", "黍": "黎",
	"僳僳": "傈僳", "栗僳": "傈僳", "傈傈": "傈僳", "伍佬": "仫佬", "乞佬": "仡佬", "仡老": "仡佬", "余": "畲", "佘": "畲", "畬": "畲", "壯": "壮", "状": "壮", "遥": "瑶", "摇": "瑶",
	"满": "满", "滿": "满", "彞": "彝", "藏族": "藏", "堤": "傣", "羊": "羌", "回": "回", "囬": "回",
}

// ethnicityField takes one of the 56. What is one of them after a known misreading is less sure.
func ethnicityField(v value) Field {
	text := strings.TrimSuffix(v.text, "族")
	if text == "" {
		return Field{}
	}
	f := Field{Raw: v.text, Quad: v.quad, Confidence: v.sure()}
	// The longest that the text begins with: 土家 before 土.
	for _, e := range ethnicities {
		if strings.HasPrefix(text, e) && len(e) > len(f.Value) {
			f.Value = e
		}
	}
	if f.Value == "" {
		for wrong, right := range misread {
			if strings.HasPrefix(text, wrong) && len(right) >= len(f.Value) {
				f.Value = right
			}
		}
		f.Confidence = math.Min(f.Confidence, 0.6)
	}
	if f.Value == "" {
		f.Value, f.Confidence = text, math.Min(f.Confidence, 0.3)
	}
	if f.Value != text {
		f.Confidence = math.Min(f.Confidence, 0.8)
	}
	return f
}
