import Findings

/// A span of time, cut into at most 48 periods of days, weeks, months, quarters or years.
struct TimeScale {
  private enum Period {
    case days(Int64)
    /// From January on, so that quarters and years begin where people expect it.
    case months(Int)

    static let all: [Period] = [.days(1), .days(7), .months(1), .months(3), .months(12), .months(60)]
  }

  private static let most = 48
  private static let secondsOfDay: Int64 = 86_400
  /// No commit is older, whatever it claims; one in the year 1 would leave the rest of the picture to one bar.
  private static let longest: Int64 = 60 * 365 * secondsOfDay

  /// First and last moment, in seconds since 1970-01-01 UTC.
  private let bounds: ClosedRange<Int64>
  private let period: Period
  /// Number of periods.
  let count: Int

  /// - Parameters:
  ///   - start: The earliest moment; what is more than 60 years before the end is in the first period.
  ///   - end: The latest moment.
  init(from start: Int64, until end: Int64) {
    let range = CalendarDay.representable
    let end = min(max(end, range.lowerBound + Self.longest), range.upperBound)
    let bounds = max(min(start, end), end - Self.longest)...end
    let count = { period in Self.number(of: bounds.upperBound, period) - Self.number(of: bounds.lowerBound, period) + 1
    }
    period = Period.all.first { count($0) <= Self.most } ?? .months(60)
    self.bounds = bounds
    self.count = count(period)
  }

  /// The period of a moment, from 0; moments outside are in the first or the last.
  func period(of moment: Int64) -> Int {
    Self.number(of: clamped(moment), period) - Self.number(of: bounds.lowerBound, period)
  }

  /// Where a moment is between the start, 0, and the end.
  func position(of moment: Int64, end: Int64) -> Int {
    let length = bounds.upperBound - bounds.lowerBound
    return length == 0 ? 0 : Int((clamped(moment) - bounds.lowerBound) * end / length)
  }

  /// The name of a period, such as `2026-03-01`, `week of 2026-03-01`, `2026-03`, `2026 Q1`, `2026` or `2025 to 2029`.
  func name(of place: Int) -> String {
    let number = Self.number(of: bounds.lowerBound, period) + place
    switch period {
    case .days(let days):
      let day = CivilTime(epochSeconds: Int64(number) * days * Self.secondsOfDay).date
      return days == 1 ? day : "week of \(day)"
    case .months(1): return "\(number / 12)-\(number % 12 < 9 ? "0" : "")\(number % 12 + 1)"
    case .months(3): return "\(number / 4) Q\(number % 4 + 1)"
    case .months(12): return "\(number)"
    case .months(let months): return "\(number * months / 12) to \((number + 1) * months / 12 - 1)"
    }
  }

  private func clamped(_ moment: Int64) -> Int64 { min(max(moment, bounds.lowerBound), bounds.upperBound) }

  /// The number of a moment's period, counted from a beginning that is the same for all.
  private static func number(of moment: Int64, _ period: Period) -> Int {
    switch period {
    case .days(let days):
      let seconds = days * secondsOfDay
      return Int(moment / seconds) - (moment % seconds < 0 ? 1 : 0)
    case .months(let months):
      let day = CalendarDay(epochSeconds: moment)
      return (day.year * 12 + day.month - 1) / months
    }
  }
}
