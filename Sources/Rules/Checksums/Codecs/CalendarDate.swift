/// The UTC date of a Unix time as `YYYY-MM-DD`; `nil` outside the years 1970 to 9999.
///
/// Howard Hinnant's `civil_from_days` (https://howardhinnant.github.io/date_algorithms.html).
func calendarDate(unixTime seconds: Int64) -> String? {
  guard (0..<253_402_300_800).contains(seconds) else { return nil }
  let days = Int(seconds / 86_400) + 719_468
  let era = days / 146_097
  let dayOfEra = days % 146_097
  let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
  let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
  let shiftedMonth = (5 * dayOfYear + 2) / 153
  let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
  let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  let year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
  let parts = [(year, 4), (month, 2), (day, 2)].map { Digits.decimal(UInt64($0.0), width: $0.1).text }
  return parts.joined(separator: "-")
}
