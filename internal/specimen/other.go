package specimen

import (
	"fmt"
	"image/color"
	"math/rand/v2"
)

// BusinessLicense draws a sheet with the labels of a business licence and none of its emblem, guilloche or code. It
// stands for documents of a kind that nothing here reads.
func BusinessLicense(r *rand.Rand) Specimen {
	c := newCanvas(sheetH, sheetW, color.NRGBA{252, 248, 236, 255})
	gold := color.NRGBA{190, 150, 70, 255}
	c.frame(44, 44, sheetH-44, sheetW-44, 10, gold)
	c.frame(66, 66, sheetH-66, sheetW-66, 3, gold)
	c.text(style{face: serif[0], size: 96, ink: grey(20), spacing: 26}, 620, 250, "营业执照")
	s := Specimen{Kind: "business_license", Image: c.NRGBA, Fields: map[string]Field{}}
	label := style{face: serif[0], size: 32, ink: grey(50)}
	value := style{face: sans[0], size: 30, ink: grey(20)}
	holder, name := newPerson(r), newCompany(r)
	for i, row := range [][3]string{
		{"name", "名　　称", name},
		{"company_type", "类　　型", "有限责任公司"},
		{"legal_representative", "法定代表人", holder.name},
		{"business_scope", "经营范围", "示例信息咨询；样本软件开发；试验数据处理。"},
		{"registered_capital", "注册资本", fmt.Sprintf("%d万元整", 10*(1+r.IntN(99)))},
		{"established_on", "成立日期", holder.from.Format("2006年01月02日")},
		{"address", "住　　所", holder.address},
	} {
		y := 400 + float64(i)*92
		c.text(label, 150, y, row[1])
		q := c.text(value, 380, y, row[2])
		if row[0] == "established_on" {
			row[2] = isoOf(row[2])
		}
		s.Fields[row[0]] = Field{row[2], q}
	}
	c.text(label, 1120, 1020, "登记机关")
	drawSeal(c, r, 1440, 990, 120, "示例市样本区试验监督管理局", sealRed, 0.9)
	c.text(style{face: sans[0], size: 18, ink: color.NRGBA{160, 90, 90, 255}}, sheetH-300, 110, "样本 SPECIMEN")
	return s
}

// Letter draws a page of plain text: nothing that a filing asks for.
func Letter(r *rand.Rand) Specimen {
	c := newCanvas(sheetW, sheetH, grey(253))
	body := style{face: pick(r, serif), size: 30, ink: grey(30)}
	c.text(style{face: body.face, size: 44, ink: grey(20)}, 480, 220, "会议安排的通知")
	y := 330.0
	for _, line := range []string{
		"各位同事：", "　　定于下周三下午两点在三楼会议室讨论明年的工作计划，请", "各部门提前准备材料，并在周一下班以前交到办公室。会议预计", "两个小时，结束后在一楼食堂用餐。",
		"　　不能到会的请提前说明，并委托一位同事参加。会议室座位有", "限，请勿携带与会议无关的物品。", "　　停车场本周施工，建议乘坐公共交通。",
	} {
		c.text(body, 150, y, line)
		y += 62
	}
	c.text(body, 860, y+80, "办公室")
	return Specimen{Kind: "unknown", Image: c.NRGBA}
}
