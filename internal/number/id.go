// Package number checks the numbers that prove themselves: citizens' ID numbers, credit codes and their like. All of
// it is arithmetic on strings; whether a number was ever issued is for a registry to say.
package number

import (
	"strings"
	"time"
)

// Normalize returns s as numbers are compared: inner and outer spaces dropped, full-width characters made half-width,
// letters in upper case. It corrects nothing else.
func Normalize(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ' || r == '\u3000' || r == '\t' || r == '\u00a0':
			return -1
		case r >= '！' && r <= '～':
			r -= '！' - '!'
		}
		if r >= 'a' && r <= 'z' {
			r -= 'a' - 'A'
		}
		return r
	}, s)
}

// IDCheck returns the check character of the first 17 digits of an ID number, or 0 where they are not 17 digits.
// Source: GB 11643-1999, ISO 7064 MOD 11-2.
func IDCheck(first17 string) byte {
	if len(first17) != 17 {
		return 0
	}
	weights := [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		d := first17[i]
		if d < '0' || d > '9' {
			return 0
		}
		sum += int(d-'0') * w
	}
	return "10X98765432"[sum%11]
}

// IsIDFormat reports whether n has the form of an ID number: 17 digits, the first not 0, and a digit or X.
func IsIDFormat(n string) bool {
	return len(n) == 18 && n[0] != '0' && IDCheck(n[:17]) != 0 && (n[17] == 'X' || n[17] >= '0' && n[17] <= '9')
}

// IsID reports whether n is an ID number (公民身份号码, GB 11643-1999) with the right check character.
func IsID(n string) bool { return IsIDFormat(n) && n[17] == IDCheck(n[:17]) }

// IDBirth returns the birth date in an ID number, in UTC; false where it is no real date.
func IDBirth(n string) (time.Time, bool) {
	if !IsIDFormat(n) {
		return time.Time{}, false
	}
	t, err := time.Parse("20060102", n[6:14])
	return t, err == nil
}

// IDSex returns 男 or 女 as an ID number's 17th digit says, or "" where n has not the form of one.
func IDSex(n string) string {
	if !IsIDFormat(n) {
		return ""
	}
	if (n[16]-'0')%2 == 1 {
		return "男"
	}
	return "女"
}

// MaskID hides the middle of a number: its first six and last four characters stay (fewer of a short one). What
// people read in messages and logs is masked; only fields carry numbers whole.
func MaskID(n string) string {
	r := []rune(n)
	switch {
	case len(r) >= 15:
		return string(r[:6]) + strings.Repeat("*", len(r)-10) + string(r[len(r)-4:])
	case len(r) > 4:
		return string(r[:2]) + strings.Repeat("*", len(r)-4) + string(r[len(r)-2:])
	}
	return strings.Repeat("*", len(r))
}
