// Package specimen draws documents of people who do not exist, with everything that stands on them known, and
// photographs them as applicants do. Tests and the accuracy tables are made of them.
//
// # What they are not
//
// No emblem, seal or guilloche is a true one, every ID number has a county code that GB/T 2260 never assigned, and 样本
// SPECIMEN is printed outside the fields. They are drawn with Debian's fonts, not the printers' own: figures measured
// on them are good for comparing, and optimistic.
//
// Everything is made from a seed, and the same on every machine.
package specimen

import (
	"image"
	"math/rand/v2"

	"github.com/heyan/heyan/internal/geom"
)

// Field is one value on a specimen.
type Field struct {
	Value string    // as a report gives it: dates ISO 8601, no spaces in numbers; domains joined by spaces
	Quad  geom.Quad // around its print, in px of the picture
}

// Specimen is a document lying flat, seen from straight above.
type Specimen struct {
	Kind   string
	Side   string // portrait, emblem or ""
	Image  *image.NRGBA
	Fields map[string]Field
}

// New returns the random numbers of one specimen.
func New(seed, index uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, index)) }

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// between returns a number from a to b.
func between(r *rand.Rand, a, b float64) float64 { return a + (b-a)*r.Float64() }
