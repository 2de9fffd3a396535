package document

func (s *sheet) readForm(d *Document) {}
