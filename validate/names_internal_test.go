package validate

import "testing"

func TestARareCharacterMayBeReadAsAnother(t *testing.T) {
	for _, tt := range []struct {
		name         string
		printed, got string
		want         bool
	}{
		{"a rare character taken for another", "杨彧丽", "杨或丽", true},
		{"a rare character dropped", "薛颢龙", "薛龙", true},
		{"a rare surname dropped", "隗超燕", "超燕", true},
		{"the same name", "秦飞", "秦飞", true},
		{"a common character is never taken for another", "张伟", "张强", false},
		{"nor dropped", "张小伟", "张伟", false},
		{"a rare character does not excuse its neighbour", "杨彧丽", "杨或美", false},
		{"nothing was read", "彧", "", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := mayRead(tt.printed, tt.got); got != tt.want {
				t.Errorf("%q may be read as %q: %v, want %v", tt.printed, tt.got, got, tt.want)
			}
		})
	}
}
