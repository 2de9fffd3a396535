package validate

import "time"

// beijing is the zone in which filings count days; it has had no daylight saving since 1991.
var beijing = time.FixedZone("Asia/Shanghai", 8*60*60)

// today returns the current day in Asia/Shanghai, at midnight UTC as all days here are.
func today(now time.Time) time.Time {
	y, m, d := now.In(beijing).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// parseDay reads an ISO 8601 day; false where there is no such day.
func parseDay(iso string) (time.Time, bool) {
	t, err := time.Parse(time.DateOnly, iso)
	return t, err == nil
}

// addMonths returns the day n calendar months after t, clamped to the month's last day: three months after 30
// November is the end of February.
func addMonths(t time.Time, n int) time.Time {
	y, m, d := t.Date()
	last := time.Date(y, m+time.Month(n)+1, 0, 0, 0, 0, 0, time.UTC).Day()
	return time.Date(y, m+time.Month(n), min(d, last), 0, 0, 0, 0, time.UTC)
}

// fullYears returns a person's age in full years on a day.
func fullYears(birth, on time.Time) int {
	years := on.Year() - birth.Year()
	if on.Month() < birth.Month() || on.Month() == birth.Month() && on.Day() < birth.Day() {
		years--
	}
	return years
}
