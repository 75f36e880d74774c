import Findings

/// A moment in UTC, as reports write it. A commit may claim any time: what is in no year from 1 to 9999 is clamped.
struct CivilTime {
  private let day: CalendarDay
  private let secondOfDay: Int

  /// - Parameter epochSeconds: Seconds since 1970-01-01 UTC.
  init(epochSeconds: Int64) {
    let range = CalendarDay.representable
    let seconds = min(max(epochSeconds, range.lowerBound), range.upperBound)
    day = CalendarDay(epochSeconds: seconds)
    secondOfDay = Int(((seconds % 86_400) + 86_400) % 86_400)
  }

  /// `YYYY-MM-DD`.
  var date: String { day.description }

  /// `YYYY-MM-DDThh:mm:ss`, as GitLab and JUnit want it.
  var dateTime: String {
    "\(date)T\(padded(secondOfDay / 3_600)):\(padded(secondOfDay / 60 % 60)):\(padded(secondOfDay % 60))"
  }

  /// RFC 3339.
  var rfc3339: String { dateTime + "Z" }

  /// `YYYY-MM-DD hh:mm UTC`, for people.
  var readable: String { "\(date) \(padded(secondOfDay / 3_600)):\(padded(secondOfDay / 60 % 60)) UTC" }

  private func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}
