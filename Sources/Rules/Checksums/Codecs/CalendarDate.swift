import Findings

/// The UTC date of a Unix time as `YYYY-MM-DD`; `nil` outside the years 1970 to 9999, where no token expires.
func calendarDate(unixTime seconds: Int64) -> String? {
  guard (0...CalendarDay.representable.upperBound).contains(seconds) else { return nil }
  return CalendarDay(epochSeconds: seconds).description
}
