package number

import (
	"testing"

	"pgregory.net/rapid"
)

// The vectors are the examples of the standards and made-up numbers computed by hand beside them.

func TestIDNumbersProveThemselves(t *testing.T) {
	for _, tt := range []struct {
		name, number string
		want         bool
	}{
		{"the standard's example with X", "11010519491231002X", true},
		{"the standard's other example", "440524188001010014", true},
		{"a made-up number", "110199199003070017", true},
		{"one wrong check digit", "110199199003070018", false},
		{"a lower case x is not normalised yet", "11010519491231002x", false},
		{"fifteen digits of a first-generation card", "110105491231002", false},
		{"a letter inside", "1101051949123A002X", false},
		{"nothing", "", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := IsID(tt.number); got != tt.want {
				t.Errorf("IsID(%q) = %v, want %v", tt.number, got, tt.want)
			}
		})
	}
}

func TestACheckCharacterFindsEveryChangedCharacter(t *testing.T) {
	for _, tt := range []struct {
		name   string
		number string
		valid  func(string) bool
	}{
		{"ID number", "110199199003070017", IsID},
		{"credit code", "91110105MA00ABCD4R", IsCredit},
		{"organisation code", "D2143569X", IsOrg},
		{"registration number", "110105000000012", IsOldRegistration},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if !tt.valid(tt.number) {
				t.Fatalf("%s is not valid to begin with", tt.number)
			}
			rapid.Check(t, func(t *rapid.T) {
				i := rapid.IntRange(0, len(tt.number)-1).Draw(t, "place")
				c := rapid.SampledFrom([]byte("0123456789")).Draw(t, "digit")
				if c == tt.number[i] || tt.number[i] > '9' {
					t.Skip("not a changed digit")
				}
				changed := tt.number[:i] + string(c) + tt.number[i+1:]
				if tt.valid(changed) {
					t.Errorf("%s passes although %s is right", changed, tt.number)
				}
			})
		})
	}
}

func TestCreditCodes(t *testing.T) {
	for _, n := range []string{"91350100M000100Y43", "91110000802100433B", "91440300708461136T", "12100000400000624D", "52330000500800012R"} {
		if !IsCredit(n) {
			t.Errorf("IsCredit(%s) = false, want true", n)
		}
	}
}

func TestBirthAndSexAreReadOutOfTheNumber(t *testing.T) {
	birth, ok := IDBirth("110199199003070017")
	if !ok || birth.Format("2006-01-02") != "1990-03-07" {
		t.Errorf("IDBirth = %v, %v; want 1990-03-07", birth, ok)
	}
	if _, ok := IDBirth("110199199002300010"); ok {
		t.Error("30 February passed for a date")
	}
	if got := IDSex("110199199003070017"); got != "男" {
		t.Errorf("IDSex = %s, want 男", got)
	}
}

func TestNumbersAreMaskedForMessages(t *testing.T) {
	for in, want := range map[string]string{
		"110199199003070017": "110199********0017",
		"G12345678":          "G1*****78",
		"123":                "***",
		"":                   "",
	} {
		if got := MaskID(in); got != want {
			t.Errorf("MaskID(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestNormalizeFoldsWidthSpacesAndCase(t *testing.T) {
	if got := Normalize(" １１０ 199x "); got != "110199X" {
		t.Errorf("Normalize = %q, want 110199X", got)
	}
}
