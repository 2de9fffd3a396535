package intake

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"image/png"
)

// openPNG walks the chunks of data (W3C PNG, third edition, clause 5) to IEND.
func openPNG(l Limits, data []byte) (contents, error) {
	var c contents
	var p picture
	var meta metadata
	for at := 8; ; {
		if len(data)-at < 12 {
			return c, damaged(title(PNG), errors.New("no end chunk"))
		}
		n, name := int(binary.BigEndian.Uint32(data[at:])), string(data[at+4:at+8])
		if n > len(data)-at-12 {
			return c, damaged(title(PNG), errors.New("chunk cut off"))
		}
		body := data[at+8 : at+8+n]
		at += 12 + n
		switch {
		case p.width == 0:
			if name != "IHDR" || n != 13 {
				return c, damaged(title(PNG), errors.New("no header chunk"))
			}
			p.width, p.height = int(binary.BigEndian.Uint32(body)), int(binary.BigEndian.Uint32(body[4:]))
			c.grey = body[9] == 0 || body[9] == 4
			if err := l.allow(p.width, p.height); err != nil {
				return c, err
			}
		case name == "eXIf":
			meta = readEXIF(body)
		case name == "tEXt" && bytes.HasPrefix(body, []byte("Software\x00")):
			c.software = clean(string(body[9:]))
		case name == "IEND":
			if meta.software != "" {
				c.software = meta.software
			}
			c.taken = meta.taken
			p.limits, p.orient = l, meta.orient
			p.decode = func(ctx context.Context, _ float64) (rows, error) {
				img, err := png.Decode(reader(ctx, data))
				if err != nil {
					return rows{}, damaged(title(PNG), err)
				}
				return rowsOf(img), nil
			}
			c.sheets = []sheet{p}
			return c, nil
		}
	}
}
