/// The exit codes of the process.
struct ExitCode: Sendable, Equatable {
  var value: Int32

  /// Nothing found, everything looked at.
  static let clean = ExitCode(value: 0)
  /// Something to act on.
  static let findings = ExitCode(value: 1)
  /// Wrong usage or configuration, or a report that could not be written.
  static let failure = ExitCode(value: 2)
  /// Nothing found, but not everything could be looked at.
  static let incomplete = ExitCode(value: 3)
}
