package validate

// Kind is what the applicant says a file is: one of the names that `heyan kinds` lists, such as "id_card".
type Kind string

// The kinds that heyan judges today, and the two that are no document.
const (
	Auto              Kind = "auto"    // judge it as what it looks like
	Unknown           Kind = "unknown" // it looks like nothing we know
	IDCard            Kind = "id_card"
	VerificationForm  Kind = "verification_form"
	DomainCertificate Kind = "domain_certificate"
	BackdropPhoto     Kind = "backdrop_photo"
)

// The sides of an ID card. Officially the emblem side is the front; people and programs say it both ways, so heyan
// names a side by what is on it.
const (
	SidePortrait = "portrait"
	SideEmblem   = "emblem"
)
