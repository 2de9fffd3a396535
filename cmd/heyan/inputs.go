package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/heyan/heyan/validate"
)

// input is one upload to judge: the paths of its pages, "-" for standard input.
type input struct {
	name  string
	paths []string
}

// collect turns arguments into inputs, in their order: folders are walked, sorted by path, hidden files left out. A
// path that is not there is an input all the same, so that its answer says so and the others are judged.
func collect(args []string) ([]input, error) {
	var inputs []input
	stdin := false
	for _, arg := range args {
		if arg == "-" {
			if stdin {
				return nil, errors.New("standard input can be read only once; give - once")
			}
			stdin = true
		}
		info, err := os.Stat(arg)
		if arg == "-" || err != nil || !info.IsDir() {
			inputs = append(inputs, input{name: arg, paths: []string{arg}})
			continue
		}
		files, err := walk(arg)
		if err != nil {
			return nil, err
		}
		for _, path := range files {
			inputs = append(inputs, input{name: path, paths: []string{path}})
		}
	}
	if len(inputs) == 0 {
		return nil, errors.New("there is no file to judge; give files, folders that hold some, or -")
	}
	return inputs, nil
}

func walk(dir string) ([]string, error) {
	var files []string
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		hidden := strings.HasPrefix(entry.Name(), ".") && path != dir
		switch {
		case hidden && entry.IsDir():
			return fs.SkipDir
		case !hidden && entry.Type().IsRegular() && !isSidecar(path):
			files = append(files, path)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("walk %s: %w", dir, err)
	}
	slices.Sort(files)
	return files, nil
}

// isSidecar reports whether a file in a folder is one of heyan's own beside the uploads: a filing or a manifest.
func isSidecar(path string) bool {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".json", ".ndjson":
		return true
	}
	return false
}

// join makes all inputs the pages of one, named after the first.
func join(inputs []input) input {
	one := input{name: inputs[0].name}
	for _, in := range inputs {
		one.paths = append(one.paths, in.paths...)
	}
	return one
}

// read reads the input's files, and no more than one byte past the limit of each.
func (in input) read(stdin io.Reader, limit int64) ([]validate.File, error) {
	var files []validate.File
	for _, path := range in.paths {
		data, err := readUpTo(path, stdin, limit+1)
		if err != nil {
			return nil, &validate.Error{Kind: validate.ErrRequest, Part: "file", Detail: unreadable(err)}
		}
		files = append(files, validate.File{Name: path, Data: data})
	}
	return files, nil
}

func readUpTo(path string, stdin io.Reader, limit int64) ([]byte, error) {
	if path == "-" {
		return io.ReadAll(io.LimitReader(stdin, limit))
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, limit))
}

func unreadable(err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "there is no such file; check its path"
	case errors.Is(err, fs.ErrPermission):
		return "the file may not be read; check its permissions"
	}
	return "the file could not be read; check its path and the disk"
}
