import FileTestSupport
import Findings
import Rules
import Scan

/// Values that no placeholder filter takes for a dummy, made anew when tests run.
enum Samples {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)

  static func random(_ length: Int = 32, seed: UInt64 = 1) -> String {
    var generator = SeededGenerator(seed: seed)
    let bytes = (0..<length).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &generator)] }
    return String(decoding: bytes, as: UTF8.self)
  }

  static func token(_ seed: UInt64 = 1) -> String { "tkn_" + random(seed: seed) }

  /// The rule that finds tokens; at the top level of a file it takes the place of the built-in ones.
  static let tokenRule = """
    [[rules]]
    id = "token"
    description = "A token."
    regex = '''tkn_[A-Za-z0-9]{32}'''
    keywords = ["tkn_"]
    """
}

extension TemporaryFolder {
  /// Scans the folder, or what is named in it, with the given rule file.
  func scan(
    _ name: String = "", rules: String? = Samples.tokenRule, workers: Int = 1,
    change: (inout ScanRequest) -> Void = { _ in }
  ) throws -> Report {
    var request = ScanRequest(targets: [.path(at(name))], workers: workers)
    let ruleFolder = try TemporaryFolder()
    if let rules {
      try ruleFolder.write("rules.toml", rules)
      request.configuration = ruleFolder.at("rules.toml")
    }
    change(&request)
    return try Scan.scan(request)
  }
}

/// Where a report says a finding stands.
struct Place: Hashable, Comparable, CustomStringConvertible {
  var path: String
  var line: Int
  var column: Int
  var description: String { "\(path):\(line):\(column)" }

  static func < (left: Place, right: Place) -> Bool {
    (left.path, left.line, left.column) < (right.path, right.line, right.column)
  }
}

extension Report {
  /// All occurrences of all findings, sorted.
  var places: [Place] {
    findings.flatMap(\.occurrences).map { Place(path: $0.path, line: $0.line, column: $0.column) }.sorted()
  }
}
