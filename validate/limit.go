package validate

import (
	"errors"
	"fmt"
)

// Limit is a threshold with two depths: beyond Review a person looks, beyond Reject the picture goes back.
type Limit struct {
	Op     string   `yaml:"op"` // how a good value compares with the threshold: <= < >= >
	Review *float64 `yaml:"review"`
	Reject *float64 `yaml:"reject"`
	Unit   string   `yaml:"unit"`
	Source string   `yaml:"source"` // where it is written, or the test that holds it
}

func (l Limit) valid() error {
	switch l.Op {
	case "<=", "<", ">=", ">":
	default:
		return fmt.Errorf("op must be <=, <, >= or >, not %q", l.Op)
	}
	if l.Review == nil && l.Reject == nil {
		return errors.New("review or reject must be given")
	}
	if l.Source == "" {
		return errors.New("source must say where the value comes from")
	}
	return nil
}

func (l Limit) holds(value, threshold float64) bool {
	switch l.Op {
	case "<=":
		return value <= threshold
	case "<":
		return value < threshold
	case ">=":
		return value >= threshold
	default:
		return value > threshold
	}
}

// hold compares value with both depths: the severity of the deepest one it is beyond, "" where it is within both, and
// the condition to show.
func (l Limit) hold(value float64) (Severity, *Want) {
	if l.Reject != nil && !l.holds(value, *l.Reject) {
		return SeverityReject, &Want{Op: l.Op, Value: *l.Reject, Unit: l.Unit}
	}
	if l.Review != nil && !l.holds(value, *l.Review) {
		return SeverityReview, &Want{Op: l.Op, Value: *l.Review, Unit: l.Unit}
	}
	threshold := l.Review
	if threshold == nil {
		threshold = l.Reject
	}
	return "", &Want{Op: l.Op, Value: *threshold, Unit: l.Unit}
}
