package intake

import (
	"errors"
	"fmt"
	"math"
)

// Limits bounds what an upload may cost. Every field must be positive: zero is refused, it does not mean "none".
type Limits struct {
	Bytes      int64 // of the file
	Pixels     int64 // of one page, as its header claims them
	Pages      int   // of a PDF or a TIFF
	WorkPixels int64 // above it a page is averaged down to so many
}

// DefaultLimits returns 20 MiB a file, 50 Mpx a page, 20 pages, 12 Mpx to work on.
func DefaultLimits() Limits {
	return Limits{Bytes: 20 << 20, Pixels: 50e6, Pages: 20, WorkPixels: 12e6}
}

func (l Limits) validate() error {
	var errs []error
	for _, f := range []struct {
		name  string
		value int64
	}{{"bytes", l.Bytes}, {"pixels", l.Pixels}, {"pages", int64(l.Pages)}, {"work pixels", l.WorkPixels}} {
		if f.value <= 0 {
			errs = append(errs, fmt.Errorf("limit of %s must be positive, is %d", f.name, f.value))
		}
	}
	return errors.Join(errs...)
}

// allow refuses a picture of w × h px that is empty or over the limit.
func (l Limits) allow(w, h int) error {
	switch {
	case w <= 0 || h <= 0:
		return damaged("", errors.New("picture without an area"))
	case int64(w) > l.Pixels/int64(h):
		return refuse(ErrTooManyPixels, "The picture has %d × %d pixels, more than %s million; reduce it and upload it again.",
			w, h, millions(l.Pixels))
	}
	return nil
}

// shrink returns by how much to divide the sides of a w × h px picture so that it stays within WorkPixels and, where
// longSide is positive, its longer side within longSide. At least 1.
func (l Limits) shrink(w, h, longSide int) float64 {
	s := max(1, math.Sqrt(float64(w)*float64(h)/float64(l.WorkPixels)))
	if longSide > 0 {
		s = max(s, float64(max(w, h))/float64(longSide))
	}
	return s
}

func millions(n int64) string { return fmt.Sprintf("%.4g", float64(n)/1e6) }
