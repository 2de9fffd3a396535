package handlers

import (
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/heyan/heyan/internal/native"
	"github.com/heyan/heyan/validate"
)

// metrics are all of them. Labels are bounded: kinds, verdicts, checks, routes; nothing of an upload.
type metrics struct {
	registry   *prometheus.Registry
	validation *prometheus.HistogramVec
	findings   *prometheus.CounterVec
	requests   *prometheus.CounterVec
	rejected   *prometheus.CounterVec
	inFlight   prometheus.Gauge
}

func newMetrics(c Config, a *admission) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		validation: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "heyan_validation_seconds", Help: "Time to judge one document.", Buckets: []float64{.05, .1, .2, .4, .8, 1.6, 3.2, 6.4, 12.8, 25.6},
		}, []string{"kind", "verdict"}),
		findings: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "heyan_findings_total", Help: "Findings by check and outcome.",
		}, []string{"check", "outcome"}),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "heyan_http_requests_total", Help: "Requests by route pattern, method and status.",
		}, []string{"route", "method", "status"}),
		rejected: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "heyan_rejected_total", Help: "Requests refused for want of room or of a slot.",
		}, []string{"reason"}),
		inFlight: prometheus.NewGauge(prometheus.GaugeOpts{Name: "heyan_http_in_flight", Help: "Requests under way."}),
	}
	waiting := prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "heyan_waiting", Help: "Requests that wait for a slot."}, func() float64 {
		return float64(a.waiting.Load())
	})
	build := prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "heyan_build_info", Help: "What is running; always 1.", ConstLabels: prometheus.Labels{"version": c.Version.Version, "go": c.Version.Go, "rules": c.Digest},
	}, func() float64 { return 1 })
	m.registry.MustRegister(m.validation, m.findings, m.requests, m.rejected, m.inFlight, waiting, build,
		pools(c.Pools), collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

func (m *metrics) observe(r *validate.Report, took time.Duration) {
	m.validation.WithLabelValues(string(r.Kind), string(r.Verdict)).Observe(took.Seconds())
	for _, f := range r.Findings {
		m.findings.WithLabelValues(f.Check, string(f.Outcome)).Inc()
	}
}

// pools reads the state of the child processes when it is asked for.
type pools map[string]func() native.Stats

var (
	childrenAlive = prometheus.NewDesc("heyan_children", "Child processes now.", []string{"pool"}, nil)
	childrenRSS   = prometheus.NewDesc("heyan_children_rss_bytes", "Memory that child processes hold.", []string{"pool"}, nil)
	childrenEnded = prometheus.NewDesc("heyan_children_ended_total", "Child processes that ended, by why.", []string{"pool", "why"}, nil)
)

// Describe implements prometheus.Collector.
func (p pools) Describe(ch chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{childrenAlive, childrenRSS, childrenEnded} {
		ch <- d
	}
}

// Collect implements prometheus.Collector.
func (p pools) Collect(ch chan<- prometheus.Metric) {
	for name, stats := range p {
		s := stats()
		ch <- prometheus.MustNewConstMetric(childrenAlive, prometheus.GaugeValue, float64(s.Alive), name)
		ch <- prometheus.MustNewConstMetric(childrenRSS, prometheus.GaugeValue, float64(s.RSS), name)
		for why, n := range map[string]int{"crash": s.Crashes, "deadline": s.Kills, "recycled": s.Recycled} {
			ch <- prometheus.MustNewConstMetric(childrenEnded, prometheus.CounterValue, float64(n), name, why)
		}
	}
}
