public import Rules

/// The checks of ``Dismissal``, in the order in which they are tried.
public enum DismissalCheck: UInt8, CaseIterable, Sendable {
  // The value and the bytes beside it.
  case callOrMember, variant, environmentName, reference, openValue, date, publicNKey, plainWord, postgresHash
  case signature, betweenTexts, option, testResult, user, loginWithoutPassword, beginning
  // The line.
  case afterPath
  // The name.
  case openName
  // The line and the one below.
  case constantOfFamily, selectorKey, labelOfPEM, definedUUID
}

extension DismissalCheck {
  /// Every check.
  public static let all = CheckSet(allCases)
  /// Those that look no further than ``Dismissal/reach``.
  static let ofValue = CheckSet(allCases.filter { $0.rawValue < DismissalCheck.afterPath.rawValue })
  /// Those that look at the line and the one below, once the name is known.
  static let ofLine = CheckSet(allCases.filter { $0.rawValue > DismissalCheck.openName.rawValue })
}

/// Which checks against false alarms are applied: all, but for measuring what each is worth.
public struct Heuristics: Sendable {
  /// Those on the value of any candidate.
  public var placeholders = PlaceholderCheck.all
  /// Those on candidates of scored rules.
  public var dismissals = DismissalCheck.all

  /// All of them.
  public init() {}
}
