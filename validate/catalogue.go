package validate

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"
)

// parseChecks reads checks.yaml, the catalogue of every check that the field knows, built here or not.
func (r *Rules) parseChecks(data []byte) error {
	var file struct {
		Meta struct {
			Sources map[string]string `yaml:"sources"`
		} `yaml:"meta"`
		Data struct {
			Limits map[string]struct {
				Formats  any              `yaml:"formats"`
				MaxBytes any              `yaml:"max_bytes"`
				MinBytes int64            `yaml:"min_bytes"`
				MinKinds map[string]int64 `yaml:"min_bytes_by_kind"`
			} `yaml:"provider_file_limits"`
		} `yaml:"data"`
		Checks []struct {
			Code     string   `yaml:"code"`
			Severity Severity `yaml:"severity"`
			Scope    string   `yaml:"scope"`
			Decides  string   `yaml:"decides"`
			When     When     `yaml:"when"`
			Src      []string `yaml:"src"`
			ZH       string   `yaml:"zh"`
			EN       string   `yaml:"en"`
		} `yaml:"checks"`
	}
	if err := yaml.Unmarshal(data, &file); err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, c := range file.Checks {
		switch {
		case seen[c.Code]:
			return fmt.Errorf("%s stands there twice", c.Code)
		case c.Severity != SeverityReject && c.Severity != SeverityReview && c.Severity != SeverityInfo:
			return fmt.Errorf("%s: severity must be reject, review or info, not %q", c.Code, c.Severity)
		case c.ZH == "" || c.EN == "":
			return fmt.Errorf("%s: zh and en must say what to do", c.Code)
		}
		seen[c.Code] = true
		var sources []string
		for _, key := range c.Src {
			source := key
			if full, ok := file.Meta.Sources[key]; ok {
				source = full
			}
			sources = append(sources, source)
		}
		r.Checks = append(r.Checks, Rule{
			Code: c.Code, Severity: c.Severity, Scope: c.Scope, Decides: c.Decides, When: c.When,
			Source: strings.Join(sources, "; "), Message: Message{ZH: c.ZH, EN: c.EN},
		})
	}
	r.providers = map[string]fileLimits{}
	for name, l := range file.Data.Limits {
		limits := fileLimits{MinBytes: l.MinBytes, MinKinds: l.MinKinds}
		if formats, ok := l.Formats.([]any); ok {
			for _, f := range formats {
				limits.Formats = append(limits.Formats, fmt.Sprint(f))
			}
		}
		if bytes, ok := l.MaxBytes.(int); ok { // "unknown" is a word
			limits.MaxBytes = int64(bytes)
		}
		r.providers[name] = limits
	}
	return nil
}

// kindsOf returns which kinds the checks of a code's family apply to; nil is every kind.
func kindsOf(code string) []Kind {
	family, _, _ := strings.Cut(code, ".")
	switch family {
	case "id_card":
		return []Kind{IDCard}
	case "form":
		return []Kind{VerificationForm}
	case "domain_cert":
		return []Kind{DomainCertificate}
	case "photo":
		return []Kind{BackdropPhoto}
	case "hmt_permit":
		return []Kind{"hmt_residence_permit"}
	case "hk_macau_permit":
		return []Kind{"hk_macau_permit"}
	case "taiwan_permit":
		return []Kind{"taiwan_permit"}
	case "travel_permit":
		return []Kind{"hk_macau_permit", "taiwan_permit"}
	case "passport":
		return []Kind{"passport"}
	case "license":
		return []Kind{"business_license"}
	case "org_code":
		return []Kind{"organization_code_certificate"}
	case "letter":
		return []Kind{"authorization_letter_main", "authorization_letter_site", "authorization_letter_both"}
	case "residence":
		return []Kind{"residence_permit"}
	case "in_hand":
		return []Kind{"in_hand_photo"}
	case "face":
		return []Kind{"face_photo"}
	case "site_pledge":
		return []Kind{"site_pledge"}
	}
	return nil
}
