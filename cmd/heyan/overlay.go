package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/heyan/heyan/validate"
)

// saveOverlay writes the drawn picture into dir, named after the input's whole path so that two files of one name do
// not meet. Only the owner may read it: it shows a person's document.
func saveOverlay(dir, name string, r *validate.Report) error {
	if len(r.Overlay) == 0 {
		return nil // nothing could be opened, so nothing can be drawn
	}
	flat := strings.NewReplacer(string(filepath.Separator), "_", "..", "_").Replace(filepath.Clean(name))
	if name == "-" {
		flat = "stdin"
	}
	path := filepath.Join(dir, flat+".png")
	if err := os.WriteFile(path, r.Overlay, 0o600); err != nil {
		return fmt.Errorf("write overlay: %w", err)
	}
	return nil
}
