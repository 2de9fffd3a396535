package document

func (s *sheet) readCertificate(d *Document) {}
