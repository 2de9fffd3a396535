package validate

import (
	"math"
	"time"
)

// stopwatch splits the time of one validation into stages.
type stopwatch struct {
	start, last time.Time
	stages      Timings
}

func newStopwatch() *stopwatch {
	t := time.Now()
	return &stopwatch{start: t, last: t, stages: Timings{}}
}

// lap adds the time since the last lap to a stage.
func (w *stopwatch) lap(stage string) {
	t := time.Now()
	w.stages[stage] = milliseconds(w.stages[stage], t.Sub(w.last))
	w.last = t
}

func (w *stopwatch) timings() Timings {
	w.stages["total"] = milliseconds(0, time.Since(w.start))
	return w.stages
}

func milliseconds(before float64, d time.Duration) float64 {
	return math.Round((before+float64(d)/float64(time.Millisecond))*10) / 10
}
