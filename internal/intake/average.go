package intake

import "encoding/binary"

// average returns src reduced to w × h px, each the mean of the area that it covers, by parts where the ratio is not
// whole. Only a few rows are held at a time. The rows of the result must be read in order; src is returned as it is
// where nothing is to be reduced.
func average(src rows, w, h int) rows {
	if w >= src.width && h >= src.height {
		return src
	}
	across, down := cover(src.width, w), cover(src.height, h)
	full := make([]byte, 4*src.width)
	row := make([]uint32, 3*w) // a source row averaged across, in 1/2¹² levels
	sum := make([]uint32, 3*w) // of rows, in 1/2²⁴ levels
	at := -1                   // the source row that row holds
	return rows{w, h, func(y int, dst []byte) {
		clear(sum)
		for i, weight := range down[y].weights {
			if s := down[y].first + i; s != at {
				src.read(s, full)
				averageRow(row, full, across)
				at = s
			}
			for x, v := range row {
				sum[x] += v * weight
			}
		}
		for x := range w {
			s, d := sum[3*x:3*x+3:3*x+3], dst[4*x:4*x+4:4*x+4]
			d[0], d[1], d[2], d[3] = uint8((s[0]+1<<23)>>24), uint8((s[1]+1<<23)>>24), uint8((s[2]+1<<23)>>24), 255
		}
	}}
}

// averageRow averages a row of RGBA across. The three channels ride in one word, 21 bits each: a level and a weight
// take 20.
func averageRow(dst []uint32, src []byte, across []span) {
	for x := range across {
		a := &across[x]
		var sum uint64
		p := src[4*a.first : 4*(a.first+len(a.weights))]
		for i, weight := range a.weights {
			v := uint64(binary.LittleEndian.Uint32(p[4*i:]))
			sum += (v&0xff | v&0xff00<<13 | v&0xff0000<<26) * uint64(weight)
		}
		const lane = 1<<21 - 1
		d := dst[3*x : 3*x+3 : 3*x+3]
		d[0], d[1], d[2] = uint32(sum&lane), uint32(sum>>21&lane), uint32(sum>>42)
	}
}

// span is the run of source px that one px covers, with the share of each. The weights sum to one.
type span struct {
	first   int
	weights []uint32
}

// one is the sum of a span's weights. A level times it twice is 32 bits.
const one = 1 << 12

// cover divides n source px among m ≤ n.
func cover(n, m int) []span {
	spans := make([]span, m)
	for i := range spans {
		// In units of 1/m of a source px, px i covers [i·n, (i+1)·n).
		from, to := i*n, (i+1)*n
		first, last := from/m, (to-1)/m
		s := span{first, make([]uint32, last-first+1)}
		sum, done := 0, uint32(0)
		for k := range s.weights {
			sum += min(to, (first+k+1)*m) - max(from, (first+k)*m)
			w := uint32((2*sum*one + n) / (2 * n)) // of all px so far, so that rounding never adds up
			s.weights[k], done = w-done, w
		}
		spans[i] = s
	}
	return spans
}
