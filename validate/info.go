package validate

// CheckInfo describes one check of the catalogue, as `heyan checks` and GET /v1/checks list it.
type CheckInfo struct {
	Code     string   `json:"code"`
	Severity Severity `json:"severity"`
	Scope    string   `json:"scope"` // file, cross, declared, external
	Kinds    []Kind   `json:"kinds"` // empty: every kind
	Decides  string   `json:"decides"`
	Source   string   `json:"source"`
	State    string   `json:"state"` // built, external, planned
}

// KindInfo describes one kind of upload, as `heyan kinds` and GET /v1/kinds list it.
type KindInfo struct {
	Kind   Kind     `json:"kind"`
	ZH     string   `json:"zh"`
	EN     string   `json:"en"`
	Sides  []string `json:"sides,omitempty"`
	Fields []string `json:"fields"`
	Slots  []string `json:"slots"`
	State  string   `json:"state"` // built, planned
}
