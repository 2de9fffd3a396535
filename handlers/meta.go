package handlers

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/gin-gonic/gin"
)

func (s *server) getChecks(c *gin.Context) error {
	c.JSON(http.StatusOK, s.Validator.Checks())
	return nil
}

func (s *server) getKinds(c *gin.Context) error {
	c.JSON(http.StatusOK, s.Validator.Kinds())
	return nil
}

// capabilities are what a front end needs to build itself.
type capabilities struct {
	Formats     []string `json:"formats"`
	FileBytes   int64    `json:"max_file_bytes"`
	Pixels      int64    `json:"max_page_pixels"`
	Pages       int      `json:"max_pages"`
	Deadline    float64  `json:"deadline_seconds"`
	Slots       int      `json:"slots"`
	Queue       int      `json:"queue"`
	Kinds       []string `json:"kinds"`
	Providers   []string `json:"providers"`
	Languages   []string `json:"languages"`
	RulesDigest string   `json:"rules_digest"`
}

func (s *server) getCapabilities(c *gin.Context) error {
	caps := capabilities{
		Formats: []string{"jpeg", "png", "gif", "webp", "bmp", "tiff", "pdf"}, FileBytes: s.Limits.FileBytes, Pixels: s.Limits.Pixels,
		Pages: s.Limits.Pages, Deadline: s.Limits.Deadline.Seconds(), Slots: s.Limits.Slots, Queue: s.Limits.Queue,
		Kinds: []string{"auto"}, Providers: []string{"aliyun", "tencent", "jd", "huawei", "netease"}, Languages: []string{"zh", "en"},
		RulesDigest: s.Digest,
	}
	for _, k := range s.Validator.Kinds() {
		if k.State == "built" && k.Kind != "unknown" {
			caps.Kinds = append(caps.Kinds, string(k.Kind))
		}
	}
	c.JSON(http.StatusOK, caps)
	return nil
}

type status struct {
	Status string `json:"status"`
}

func (s *server) getAlive(c *gin.Context) error {
	c.JSON(http.StatusOK, status{"alive"})
	return nil
}

func (s *server) getReady(c *gin.Context) error {
	if err := s.ready.ask(c.Request.Context()); err != nil {
		return errNotReady
	}
	c.JSON(http.StatusOK, status{"ready"})
	return nil
}

func (s *server) getVersion(c *gin.Context) error {
	c.JSON(http.StatusOK, s.Version)
	return nil
}

// probeAge is how long an answer to whether the engines work is good for, so that health checks cost nothing.
const probeAge = 10 * time.Second

// probe remembers its last answer.
type probe struct {
	question func(context.Context) error
	mu       sync.Mutex
	at       time.Time
	err      error
}

func newProbe(ask func(context.Context) error) *probe { return &probe{question: ask} }

func (p *probe) ask(ctx context.Context) error {
	if p.question == nil {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.at.IsZero() || time.Since(p.at) > probeAge {
		ctx, cancel := context.WithTimeout(ctx, 4*time.Second)
		defer cancel()
		p.err, p.at = p.question(ctx), time.Now()
		if p.err != nil {
			p.at = time.Time{} // ask again at once: it may be starting
		}
	}
	return p.err
}
