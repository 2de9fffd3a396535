package validate

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func testRules(t *testing.T) *Rules {
	t.Helper()
	r, err := LoadRules("")
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestTheCatalogueIsWhole(t *testing.T) {
	list := testRules(t).Catalogue()
	if len(list) < 250 {
		t.Errorf("%d checks in the catalogue; some were lost", len(list))
	}
	code := regexp.MustCompile(`^[a-z_]+\.[a-z0-9_]+$`)
	for _, c := range list {
		if !code.MatchString(c.Code) || c.Decides == "" || c.Source == "" || c.Scope == "" {
			t.Errorf("%+v lacks a part", c)
		}
	}
}

func TestEveryBuiltCheckIsAValueOfItsOwn(t *testing.T) {
	rules := testRules(t)
	seen := map[string]bool{}
	for _, c := range checks() {
		if seen[c.Code] {
			t.Errorf("%s stands in the list twice", c.Code)
		}
		if c.Run == nil {
			t.Errorf("%s does nothing", c.Code)
		}
		for _, need := range c.Needs {
			if !seen[need] {
				t.Errorf("%s needs %s, which does not run before it", c.Code, need)
			}
		}
		seen[c.Code] = true
		passed := rules.passed[c.Code]
		if strings.Contains(passed.ZH+passed.EN, "{") {
			t.Errorf("%s: the sentence for a pass has a placeholder", c.Code)
		}
	}
}

func TestRulesCanBeReplacedFileByFile(t *testing.T) {
	dir := t.TempDir()
	limits := strings.Replace(string(mustEmbedded(t, "limits.yaml")), "review: 600, reject: 300", "review: 900, reject: 300", 1)
	if err := os.WriteFile(filepath.Join(dir, "limits.yaml"), []byte(limits), 0o600); err != nil {
		t.Fatal(err)
	}
	own, err := LoadRules(dir)
	if err != nil {
		t.Fatal(err)
	}
	if got := *own.limits["photo.resolution"].Review; got != 900 {
		t.Errorf("photo.resolution asks for %g px, want the operator's 900", got)
	}
	if own.Digest == testRules(t).Digest {
		t.Error("other rules have the same digest")
	}
}

func TestBrokenRulesAreRefusedWithTheirPlace(t *testing.T) {
	for _, tt := range []struct{ name, file, content, want string }{
		{"no YAML", "kinds.yaml", "kinds: [", "kinds.yaml"},
		{"a threshold without a source", "limits.yaml", "photo.blur: {op: '>=', review: 1, unit: px}", "photo.blur: source"},
		{"a threshold that is none", "limits.yaml", "photo.blur: {op: '>=', unit: px, source: s}", "review or reject"},
		{"an unknown comparison", "limits.yaml", "photo.blur: {op: '~', review: 1, source: s}", "op must be"},
		{"a check without words", "checks.yaml", "checks: [{code: a.b, severity: info}]", "a.b: zh and en"},
		{"a severity that is none", "checks.yaml", "checks: [{code: a.b, severity: bad, zh: x, en: y}]", "severity must be"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, tt.file), []byte(tt.content), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := LoadRules(dir)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one that says %q", err, tt.want)
			}
		})
	}
}

func mustEmbedded(t *testing.T, name string) []byte {
	t.Helper()
	data, err := embedded.ReadFile("rules/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestConditionsDecideTheSeverity(t *testing.T) {
	for _, tt := range []struct {
		name string
		rule Rule
		c    circumstances
		want Severity // "" where the check does not run
	}{
		{"no condition", Rule{Severity: SeverityReject}, circumstances{provider: "aliyun"}, SeverityReject},
		{"a province of the list", Rule{Severity: SeverityReject, When: When{Province: []string{"44"}}}, circumstances{province: "44"}, SeverityReject},
		{"a province outside it", Rule{Severity: SeverityReject, When: When{Province: []string{"44"}}}, circumstances{province: "32"}, ""},
		{"a province outside it with otherwise", Rule{Severity: SeverityReject, When: When{Province: []string{"44"}, Otherwise: SeverityReview}}, circumstances{province: "32"}, SeverityReview},
		{"an unknown province counts as outside", Rule{Severity: SeverityReject, When: When{Province: []string{"44"}, Otherwise: SeverityReview}}, circumstances{}, SeverityReview},
		{"a province that only reviews", Rule{Severity: SeverityReject, When: When{ReviewIn: []string{"65"}}}, circumstances{province: "65"}, SeverityReview},
		{"a province that is let off", Rule{Severity: SeverityReject, When: When{NotProvince: []string{"32"}}}, circumstances{province: "32"}, ""},
		{"another provider", Rule{Severity: SeverityReject, When: When{Provider: []string{"aliyun", "jd"}, Otherwise: SeverityInfo}}, circumstances{provider: "tencent"}, SeverityInfo},
		{"a provider or a province", Rule{Severity: SeverityReject, When: When{Provider: []string{"tencent"}, OrProvince: []string{"31"}}}, circumstances{provider: "aliyun", province: "31"}, SeverityReject},
		{"an organisation's rule for a person", Rule{Severity: SeverityReject, When: When{Host: "org"}}, circumstances{host: "person"}, ""},
		{"a seal where nobody told whose filing it is", Rule{Severity: SeverityReject, When: When{Host: "org"}}, circumstances{}, SeverityReview},
		{"a person's rule where nobody told", Rule{Severity: SeverityInfo, When: When{Host: "person"}}, circumstances{}, ""},
		{"a person in a listed province", Rule{Severity: SeverityReject, When: When{Province: []string{"36"}, Host: "person"}}, circumstances{province: "36", host: "person"}, SeverityReject},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, applies := tt.rule.severity(tt.c)
			if !applies {
				got = ""
			}
			if got != tt.want {
				t.Errorf("severity %q, want %q", got, tt.want)
			}
		})
	}
}

func TestTheVerdictIsTheSumOfItsFindings(t *testing.T) {
	find := func(o Outcome, s Severity) Finding { return Finding{Outcome: o, Severity: s, Retryable: o != Passed} }
	for _, tt := range []struct {
		name      string
		findings  []Finding
		want      Verdict
		retryable bool
	}{
		{"nothing was decided", nil, Review, false},
		{"hints alone decide nothing", []Finding{find(Passed, SeverityInfo)}, Review, false},
		{"all passed", []Finding{find(Passed, SeverityReject), find(Failed, SeverityInfo)}, Pass, false},
		{"one review", []Finding{find(Passed, SeverityReject), find(Failed, SeverityReview)}, Review, true},
		{"one undecided", []Finding{find(Passed, SeverityReject), find(Undecided, SeverityReject)}, Review, true},
		{"an undecided hint", []Finding{find(Passed, SeverityReject), find(Undecided, SeverityInfo)}, Pass, false},
		{"one reject among all", []Finding{find(Failed, SeverityReview), find(Failed, SeverityReject), find(Passed, SeverityReject)}, Reject, true},
		{"a forgotten outcome does not pass", []Finding{{Severity: SeverityReject}}, Review, false},
		{"a reject that no picture cures", []Finding{find(Failed, SeverityReject), {Outcome: Failed, Severity: SeverityReject}}, Reject, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := conclude(tt.findings)
			if got != tt.want {
				t.Errorf("verdict %s, want %s", got, tt.want)
			}
			if r := retryable(got, tt.findings); r != tt.retryable {
				t.Errorf("retryable %v, want %v", r, tt.retryable)
			}
		})
	}
}
