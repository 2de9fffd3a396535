package intake

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"golang.org/x/image/tiff"
)

// openTIFF reads every directory of data: each is a page, but for those that say they are a reduced copy of another.
func openTIFF(l Limits, data []byte) (contents, error) {
	t, err := newTIFF(data)
	if err != nil {
		return contents{}, damaged(title(TIFF), err)
	}
	var c contents
	c.grey = true
	seen := map[int]bool{}
	for at := t.first(); at != 0; {
		if seen[at] {
			return contents{}, damaged(title(TIFF), errors.New("directories in a circle"))
		}
		seen[at] = true
		d, next, err := t.directory(at)
		if err != nil {
			return contents{}, damaged(title(TIFF), err)
		}
		if d.number(0x00fe, 0)&1 == 0 { // NewSubfileType: not a reduced copy
			p, err := openDirectory(l, t, at, d)
			if err != nil {
				return contents{}, err
			}
			c.sheets = append(c.sheets, p)
			c.grey = c.grey && d.number(0x0106, 2) <= 1
		}
		if c.frames = len(c.sheets); c.frames > l.Pages || len(seen) > 4*l.Pages {
			return contents{}, tooManyPages(l, c.frames)
		}
		if c.frames == 1 {
			c.software, c.taken = clean(d.text(0x0131)), exifTime(d.text(0x0132), "")
		}
		at = next
	}
	if len(c.sheets) == 0 {
		return contents{}, damaged(title(TIFF), errors.New("no picture"))
	}
	return c, nil
}

func tooManyPages(l Limits, n int) error {
	return refuse(ErrTooManyPages, "The document has %d pages or more, the limit is %d; upload only the pages that matter.", n, l.Pages)
}

// openDirectory checks the directory d at offset at. Pixels that lie outside the file, and strips or tiles that
// pretend to be larger than the picture, are found here, before anything is reserved for them.
func openDirectory(l Limits, t tiffBytes, at int, d directory) (picture, error) {
	w, h := d.number(0x0100, 0), d.number(0x0101, 0)
	if err := l.allow(w, h); err != nil {
		return picture{}, err
	}
	if tw, th := d.number(0x0142, 0), d.number(0x0143, 0); tw != 0 || th != 0 {
		if err := l.allow(tw, th); err != nil {
			return picture{}, err
		}
	}
	decoder := tiffPage{t, at}
	config, err := tiff.DecodeConfig(decoder.reader(context.Background()))
	if err != nil {
		return picture{}, tiffError(err)
	}
	if config.Width != w || config.Height != h {
		return picture{}, damaged(title(TIFF), fmt.Errorf("two sizes: %d × %d and %d × %d", w, h, config.Width, config.Height))
	}
	return picture{l, w, h, exifOrientation(d.number(0x0112, 1)), decoder.decode}, nil
}

// tiffPage decodes the directory at an offset.
type tiffPage struct {
	tiff tiffBytes
	at   int
}

func (p tiffPage) decode(ctx context.Context, _ float64) (rows, error) {
	img, err := tiff.Decode(p.reader(ctx))
	if err != nil {
		return rows{}, tiffError(err)
	}
	return rowsOf(img), nil
}

// reader returns the file with its header pointing at p's directory: the decoder reads only the first one.
func (p tiffPage) reader(ctx context.Context) io.Reader {
	head := bytes.Clone(p.tiff.data[:8])
	p.tiff.order.PutUint32(head[4:], uint32(p.at)) // #nosec G115 -- an offset of 32 bits that was read from the file
	return &patched{head, ctxReader{ctx, bytes.NewReader(p.tiff.data)}}
}

func tiffError(err error) error {
	if _, ok := errors.AsType[tiff.UnsupportedError](err); ok {
		return unsupported(title(TIFF), "a rare compression or colour model")
	}
	return damaged(title(TIFF), err)
}

// patched is a file with another head.
type patched struct {
	head []byte
	file ctxReader
}

func (p *patched) Read(b []byte) (int, error) {
	at, err := p.file.r.Seek(0, io.SeekCurrent)
	if err != nil {
		return 0, err
	}
	n, err := p.file.Read(b)
	p.patch(b[:n], at)
	return n, err
}

// ReadAt makes the decoder jump instead of copying the file.
func (p *patched) ReadAt(b []byte, off int64) (int, error) {
	n, err := p.file.ReadAt(b, off)
	p.patch(b[:n], off)
	return n, err
}

func (p *patched) patch(b []byte, off int64) {
	if off < int64(len(p.head)) {
		copy(b, p.head[off:])
	}
}
