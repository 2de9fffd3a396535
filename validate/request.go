package validate

// Request is one document to judge, with what its applicant says about it. The zero value of every part but Files
// means "not told".
type Request struct {
	Files    []File // the pages of one document, in order; usually one
	Kind     Kind   // Auto where empty
	Declared *Declared
	Provider string // aliyun where empty; a provider that was named makes file.format reject
	Province string // GB/T 2260, two digits
	AsOf     string // the day to judge by, ISO 8601; else declared.submitted_on, else today in Asia/Shanghai
	Portrait []byte // picture of the ID card to compare the face with, only where asked
	All      bool   // list skipped findings too
	Overlay  string // "zh" or "en": draw the findings in that language; "" draws nothing
}

// File is one uploaded file.
type File struct {
	Name string // as the caller calls it; it appears in the report and nowhere else
	Data []byte
}

// Declared is what the applicant typed into the filing. Every part may be absent; a check that needs it is skipped.
type Declared struct {
	Province    string    `json:"province"`
	Provider    string    `json:"provider"`
	Channel     string    `json:"channel"`    // pc, app
	PhotoMode   string    `json:"photo_mode"` // backdrop, app
	FilingType  string    `json:"filing_type"`
	SubmittedOn string    `json:"submitted_on"` // ISO 8601
	Host        Host      `json:"host"`
	LegalRep    Person    `json:"legal_representative"`
	Main        Person    `json:"main"`
	Site        Person    `json:"site_responsible"`
	Websites    []Website `json:"websites"`
	Existing    Existing  `json:"existing"`
	Slots       []Slot    `json:"slots"`
}

// Host is the 主办单位: the person or organisation that runs the site.
type Host struct {
	Nature         string `json:"nature"` // person, enterprise, sole_trader, government …
	Name           string `json:"name"`
	DocumentKind   string `json:"document_kind"`
	DocumentNumber string `json:"document_number"`
	Address        string `json:"address"`
	ContactAddress string `json:"contact_address"`
	Remark         string `json:"remark"`
}

// Person is somebody named in a filing.
type Person struct {
	Name            string `json:"name"`
	DocumentKind    string `json:"document_kind"`
	DocumentNumber  string `json:"document_number"`
	Mobile          string `json:"mobile"`
	EmergencyMobile string `json:"emergency_mobile"`
	Email           string `json:"email"`
}

// Website is one site of a filing.
type Website struct {
	Name        string   `json:"name"`
	Domains     []string `json:"domains"`
	Registrar   string   `json:"registrar"`
	Content     string   `json:"content"`
	Languages   []string `json:"languages"`
	Preapproval string   `json:"preapproval"`
	Remark      string   `json:"remark"`
}

// Existing counts what the host has on file already.
type Existing struct {
	Websites int `json:"websites"`
	Domains  int `json:"domains"`
}

// Slot names the files of one place in a filing.
type Slot struct {
	Slot  string   `json:"slot"` // main_id, site_id, host, form, photo, extra
	Kind  Kind     `json:"kind"`
	Files []string `json:"files"`
}
