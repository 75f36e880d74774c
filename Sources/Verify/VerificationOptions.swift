/// How verification asks.
public struct VerificationOptions: Sendable {
  /// Patterns of hosts that may be asked though they come from the scanned text or a rule file: `*` stands for any text
  /// within one name, a leading `*.` for any number of names.
  public var hosts: [String] = []
  /// Requests to a host in a second.
  public var rate = 2.0
  /// Requests to a host that may be waiting for their answers.
  public var concurrent = 4
  /// Seconds until a request is given up.
  public var timeout = 10.0
  /// Where verdicts are kept between runs; `nil` keeps none.
  public var cache: VerdictCache?

  /// The longest pause, in seconds, that a host may ask for.
  static let longestPause = 30.0

  /// The usual options.
  public init() {}
}
