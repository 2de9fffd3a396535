package intake

import "context"

func (o *Opener) openPDF(context.Context, []byte) (contents, error) {
	return contents{}, ErrNoRenderer
}
