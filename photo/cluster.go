package photo

import "math"

// cluster is a normal distribution of log chromaticities.
type cluster struct {
	u, v          float64 // mean
	iuu, iuv, ivv float64 // inverse covariance
}

// distance returns the squared Mahalanobis distance of (u, v) from c.
func (c *cluster) distance(u, v float32) float64 {
	du, dv := float64(u)-c.u, float64(v)-c.v
	return du*du*c.iuu + 2*du*dv*c.iuv + dv*dv*c.ivv
}

// fit moves c onto the px of s listed in members that lie within the squared distance gate of it, with floor² added
// to both variances; with fewer than 30 such px c stays as it is and fit reports false.
func (c *cluster) fit(s *scene, members []int, gate, floor float64) bool {
	var n, su, sv, suu, suv, svv float64
	for _, i := range members {
		if c.distance(s.u[i], s.v[i]) > gate {
			continue
		}
		u, v := float64(s.u[i])-c.u, float64(s.v[i])-c.v
		n, su, sv, suu, suv, svv = n+1, su+u, sv+v, suu+u*u, suv+u*v, svv+v*v
	}
	if n < 30 {
		return false
	}
	mu, mv := su/n, sv/n
	*c = newCluster(c.u+mu, c.v+mv, suu/n-mu*mu+floor*floor, suv/n-mu*mv, svv/n-mv*mv+floor*floor)
	return true
}

// newCluster takes the mean and the covariance.
func newCluster(u, v, uu, uv, vv float64) cluster {
	det := max(uu*vv-uv*uv, 1e-9)
	return cluster{u: u, v: v, iuu: vv / det, iuv: -uv / det, ivv: uu / det}
}

// percentile returns the value below which the share q of values lies; it reorders values. Without values it is NaN.
//
// It is Hoare's quickselect: medians of a hundred thousand px are asked for in every picture, and sorting them cost
// more than the face detector.
func percentile[T float32 | float64](values []T, q float64) float64 {
	if len(values) == 0 {
		return math.NaN()
	}
	k := min(int(q*float64(len(values))), len(values)-1)
	lo, hi := 0, len(values)-1
	for lo < hi {
		pivot := values[lo+(hi-lo)/2]
		i, j := lo, hi
		for i <= j {
			for values[i] < pivot {
				i++
			}
			for values[j] > pivot {
				j--
			}
			if i <= j {
				values[i], values[j] = values[j], values[i]
				i, j = i+1, j-1
			}
		}
		switch {
		case k <= j:
			hi = j
		case k >= i:
			lo = i
		default:
			return float64(values[k])
		}
	}
	return float64(values[k])
}
