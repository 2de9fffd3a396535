package validate

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"

	"go.yaml.in/yaml/v3"
)

// The files of rules. An operator's folder (--rules) overrides them one by one, by name.
//
//	checks.yaml   every check: code, severity, when it applies, sources, what to tell the applicant
//	passed.yaml   what to tell when a check that is built passes
//	limits.yaml   every threshold: value, unit, where it comes from or which test holds it
//	kinds.yaml    every kind of upload and the names of fields
//
//go:embed rules/*.yaml
var embedded embed.FS

// Rules is everything that is decided by data: conditions, thresholds and words.
type Rules struct {
	Checks []Rule           // in the catalogue's order
	Kinds  []KindInfo       // in the order of docs and lists
	Fields map[string]Names // what a field is called, by its name in reports
	Sides  map[string]Names
	Digest string // "sha256:…" over every file of rules

	byCode    map[string]*Rule
	passed    map[string]Message
	limits    map[string]Limit
	providers map[string]fileLimits
}

// Names is a term in both languages.
type Names struct{ ZH, EN string }

// Rule is the data of one check.
type Rule struct {
	Code     string
	Severity Severity
	Scope    string
	Decides  string
	Source   string // where the rule is written, readable
	When     When
	Message  Message // the sentence for a failure, with {placeholders}
}

// fileLimits is what a provider takes.
type fileLimits struct {
	Formats  []string
	MaxBytes int64 // 0: not known
	MinBytes int64
	MinKinds map[string]int64 // by kind, over MinBytes
}

// LoadRules reads the embedded rules, each file replaced by the one of the same name in dir; dir "" replaces none.
// The error names the file and what is wrong with it.
func LoadRules(dir string) (*Rules, error) {
	names, err := fs.Glob(embedded, "rules/*.yaml")
	if err != nil {
		return nil, fmt.Errorf("list rules: %w", err)
	}
	slices.Sort(names)
	var root *os.Root
	if dir != "" {
		if root, err = os.OpenRoot(dir); err != nil {
			return nil, fmt.Errorf("open the folder of rules: %w", err)
		}
		defer root.Close()
	}
	r := &Rules{}
	digest := sha256.New()
	for _, name := range names {
		base := name[len("rules/"):]
		data, err := embedded.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read rules %s: %w", base, err)
		}
		if root != nil {
			own, err := root.ReadFile(base)
			switch {
			case err == nil:
				data = own
			case !errors.Is(err, fs.ErrNotExist):
				return nil, fmt.Errorf("read rules %s: %w", base, err)
			}
		}
		fmt.Fprintf(digest, "%s %d\n", base, len(data))
		digest.Write(data)
		if err := r.parse(base, data); err != nil {
			return nil, fmt.Errorf("rules %s: %w", base, err)
		}
	}
	r.Digest = "sha256:" + hex.EncodeToString(digest.Sum(nil))
	return r, r.complete()
}

func (r *Rules) parse(name string, data []byte) error {
	switch name {
	case "checks.yaml":
		return r.parseChecks(data)
	case "passed.yaml":
		return yaml.Unmarshal(data, &r.passed)
	case "limits.yaml":
		return yaml.Unmarshal(data, &r.limits)
	case "kinds.yaml":
		var file struct {
			Kinds  []KindInfo       `yaml:"kinds"`
			Fields map[string]Names `yaml:"fields"`
			Sides  map[string]Names `yaml:"sides"`
		}
		if err := yaml.Unmarshal(data, &file); err != nil {
			return err
		}
		r.Kinds, r.Fields, r.Sides = file.Kinds, file.Fields, file.Sides
	}
	return nil
}

// complete holds the files against each other and against the checks that are built.
func (r *Rules) complete() error {
	r.byCode = make(map[string]*Rule, len(r.Checks))
	for i := range r.Checks {
		r.byCode[r.Checks[i].Code] = &r.Checks[i]
	}
	var errs []error
	for _, c := range checks() {
		rule := r.byCode[c.Code]
		if rule == nil {
			errs = append(errs, fmt.Errorf("checks.yaml: %s is missing", c.Code))
		}
		if _, ok := r.passed[c.Code]; !ok {
			errs = append(errs, fmt.Errorf("passed.yaml: %s is missing", c.Code))
		}
	}
	for code, l := range r.limits {
		if err := l.valid(); err != nil {
			errs = append(errs, fmt.Errorf("limits.yaml: %s: %w", code, err))
		}
	}
	return errors.Join(errs...)
}

// Kind returns what is known of a kind; false where there is none of that name.
func (r *Rules) Kind(k Kind) (KindInfo, bool) {
	i := slices.IndexFunc(r.Kinds, func(info KindInfo) bool { return info.Kind == k })
	if i < 0 {
		return KindInfo{}, false
	}
	return r.Kinds[i], true
}
