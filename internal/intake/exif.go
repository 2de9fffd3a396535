package intake

import (
	"encoding/binary"
	"errors"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// metadata is what a file says of its making.
type metadata struct {
	orient   orientation
	software string
	taken    time.Time
}

// readEXIF reads EXIF, which is a small TIFF (CIPA DC-008-2019). What is broken is left out: a photo is not worse for
// it.
func readEXIF(data []byte) metadata {
	t, err := newTIFF(data)
	if err != nil {
		return metadata{}
	}
	d, _, err := t.directory(t.first())
	if err != nil {
		return metadata{}
	}
	m := metadata{orient: exifOrientation(d.number(0x0112, 1)), software: clean(d.text(0x0131))}
	when, offset := d.text(0x0132), ""
	if at := d.number(0x8769, 0); at != 0 {
		if sub, _, err := t.directory(at); err == nil {
			if s := sub.text(0x9003); s != "" { // DateTimeOriginal, OffsetTimeOriginal
				when, offset = s, sub.text(0x9011)
			}
		}
	}
	m.taken = exifTime(when, offset)
	return m
}

func exifTime(when, offset string) time.Time {
	const layout = "2006:01:02 15:04:05"
	if t, err := time.Parse(layout+"-07:00", when+offset); err == nil {
		return t
	}
	if t, err := time.Parse(layout, when); err == nil {
		return t
	}
	return time.Time{}
}

// clean returns s without what a log or a page should not show, and at most 80 characters of it.
func clean(s string) string {
	if !utf8.ValidString(s) {
		return ""
	}
	s = strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return -1
	}, s))
	if r := []rune(s); len(r) > 80 {
		s = string(r[:80])
	}
	return s
}

// tiffBytes is a TIFF file (Adobe TIFF 6.0, 1992), or EXIF, which borrows its structure.
type tiffBytes struct {
	data  []byte
	order binary.ByteOrder
}

var errTIFF = errors.New("broken TIFF structure")

func newTIFF(data []byte) (tiffBytes, error) {
	if len(data) < 8 {
		return tiffBytes{}, errTIFF
	}
	switch string(data[:4]) {
	case "II*\x00":
		return tiffBytes{data, binary.LittleEndian}, nil
	case "MM\x00*":
		return tiffBytes{data, binary.BigEndian}, nil
	}
	return tiffBytes{}, errTIFF
}

// first returns the offset of the first directory.
func (t tiffBytes) first() int { return int(t.order.Uint32(t.data[4:])) }

// field is one entry of a directory: count values of a type, as bytes.
type field struct {
	kind  uint16
	count int
	bytes []byte
}

type directory struct {
	order  binary.ByteOrder
	fields map[uint16]field
}

// directory reads the directory at the given offset, and the offset of the next one, 0 after the last. Values that
// lie outside the file are left out.
func (t tiffBytes) directory(at int) (directory, int, error) {
	if at < 8 || at > len(t.data)-2 {
		return directory{}, 0, errTIFF
	}
	n := int(t.order.Uint16(t.data[at:]))
	body := t.data[at+2:]
	if len(body) < 12*n {
		return directory{}, 0, errTIFF
	}
	d := directory{t.order, make(map[uint16]field, n)}
	for i := range n {
		e := body[12*i : 12*i+12]
		kind, count := t.order.Uint16(e[2:]), int(t.order.Uint32(e[4:]))
		size := map[uint16]int{1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8}[kind]
		if size == 0 || count > len(t.data) {
			continue
		}
		value := e[8:12]
		if size*count > 4 {
			from := int(t.order.Uint32(value))
			if from > len(t.data) || size*count > len(t.data)-from {
				continue
			}
			value = t.data[from:]
		}
		d.fields[t.order.Uint16(e)] = field{kind, count, value[:size*count]}
	}
	next := 0
	if rest := body[12*n:]; len(rest) >= 4 {
		next = int(t.order.Uint32(rest))
	}
	return d, next, nil
}

// number returns the first value of a tag of whole numbers, or the one given where there is none.
func (d directory) number(tag uint16, otherwise int) int {
	f := d.fields[tag]
	switch {
	case f.count == 0:
		return otherwise
	case f.kind == 1:
		return int(f.bytes[0])
	case f.kind == 3:
		return int(d.order.Uint16(f.bytes))
	case f.kind == 4:
		return int(d.order.Uint32(f.bytes))
	}
	return otherwise
}

// text returns the value of an ASCII tag.
func (d directory) text(tag uint16) string {
	f := d.fields[tag]
	if f.kind != 2 {
		return ""
	}
	s, _, _ := strings.Cut(string(f.bytes), "\x00")
	return s
}
