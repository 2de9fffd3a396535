package specimen

import (
	"bytes"
	"testing"

	"github.com/heyan/heyan/internal/number"
)

func TestTheSameSeedMakesTheSamePicture(t *testing.T) {
	shoot := func() []byte {
		r := New(1, 7)
		return Photograph(r, Moderate, IDCard(r, "portrait", CardOptions{})).JPEG
	}
	if !bytes.Equal(shoot(), shoot()) {
		t.Error("two pictures of one seed differ")
	}
}

func TestPeopleAreConsistentAndNobody(t *testing.T) {
	for i := range uint64(200) {
		p := newPerson(New(2, i))
		if !number.IsID(p.id) || number.IDSex(p.id) != p.sex {
			t.Errorf("%s is no ID number of a %s", p.id, p.sex)
		}
		if county := p.id[4:6]; county < "97" {
			t.Errorf("%s has a county code that may have been assigned", p.id)
		}
		if birth, ok := number.IDBirth(p.id); !ok || !birth.Equal(p.birth) {
			t.Errorf("%s was not born on %v", p.id, p.birth)
		}
	}
}
