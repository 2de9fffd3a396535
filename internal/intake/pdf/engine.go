package pdf

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

// memoryPages caps an instance's memory: 512 MiB in WebAssembly pages of 64 KiB. A page of 50 Mpx takes 200 MB of it.
const memoryPages = 512 << 20 / (64 << 10)

// start loads PDFium, for the life of the process.
func start() (pdfium.Pool, error) {
	config := wazero.NewRuntimeConfig().
		WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
		WithMemoryLimitPages(memoryPages)
	if dir := cacheDir(); dir != "" {
		// A folder that cannot be written costs two seconds, no more.
		if cache, err := wazero.NewCompilationCacheWithDir(dir); err == nil {
			config = config.WithCompilationCache(cache)
		}
	}
	pool, err := webassembly.Init(webassembly.Config{
		Context:       experimental.WithMemoryAllocator(context.Background(), experimental.MemoryAllocatorFunc(allocate)),
		RuntimeConfig: config,
		FSConfig:      wazero.NewFSConfig(), // without one, the root of the file system is mounted
		Stdout:        io.Discard,           // PDFium's complaints quote the document
		Stderr:        io.Discard,
		MinIdle:       1, MaxIdle: 1, MaxTotal: 1,
	})
	if err != nil {
		return nil, fmt.Errorf("load pdfium: %w", err)
	}
	return pool, nil
}

// cacheDir returns where compiled code is kept, "" for nowhere. It is executed when loaded, so nobody else may write
// there.
func cacheDir() string {
	dir := os.Getenv("HEYAN_CACHE")
	if dir == "" {
		user, err := os.UserCacheDir()
		if err != nil {
			return ""
		}
		dir = filepath.Join(user, "heyan")
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return ""
	}
	return dir
}
