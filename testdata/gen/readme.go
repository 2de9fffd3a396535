package main

import (
	"fmt"
	"path"
	"strings"

	"github.com/heyan/heyan/internal/specimen/backdrop"
)

const head = `# Specimens

Every file of ` + "`filing` and `files`" + ` was drawn and photographed by a program: documents, people, companies and domains are invented, ID
numbers have county codes that GB/T 2260 never assigned, emblems and seals are not true ones, and 样本 SPECIMEN stands outside the
fields. They are our own work under the licence of this repository (Apache-2.0). No real document, and no picture of one, may be
added; of real people only what ` + "[portraits](portraits/README.md)" + ` names.

` + "`go run ./testdata/gen`" + ` (` + "`make fixtures`" + `) makes them anew, and this page; the same bytes on every machine with the same fonts. Photos before a
cloth are made by ` + "`go run ./internal/specimen/backdrop/gen`" + `. A file has one thing wrong, which is its name. Judge them as of 2026-11-23.

| folder | what |
|---|---|
| ` + "`filing`" + ` | a complete and good filing |
| ` + "`files/<kind>`" + ` | single uploads, one defect each |
| ` + "`golden/<kind>`" + ` | the report expected of each |
| ` + "`script/cli`" + ` | transcripts of the command line |
| ` + "`portraits`" + ` | cut-outs that photos before a cloth are composed of |
| ` + "`gen`" + ` | the program |
`

// readme lists every fixture.
func readme(list []fixture) []byte {
	var b strings.Builder
	b.WriteString(head)
	folder := ""
	for _, f := range list {
		if d := path.Dir(f.path); d != folder {
			folder = d
			fmt.Fprintf(&b, "\n## %s\n\n| file | what is wrong, or special |\n|---|---|\n", folder)
		}
		fmt.Fprintf(&b, "| `%s` | %s |\n", path.Base(f.path), f.what)
	}
	b.WriteString("\n## files/backdrop_photo\n\nRecipes: `internal/specimen/backdrop/fixtures.go`. The wearer is the portrait of `portraits`.\n\n")
	for i, f := range backdrop.Fixtures() {
		if i > 0 {
			b.WriteString(" · ")
		}
		b.WriteString("`" + f.Name + ".jpg`")
	}
	b.WriteString("\n")
	return []byte(b.String())
}
