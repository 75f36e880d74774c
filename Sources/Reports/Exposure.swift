import Findings
import Text

/// For how long a secret could be read in the history: from the commit that brought it until the scan, also when it is gone
/// from HEAD, since whoever has the history has the secret.
struct Exposure {
  /// Ages by which a page groups findings, youngest first.
  enum Age: Int, CaseIterable {
    case week, month, year, twoYears, longer

    /// The age as an entry of a list.
    var name: String {
      switch self {
      case .week: "under a week"
      case .month: "under a month"
      case .year: "under a year"
      case .twoYears: "1 to 2 years"
      case .longer: "over 2 years"
      }
    }

    /// Days that it takes to be older.
    private var end: Int {
      switch self {
      case .week: 7
      case .month: 30
      case .year: 365
      case .twoYears: 730
      case .longer: .max
      }
    }

    /// The age of something as old as this.
    init(days: Int) {
      self = Self.allCases.first { days < $0.end } ?? .longer
    }
  }

  /// Seconds since 1970-01-01 UTC when the secret came.
  let start: Int64
  /// Whole days until the scan; none when a commit claims to be of the future.
  let days: Int

  /// - Parameters:
  ///   - start: Seconds since 1970-01-01 UTC; what no year from 1 to 9999 has is clamped.
  ///   - end: The moment of the scan.
  init(from start: Int64, until end: Int64) {
    let range = CalendarDay.representable
    self.start = min(max(start, range.lowerBound), range.upperBound)
    days = max(0, Int((min(max(end, range.lowerBound), range.upperBound) - self.start) / 86_400))
  }

  /// How long a finding of a history has been exposed; `nil` for what is in no commit, and in ranges and staged changes,
  /// which nobody else may have yet.
  init?(of finding: Finding, in report: Report) {
    guard report.mode == "history" || report.mode == "merge", let arrival = finding.arrival else { return nil }
    self.init(from: arrival, until: report.startedAt)
  }

  /// The group that it belongs to.
  var age: Age { Age(days: days) }

  /// The day on which it came, `YYYY-MM-DD`.
  var day: String { CivilTime(epochSeconds: start).date }

  /// The duration in words, such as `12 days`, `7 months` or `2 years`; a month is a twelfth of 365 days here.
  var words: String {
    if days < 1 { return "less than a day" }
    if days < 60 { return Counting.count(days, "day") }
    let months = days * 12 / 365
    return months < 24 ? Counting.count(months, "month") : Counting.count(months / 12, "year")
  }
}

extension Wording {
  /// For how long a finding of a history has been exposed, as a fact.
  static func exposure(of finding: Finding, in report: Report) -> Detail? {
    Exposure(of: finding, in: report).map { exposure in
      let end = finding.removal.map { "; removed from HEAD on \($0.day) (commit \($0.shortID))" } ?? ""
      return Detail(name: "exposed for", value: "\(exposure.words), since \(exposure.day)\(end)")
    }
  }
}

extension Finding {
  /// When its first commit came, in seconds since 1970-01-01 UTC; `nil` when it is in none.
  var arrival: Int64? { occurrences.compactMap(\.commit?.time).min() }

  /// Whether a history scan saw that no place is in HEAD any more.
  var isGone: Bool { occurrences.allSatisfy { $0.inHead == false } }

  /// What took the last copy out of HEAD; `nil` when that is not known of all of them.
  var removal: Removal? { Removal.last(occurrences.map(\.removal)) }
}

extension Removal {
  /// The day of the commit, `YYYY-MM-DD`.
  var day: String { CivilTime(epochSeconds: time).date }

  /// As ``Commit/shortID``.
  var shortID: String { Commit.shortID(commit) }
}
