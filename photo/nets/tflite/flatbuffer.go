package tflite

import (
	"encoding/binary"
	"math"
)

// buffer reads a flatbuffer. A read outside of it gives zero and sets bad, so that a damaged file ends in one check
// at the end and never in a panic.
type buffer struct {
	b   []byte
	bad bool
}

func (b *buffer) bytes(at, n int) []byte {
	if at < 0 || n < 0 || at > len(b.b)-n {
		b.bad = true
		return make([]byte, min(max(n, 0), 8))
	}
	return b.b[at : at+n]
}

func (b *buffer) u8(at int) int  { return int(b.bytes(at, 1)[0]) }
func (b *buffer) u16(at int) int { return int(binary.LittleEndian.Uint16(b.bytes(at, 2))) }
func (b *buffer) i32(at int) int { return int(int32(binary.LittleEndian.Uint32(b.bytes(at, 4)))) }

// table is the place of a table; the tables of this schema are reached through fields counted from 0.
type table struct {
	*buffer
	at int
}

// deref follows the offset at the given place.
func (b *buffer) deref(at int) table { return table{b, at + b.i32(at)} }

// field returns where field n lies, or 0 where the file leaves it out.
func (t table) field(n int) int {
	vtable := t.at - t.i32(t.at)
	if 4+2*n >= t.u16(vtable) {
		return 0
	}
	if o := t.u16(vtable + 4 + 2*n); o != 0 {
		return t.at + o
	}
	return 0
}

// byte, int and table return field n, or zero; table's second result says whether it is there.
func (t table) byte(n int) int {
	if f := t.field(n); f != 0 {
		return t.u8(f)
	}
	return 0
}

func (t table) int(n int) int {
	if f := t.field(n); f != 0 {
		return t.i32(f)
	}
	return 0
}

func (t table) table(n int) (table, bool) {
	if f := t.field(n); f != 0 {
		return t.deref(f), true
	}
	return table{}, false
}

// vector returns the place of field n's first element and their number; size is that of one element in bytes.
func (t table) vector(n, size int) (at, count int) {
	f := t.field(n)
	if f == 0 {
		return 0, 0
	}
	v := t.deref(f)
	count = v.i32(v.at)
	if count < 0 || count > (len(t.b)-v.at)/size {
		t.bad = true
		return 0, 0
	}
	return v.at + 4, count
}

func (t table) data(n int) []byte {
	at, count := t.vector(n, 1)
	if count == 0 {
		return nil
	}
	return t.bytes(at, count)
}

func (t table) ints(n int) []int {
	at, count := t.vector(n, 4)
	out := make([]int, count)
	for i := range out {
		out[i] = t.i32(at + 4*i)
	}
	return out
}

func (t table) tables(n int) []table {
	at, count := t.vector(n, 4)
	out := make([]table, count)
	for i := range out {
		out[i] = t.deref(at + 4*i)
	}
	return out
}

// half returns the IEEE 754 binary16 number with the given bits.
func half(bits uint16) float32 {
	sign := 1.0
	if bits&0x8000 != 0 {
		sign = -1
	}
	exponent, fraction := int(bits>>10&31), float64(bits&1023)
	switch exponent {
	case 0:
		return float32(sign * math.Ldexp(fraction, -24))
	case 31:
		if fraction != 0 {
			return float32(math.NaN())
		}
		return float32(math.Inf(int(sign)))
	}
	return float32(sign * math.Ldexp(1024+fraction, exponent-25))
}
