package document

// sure turns what a reader says of its characters into the share of such values that are right. lowest is the least
// confidence of any character. Measured on printed values of specimens at all severities, see docs/accuracy.md: a
// value is as good as its worst character, and even a reader without a doubt takes one look-alike in fifty for
// another.
func sure(lowest float64) float64 {
	for _, step := range []struct{ from, right float64 }{
		{0.98, 0.97}, {0.95, 0.95}, {0.90, 0.92}, {0.80, 0.86}, {0.65, 0.75}, {0.5, 0.6}, {0.35, 0.45},
	} {
		if lowest >= step.from {
			return step.right
		}
	}
	return 0.25
}

// Confidences of values that more than their own reading speaks for.
const (
	proven = 0.995 // a check digit holds
	agreed = 0.99  // two printed places say the same
)
