package main

import (
	"fmt"
	"runtime/debug"

	"github.com/heyan/heyan/handlers"
)

// release is the version of the source; a build from a tagged checkout says so itself.
const release = "0.1.0"

// version tells what was built, from what, with what.
func version() handlers.VersionInfo {
	v := handlers.VersionInfo{Version: release}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return v
	}
	v.Go = info.GoVersion
	for _, setting := range info.Settings {
		if setting.Key == "vcs.revision" {
			v.Commit = setting.Value
		}
	}
	return v
}

// versionCommand prints the version.
type versionCommand struct{}

// Run prints one line: version, commit and Go.
func (versionCommand) Run(std streams) error {
	v := version()
	commit := v.Commit
	if commit == "" {
		commit = "unknown commit"
	}
	_, err := fmt.Fprintf(std.out, "heyan %s (%.12s, %s)\n", v.Version, commit, v.Go)
	return err
}
