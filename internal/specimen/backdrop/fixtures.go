package backdrop

// Fixture is a picture named after the one thing that is wrong with it.
type Fixture struct {
	Name string
	Options
}

// Fixtures returns the pictures of testdata/files/backdrop_photo.
func Fixtures() []Fixture {
	red, blue, cloth := RGB{176, 28, 36}, RGB{32, 64, 160}, RGB{28, 88, 178}
	list := []Fixture{
		{"good", Options{}},
		{"good_banner", Options{Banner: true, Cloth: RGB{10, 70, 160}, Top: RGB{232, 232, 228}}},
		{"good_tungsten", Options{Cast: [3]float64{1.3, 1, 0.58}, Top: RGB{60, 62, 60}}},
		{"red_top", Options{Top: red}},
		{"blue_top", Options{Top: blue}},
		{"cloth_top", Options{Top: cloth}},
		{"lanyard", Options{Top: RGB{215, 215, 210}, Lanyard: RGB{190, 24, 30}}},
		{"gap_left", Options{Gap: "left", Share: 0.16}},
		{"gap_top", Options{Gap: "top", Share: 0.14}},
		{"gap_narrow", Options{Gap: "right", Share: 0.045}},
		{"wrong_cloth", Options{Cloth: RGB{40, 120, 70}}},
		{"wall", Options{Gap: "all", Plain: true}},
		{"two_people", Options{Second: true, W: 900, H: 700, Face: 0.19}},
		{"no_person", Options{Empty: true}},
		{"blurred", Options{Blur: 4.5}},
		{"dark", Options{Gain: 0.08, Noise: 2}},
		{"overexposed", Options{Gain: 4.5}},
		{"off_centre", Options{X: -0.26, Face: 0.14}},
		{"collar_only", Options{Face: 0.42, Y: 0.33, W: 600, H: 600}},
		{"grey", Options{Grey: true}},
		{"mirrored", Options{Mirrored: true, Banner: true}},
	}
	for i := range list {
		list[i].Seed = uint64(i) + 1
		if list[i].Noise == 0 {
			list[i].Noise = 1.5
		}
	}
	return list
}
