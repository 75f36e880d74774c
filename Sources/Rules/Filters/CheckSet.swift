/// The cases of an enumeration of checks that are applied, in their order.
///
/// Taking the first case out is a few instructions, so that a set also skips what cannot apply for free:
///
///     var checks = CheckSet<PlaceholderCheck>.all
///     if !value.hasMarks { checks.subtract(.needingMarks) }
///     while let check = checks.popFirst() { … }
///
/// Raw values are below 64.
@frozen
public struct CheckSet<Check: RawRepresentable<UInt8> & CaseIterable & Sendable>: Sendable, Equatable {
  @usableFromInline
  var bits: UInt64

  @inlinable
  init(bits: UInt64) { self.bits = bits }

  /// A set of some checks.
  public init(_ checks: some Sequence<Check>) {
    bits = checks.reduce(0) { $0 | 1 << UInt64($1.rawValue) }
  }

  /// Every check.
  public static var all: CheckSet { CheckSet(Check.allCases) }

  /// Whether a check is applied.
  @inlinable
  public func contains(_ check: Check) -> Bool { bits >> UInt64(check.rawValue) & 1 == 1 }

  /// The set without one check.
  public func without(_ check: Check) -> CheckSet { CheckSet(bits: bits & ~(1 << UInt64(check.rawValue))) }

  /// Takes out what is also in another set.
  @inlinable
  public mutating func subtract(_ other: CheckSet) { bits &= ~other.bits }

  /// What is in both sets.
  @inlinable
  public func intersection(_ other: CheckSet) -> CheckSet { CheckSet(bits: bits & other.bits) }

  /// Takes the first check out of the set; `nil` when it is empty.
  @inlinable
  public mutating func popFirst() -> Check? {
    if bits == 0 { return nil }
    defer { bits &= bits - 1 }
    return Check(rawValue: UInt8(truncatingIfNeeded: bits.trailingZeroBitCount))
  }
}

/// What a check is for and what it is worth.
public struct CheckRow<Check: Sendable>: Sendable {
  /// The check.
  public let check: Check
  /// What it takes for no secret; one phrase with an example.
  public let purpose: String
  /// Labelled lines without a secret that are reported, at any confidence, when this check alone is left out.
  public let falseAlarms: Int
  /// Labelled secrets that are found, at any confidence, when this check alone is left out.
  public let secrets: Int

  /// - Parameters:
  ///   - falseAlarms, secrets: As `Benchmarks ablation` counts them.
  public init(_ check: Check, _ purpose: String, falseAlarms: Int, secrets: Int) {
    self.check = check
    self.purpose = purpose
    self.falseAlarms = falseAlarms
    self.secrets = secrets
  }
}
