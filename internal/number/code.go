package number

import "strings"

const creditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY" // GB 32100-2015: no I O S V Z

// CreditCheck returns the check character of the first 17 characters of a credit code, or 0 where one of them is not
// of its alphabet. Source: GB 32100-2015, weights 3^(i-1) mod 31.
func CreditCheck(first17 string) byte {
	if len(first17) != 17 {
		return 0
	}
	sum, weight := 0, 1
	for i := range 17 {
		v := strings.IndexByte(creditAlphabet, first17[i])
		if v < 0 {
			return 0
		}
		sum += v * weight
		weight = weight * 3 % 31
	}
	return creditAlphabet[(31-sum%31)%31]
}

// IsCredit reports whether n is a unified social credit code (统一社会信用代码, GB 32100-2015): 18 characters, the last a
// check character.
func IsCredit(n string) bool {
	return len(n) == 18 && n[17] == CreditCheck(n[:17])
}

// OrgCheck returns the check character of the first 8 characters of an organisation code, or 0 where one of them is
// neither digit nor capital letter. Source: GB 11714-1997.
func OrgCheck(first8 string) byte {
	if len(first8) != 8 {
		return 0
	}
	weights := [8]int{3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		c := first8[i]
		switch {
		case c >= '0' && c <= '9':
			sum += int(c-'0') * w
		case c >= 'A' && c <= 'Z':
			sum += int(c-'A'+10) * w
		default:
			return 0
		}
	}
	return "0X987654321"[sum%11]
}

// IsOrg reports whether n is an organisation code (组织机构代码, GB 11714-1997), with or without its hyphen.
func IsOrg(n string) bool {
	n = strings.Replace(n, "-", "", 1)
	return len(n) == 9 && n[8] == OrgCheck(n[:8])
}

// IsOldRegistration reports whether n is a 15-digit registration number (营业执照注册号, GS15-2006) with the right check
// digit of ISO 7064 MOD 11,10.
func IsOldRegistration(n string) bool {
	if len(n) != 15 {
		return false
	}
	p := 10
	for i := range 15 {
		if n[i] < '0' || n[i] > '9' {
			return false
		}
		if i == 14 {
			return (p+int(n[i]-'0'))%10 == 1
		}
		r := (p + int(n[i]-'0')) % 10
		if r == 0 {
			r = 10
		}
		p = r * 2 % 11
	}
	return false
}
