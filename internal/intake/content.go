package intake

import (
	"bytes"
	"math"
	"strconv"
)

// soleImage reads a page's drawing instructions (ISO 32000-1, 7.8.2) and returns the one image that they draw. Any
// other mark is errNotScan, but for text in the invisible mode that scanners lay over their pictures, which counts for
// nothing: it is what somebody else's program read.
func soleImage(content []byte) (placed, error) {
	everywhere := [4]float64{math.Inf(-1), math.Inf(-1), math.Inf(1), math.Inf(1)}
	type state struct {
		ctm       affine
		clip      [4]float64
		invisible bool
	}
	var (
		found placed
		now   = state{ctm: affine{1, 0, 0, 1, 0, 0}, clip: everywhere}
		saved []state
		args  []string
		path  = everywhere // the rectangle just named, on the page
	)
	number := func(fromEnd int) float64 {
		if fromEnd > len(args) {
			return math.NaN()
		}
		v, err := strconv.ParseFloat(args[len(args)-fromEnd], 64)
		if err != nil {
			return math.NaN()
		}
		return v
	}
	for t := (tokens{content}); ; {
		token, operator := t.next()
		if token == "" {
			break
		}
		if !operator {
			if args = append(args, token); len(args) > 1024 {
				return found, errNotScan
			}
			continue
		}
		switch token {
		case "q":
			if saved = append(saved, now); len(saved) > 64 {
				return found, errNotScan
			}
		case "Q":
			if len(saved) > 0 {
				now, saved = saved[len(saved)-1], saved[:len(saved)-1]
			}
		case "cm":
			now.ctm = affine{number(6), number(5), number(4), number(3), number(2), number(1)}.then(now.ctm)
		case "re":
			x, y := number(4), number(3)
			path[0], path[1], path[2], path[3] = now.ctm.bounds(x, y, x+number(2), y+number(1))
		case "W", "W*":
			now.clip = [4]float64{
				max(now.clip[0], path[0]), max(now.clip[1], path[1]), min(now.clip[2], path[2]), min(now.clip[3], path[3]),
			}
		case "n":
			path = everywhere
		case "Do":
			if found.name != "" || len(args) == 0 || len(args[len(args)-1]) < 2 {
				return found, errNotScan
			}
			found = placed{args[len(args)-1][1:], now.ctm, now.clip}
		case "Tr":
			now.invisible = number(1) == 3
		case "Tj", "TJ", "'", "\"":
			if !now.invisible {
				return found, errNotScan
			}
		case "BT", "ET", "Tf", "Td", "TD", "Tm", "T*", "Tc", "Tw", "Tz", "TL", "Ts", // text, unseen
			"BMC", "BDC", "EMC", "MP", "DP", // marks for other programs
			"i", "ri", "w", "J", "j", "M", "d", // how lines would be drawn
			"g", "G", "rg", "RG", "k", "K", "cs", "CS", "sc", "SC", "scn", "SCN": // in which colour
		default:
			return found, errNotScan
		}
		args = args[:0]
	}
	if found.name == "" {
		return found, errNotScan
	}
	for _, v := range found.ctm {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return found, errNotScan
		}
	}
	return found, nil
}

// tokens splits drawing instructions (ISO 32000-1, 7.2). Strings, arrays and dictionaries are operands of which only
// the brackets are told apart.
type tokens struct{ rest []byte }

const (
	blanks     = "\x00\t\n\f\r "
	delimiters = blanks + "()<>[]{}/%"
)

// next returns the next token, "" at the end, and whether it is an operator.
func (t *tokens) next() (token string, operator bool) {
	for {
		t.rest = bytes.TrimLeft(t.rest, blanks)
		if len(t.rest) == 0 {
			return "", false
		}
		if t.rest[0] != '%' {
			break
		}
		t.skip(bytes.IndexAny(t.rest, "\r\n"))
	}
	switch c := t.rest[0]; c {
	case '(':
		t.skip(closing(t.rest))
		return "()", false
	case '<':
		if bytes.HasPrefix(t.rest, []byte("<<")) {
			t.rest = t.rest[2:]
			return "<<", false
		}
		t.skip(bytes.IndexByte(t.rest, '>') + 1)
		return "<>", false
	case '>', '[', ']', '{', '}', ')':
		t.rest = t.rest[1:]
		return string(c), false
	}
	n := bytes.IndexAny(t.rest[1:], delimiters) + 1
	if n == 0 {
		n = len(t.rest)
	}
	token = string(t.rest[:n])
	t.rest = t.rest[n:]
	c := token[0]
	return token, c == '\'' || c == '"' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
}

// skip drops n bytes, all of them where n is not positive.
func (t *tokens) skip(n int) {
	if n <= 0 {
		n = len(t.rest)
	}
	t.rest = t.rest[n:]
}

// closing returns the length of the string in parentheses that b starts with, 0 where it does not end.
func closing(b []byte) int {
	depth := 0
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '\\':
			i++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return 0
}
