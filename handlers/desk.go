package handlers

import (
	_ "embed"
	"net/http"

	"github.com/gin-gonic/gin"
)

// The page for one file: a reviewer's first look, and a newcomer's.
var (
	//go:embed desk.html
	deskPage []byte
	//go:embed desk.js
	deskScript []byte
	//go:embed desk.css
	deskStyle []byte
)

func (s *server) getDesk(c *gin.Context) error {
	c.Data(http.StatusOK, "text/html; charset=utf-8", deskPage)
	return nil
}

func (s *server) getDeskScript(c *gin.Context) error {
	c.Data(http.StatusOK, "text/javascript; charset=utf-8", deskScript)
	return nil
}

func (s *server) getDeskStyle(c *gin.Context) error {
	c.Data(http.StatusOK, "text/css; charset=utf-8", deskStyle)
	return nil
}
