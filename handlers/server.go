// Package handlers is the HTTP door: it translates requests for package validate and its answers for callers.
//
// # Reading
//
// server.go has the route table and the middleware, top to bottom as a request meets them; each resource has a file;
// problem.go is the one place where an error becomes a status. Handlers return errors and never write one.
//
// # What stays inside
//
// Problem details say what is in problem.go or in a validate.Error and nothing else; the chain goes to the log with
// the request id. No file name, field value or query string reaches a log or a metric.
package handlers

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/heyan/heyan/internal/native"
	"github.com/heyan/heyan/validate"
)

// Validator is what the handlers need of package validate.
type Validator interface {
	Validate(ctx context.Context, req validate.Request) (*validate.Report, error)
	Checks() []validate.CheckInfo
	Kinds() []validate.KindInfo
}

// VersionInfo tells what is running.
type VersionInfo struct {
	Version string `json:"version"`
	Commit  string `json:"commit"`
	Go      string `json:"go"`
}

// Limits bound what one caller can ask of the service.
type Limits struct {
	FileBytes int64         // of one file
	Pixels    int64         // of one page
	Pages     int           // of one document
	Deadline  time.Duration // of one request's work
	Slots     int           // documents judged at once
	Queue     int           // requests that may wait for a slot
	Wait      time.Duration // the longest wait for a slot
}

// Config is what a server is made of; everything but Keys, Ready and Pools must be given.
type Config struct {
	Validator Validator
	Keys      *Keys // nil: no key is asked for, see CheckAddr
	Version   VersionInfo
	Digest    string // of the rules
	Limits    Limits
	Ready     func(context.Context) error // whether the engines can work; nil: always
	Pools     map[string]func() native.Stats
	Logger    *slog.Logger
}

type server struct {
	Config
	admission *admission
	metrics   *metrics
	ready     *probe
	openAPI   []byte
	docs      []byte
}

// New returns the service's handler.
func New(c Config) (http.Handler, error) {
	switch {
	case c.Validator == nil, c.Logger == nil:
		return nil, errors.New("make server: a validator and a logger are needed")
	case c.Limits.FileBytes < 1 || c.Limits.Pages < 1 || c.Limits.Deadline <= 0 || c.Limits.Slots < 1 || c.Limits.Queue < 0 || c.Limits.Wait <= 0:
		return nil, errors.New("make server: every limit must be more than nothing")
	}
	s := &server{Config: c, admission: newAdmission(c.Limits), ready: newProbe(c.Ready)}
	s.metrics = newMetrics(c, s.admission)
	var err error
	if s.openAPI, err = openAPI(c.Version.Version); err != nil {
		return nil, err
	}
	if s.docs, err = docsPage(); err != nil {
		return nil, err
	}
	gin.SetMode(gin.ReleaseMode)
	r := gin.New()
	r.HandleMethodNotAllowed = true
	if err := r.SetTrustedProxies(nil); err != nil {
		return nil, err
	}
	r.Use(s.identify, s.observe, s.recover, secure, s.authorize)
	r.NoRoute(s.handle(func(*gin.Context) error { return errNotFound }))
	r.NoMethod(s.handle(func(*gin.Context) error { return errMethod }))

	r.POST("/v1/validations", s.handle(s.postValidation))
	r.GET("/v1/checks", s.handle(s.getChecks))
	r.GET("/v1/kinds", s.handle(s.getKinds))
	r.GET("/v1/capabilities", s.handle(s.getCapabilities))
	r.GET("/livez", s.handle(s.getAlive))
	r.GET("/readyz", s.handle(s.getReady))
	r.GET("/version", s.handle(s.getVersion))
	r.GET("/metrics", gin.WrapH(s.metrics.handler()))
	r.GET("/openapi.json", s.handle(s.getOpenAPI))
	r.GET("/docs", s.handle(s.getDocs))
	r.GET("/", s.handle(s.getDesk))
	r.GET("/desk.js", s.handle(s.getDeskScript))
	r.GET("/desk.css", s.handle(s.getDeskStyle))
	return r, nil
}

// Server returns an HTTP server whose patience has bounds: a slow header is cut off after 5 s, a slow body after 30 s,
// an idle connection after 30 s; an answer has the deadline's time and some more.
func Server(addr string, h http.Handler) *http.Server {
	return &http.Server{
		Addr: addr, Handler: h,
		ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 30 * time.Second, WriteTimeout: 75 * time.Second,
		IdleTimeout: 30 * time.Second, MaxHeaderBytes: 32 << 10,
	}
}

// handle adapts a handler that returns an error.
func (s *server) handle(f func(*gin.Context) error) gin.HandlerFunc {
	return func(c *gin.Context) {
		if err := f(c); err != nil {
			s.fail(c, err)
		}
	}
}
