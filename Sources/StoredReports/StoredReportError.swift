/// Why a stored report cannot be used.
public struct StoredReportError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Names the file, the place in it, and what to do.
  public var description: String

  init(_ description: String) {
    self.description = description
  }
}
