package intake

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
)

// maxScans bounds the passes of a progressive JPEG: encoders write about ten, and each costs a walk over the picture
// however few bytes it takes.
const maxScans = 200

// progressive is the SOF marker of JPEGs that are coded in several passes; the ones above it are lossless or rare.
const progressive = 0xc2

// jpegHeader is what the markers of a JPEG say (ITU-T T.81, annex B).
type jpegHeader struct {
	width, height int
	components    int
	frame         byte // the SOF marker: 0xc0 baseline, 0xc1 extended, progressive
	depth         byte // bits a sample
	scans         int
	rgb           bool // three components that are no Y′CbCr
	adobe         bool // has an Adobe APP14 segment, whose four components are inverted
	exif          []byte
}

// openJPEG walks the markers of data to the end of the picture. What follows it (a second picture, a video, padding)
// is not looked at; an end that is missing is damage, which no decoder would be sure to notice.
func openJPEG(l Limits, data []byte) (contents, error) {
	h, err := walkJPEG(data)
	if err != nil {
		return contents{}, damaged(title(JPEG), err)
	}
	if h.frame > progressive || h.depth != 8 {
		return contents{}, unsupported(title(JPEG), "lossless, arithmetic or 12-bit coding")
	}
	if h.components == 2 || h.components > 4 {
		return contents{}, damaged(title(JPEG), fmt.Errorf("%d components", h.components))
	}
	if err := l.allow(h.width, h.height); err != nil {
		return contents{}, err
	}
	meta := readEXIF(h.exif)
	return contents{
		sheets:   []sheet{picture{l, h.width, h.height, meta.orient, jpegDecoder(h, data)}},
		grey:     h.components == 1,
		software: meta.software,
		taken:    meta.taken,
	}, nil
}

// walkJPEG reads the markers from SOI to EOI.
func walkJPEG(data []byte) (jpegHeader, error) {
	var h jpegHeader
	ids, transform := "", byte(0)
	for at := 2; ; {
		// A marker is 0xff, any number of 0xff more, and a code; libjpeg and browsers skip bytes before it.
		skip := bytes.IndexByte(data[at:], 0xff)
		if skip < 0 {
			return h, errors.New("no end of image")
		}
		for at += skip; at < len(data) && data[at] == 0xff; at++ {
		}
		if at >= len(data) {
			return h, errors.New("no end of image")
		}
		code := data[at]
		at++
		switch {
		case code == 0xd9: // EOI
			if h.components == 0 || h.scans == 0 {
				return h, errors.New("end of image before its pixels")
			}
			h.rgb = h.components == 3 && (h.adobe && transform == 0 || !h.adobe && ids == "RGB")
			return h, nil
		case code <= 0x01 || code >= 0xd0 && code <= 0xd8: // stuffing, TEM, RST, SOI stand alone
			continue
		}
		if len(data)-at < 2 {
			return h, errors.New("segment cut off")
		}
		n := int(binary.BigEndian.Uint16(data[at:]))
		if n < 2 || n > len(data)-at {
			return h, errors.New("segment cut off")
		}
		body := data[at+2 : at+n]
		at += n
		switch {
		case code == 0xe1 && h.exif == nil && bytes.HasPrefix(body, []byte("Exif\x00")) && len(body) > 6:
			h.exif = body[6:]
		case code == 0xee && len(body) >= 12 && string(body[:5]) == "Adobe":
			h.adobe, transform = true, body[11]
		case code >= 0xc0 && code <= 0xcf && code != 0xc4 && code != 0xc8 && code != 0xcc: // SOF
			if h.components != 0 {
				return h, errors.New("two frames")
			}
			if len(body) < 6 || len(body) < 6+3*int(body[5]) || body[5] == 0 {
				return h, errors.New("frame header cut off")
			}
			h.frame, h.depth, h.components = code, body[0], int(body[5])
			h.height, h.width = int(binary.BigEndian.Uint16(body[1:])), int(binary.BigEndian.Uint16(body[3:]))
			for i := range h.components {
				ids += string(rune(body[6+3*i]))
			}
		case code == 0xda: // SOS
			if h.components == 0 {
				return h, errors.New("scan before the frame header")
			}
			if h.scans++; h.scans > maxScans {
				return h, errors.New("too many scans")
			}
			at = skipScan(data, at)
		}
	}
}

// skipScan returns where the entropy-coded bytes that start at at end: before a marker that is no restart.
func skipScan(data []byte, at int) int {
	for {
		i := bytes.IndexByte(data[at:], 0xff)
		if i < 0 || at+i+1 >= len(data) {
			return len(data)
		}
		at += i
		switch c := data[at+1]; {
		case c == 0xff: // fill
			at++
		case c == 0 || c >= 0xd0 && c <= 0xd7:
			at += 2
		default:
			return at
		}
	}
}
