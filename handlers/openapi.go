package handlers

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"html/template"
	"net/http"
	"sort"
	"strings"

	"github.com/gin-gonic/gin"
	"go.yaml.in/yaml/v3"
)

//go:embed openapi.yaml
var openAPISource []byte

//go:embed docs.html
var docsSource string

// openAPI returns the document as JSON, with the version that is running.
func openAPI(version string) ([]byte, error) {
	var doc map[string]any
	if err := yaml.Unmarshal(openAPISource, &doc); err != nil {
		return nil, fmt.Errorf("read openapi.yaml: %w", err)
	}
	if info, ok := doc["info"].(map[string]any); ok {
		info["version"] = version
	}
	return json.Marshal(doc)
}

// docOperation and docSchema are what the page shows of the document.
type docOperation struct {
	Method, Path, Summary, Description string
	Statuses                           []string
}

type docSchema struct {
	Name, Description string
	Properties        []docProperty
}

type docProperty struct {
	Name, Type, Description string
	Required                bool
}

// docsPage renders the document for people; no script, nothing from elsewhere.
func docsPage() ([]byte, error) {
	var doc struct {
		Info       struct{ Description string }
		Paths      map[string]map[string]operation
		Components struct{ Schemas map[string]schema }
	}
	if err := yaml.Unmarshal(openAPISource, &doc); err != nil {
		return nil, fmt.Errorf("read openapi.yaml: %w", err)
	}
	page := struct {
		Description string
		Operations  []docOperation
		Schemas     []docSchema
	}{Description: doc.Info.Description}
	for path, methods := range doc.Paths {
		for method, o := range methods {
			statuses := make([]string, 0, len(o.Responses))
			for status := range o.Responses {
				statuses = append(statuses, status)
			}
			sort.Strings(statuses)
			page.Operations = append(page.Operations, docOperation{strings.ToUpper(method), path, o.Summary, o.Description, statuses})
		}
	}
	sort.Slice(page.Operations, func(i, j int) bool {
		a, b := page.Operations[i], page.Operations[j]
		if (a.Method == "POST") != (b.Method == "POST") {
			return a.Method == "POST"
		}
		return a.Path < b.Path
	})
	for name, s := range doc.Components.Schemas {
		out := docSchema{Name: name, Description: s.Description}
		out.Properties = s.list("", 0)
		page.Schemas = append(page.Schemas, out)
	}
	sort.Slice(page.Schemas, func(i, j int) bool { return page.Schemas[i].Name < page.Schemas[j].Name })
	t, err := template.New("docs").Parse(docsSource)
	if err != nil {
		return nil, fmt.Errorf("parse docs.html: %w", err)
	}
	var b bytes.Buffer
	if err := t.Execute(&b, page); err != nil {
		return nil, fmt.Errorf("render docs.html: %w", err)
	}
	return b.Bytes(), nil
}

type operation struct {
	Summary, Description string
	Responses            map[string]any
}

// schema is the part of JSON Schema that the document uses.
type schema struct {
	Ref         string `yaml:"$ref"`
	Type        string
	Description string
	Enum        []any
	Required    []string
	Properties  map[string]schema
	Items       *schema
	Additional  *schema `yaml:"additionalProperties"`
}

// list flattens a schema's properties, nested ones as a.b.
func (s schema) list(prefix string, depth int) []docProperty {
	names := make([]string, 0, len(s.Properties))
	for name := range s.Properties {
		names = append(names, name)
	}
	sort.Strings(names)
	required := map[string]bool{}
	for _, name := range s.Required {
		required[name] = true
	}
	var out []docProperty
	for _, name := range names {
		p := s.Properties[name]
		out = append(out, docProperty{prefix + name, p.kind(), p.Description, required[name]})
		inner := p
		if p.Items != nil {
			inner = *p.Items
		}
		if len(inner.Properties) > 0 && depth < 3 {
			out = append(out, inner.list(prefix+name+".", depth+1)...)
		}
	}
	if s.Additional != nil && len(s.Additional.Properties) > 0 {
		out = append(out, s.Additional.list(prefix+"<name>.", depth+1)...)
	}
	return out
}

func (s schema) kind() string {
	switch {
	case s.Ref != "":
		return s.Ref[strings.LastIndexByte(s.Ref, '/')+1:]
	case len(s.Enum) > 0:
		words := make([]string, len(s.Enum))
		for i, e := range s.Enum {
			words[i] = fmt.Sprint(e)
		}
		return strings.Join(words, " | ")
	case s.Items != nil:
		return "list of " + s.Items.kind()
	}
	return s.Type
}

func (s *server) getOpenAPI(c *gin.Context) error {
	c.Data(http.StatusOK, "application/json; charset=utf-8", s.openAPI)
	return nil
}

func (s *server) getDocs(c *gin.Context) error {
	c.Data(http.StatusOK, "text/html; charset=utf-8", s.docs)
	return nil
}
