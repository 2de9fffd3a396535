package validate

import "slices"

// When tells where a rule applies with its own severity. Lists hold GB/T 2260 province codes or provider keys; an
// absent list is no condition. Source of the words: the head of checks.yaml.
type When struct {
	Province         []string `yaml:"province"`
	PersonProvince   []string `yaml:"person_province"`
	Conditional      []string `yaml:"conditional_province"`
	NotProvince      []string `yaml:"not_province"`
	OrProvince       []string `yaml:"or_province"` // alternative to Provider
	ReviewIn         []string `yaml:"review_in"`
	Provider         []string `yaml:"provider"`
	ReviewInProvider []string `yaml:"review_in_provider"`
	Host             string   `yaml:"host"`      // org, person
	Channel          string   `yaml:"channel"`   // app, pc
	Mode             string   `yaml:"mode"`      // backdrop, app
	Otherwise        Severity `yaml:"otherwise"` // where the condition does not hold; absent: the check does not run
	Note             string   `yaml:"note"`
}

// circumstances are what a rule's condition is held against; "" is unknown and counts as outside every list.
type circumstances struct {
	provider, province string
	host               string // org, person, ""
	channel, mode      string
}

// severity returns how much a failure weighs under c; false where the check does not run.
func (rule *Rule) severity(c circumstances) (Severity, bool) {
	w := rule.When
	if slices.Contains(w.NotProvince, c.province) {
		return "", false
	}
	if slices.Contains(w.ReviewIn, c.province) || slices.Contains(w.ReviewInProvider, c.provider) {
		return SeverityReview, w.hostFits(c)
	}
	if w.Host == "org" && c.host == "" && w.placesHold(c) {
		// Whether a seal is due was not told and does not show: a person looks.
		return SeverityReview, true
	}
	if w.hostFits(c) && w.placesHold(c) {
		return rule.Severity, true
	}
	return w.Otherwise, w.Otherwise != "" && w.hostFits(c)
}

func (w When) hostFits(c circumstances) bool { return w.Host == "" || w.Host == c.host }

func (w When) placesHold(c circumstances) bool {
	switch {
	case len(w.OrProvince) > 0:
		if !slices.Contains(w.Provider, c.provider) && !slices.Contains(w.OrProvince, c.province) {
			return false
		}
	case len(w.Provider) > 0 && !slices.Contains(w.Provider, c.provider):
		return false
	}
	if len(w.PersonProvince) > 0 && c.host == "person" && slices.Contains(w.PersonProvince, c.province) {
		return true
	}
	lists := slices.Concat(w.Province, w.Conditional)
	if len(lists) > 0 && !slices.Contains(lists, c.province) {
		return false
	}
	return (w.Channel == "" || w.Channel == c.channel) && (w.Mode == "" || w.Mode == c.mode)
}
