/// A moment in the proleptic Gregorian calendar, UTC.
struct CivilTime {
  let year: Int64
  let month: Int64
  let day: Int64
  let secondOfDay: Int64

  /// RFC 3339 knows the years 0001 to 9999 only; a commit may claim any time, so others are clamped.
  private static let representable: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

  /// - Parameter epochSeconds: Seconds since 1970-01-01 UTC.
  init(epochSeconds: Int64) {
    let seconds = min(max(epochSeconds, Self.representable.lowerBound), Self.representable.upperBound)
    secondOfDay = ((seconds % 86_400) + 86_400) % 86_400
    // Days to civil date: https://howardhinnant.github.io/date_algorithms.html#civil_from_days
    let days = (seconds - secondOfDay) / 86_400 + 719_468
    let era = (days >= 0 ? days : days - 146_096) / 146_097
    let dayOfEra = days - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// `YYYY-MM-DD`.
  var date: String { "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))" }

  /// `YYYY-MM-DDThh:mm:ss`, as GitLab and JUnit want it.
  var dateTime: String {
    "\(date)T\(padded(secondOfDay / 3_600, 2)):\(padded(secondOfDay / 60 % 60, 2)):\(padded(secondOfDay % 60, 2))"
  }

  /// RFC 3339.
  var rfc3339: String { dateTime + "Z" }

  private func padded(_ number: Int64, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
