import RandomTestSupport
import FileTestSupport
import Findings
import Scan

/// A folder with a rule file of its own and secrets made up anew.
struct Project {
  let folder: TemporaryFolder

  /// Two rules, `demo-token` and `other-token`, each with a keyword and 24 characters.
  static let rules = """
    [extend]
    useDefault = false
    [[rules]]
    id = "demo-token"
    regex = '''\\bdemo_([A-Za-z0-9]{24})\\b'''
    keywords = ["demo_"]
    [[rules]]
    id = "other-token"
    regex = '''\\bother_([A-Za-z0-9]{24})\\b'''
    keywords = ["other_"]

    """

  init(rules: String = Project.rules) throws {
    folder = try TemporaryFolder()
    try folder.write(".leaksift.toml", rules)
  }

  private static let numbers = TestRandom("project")

  /// The 24 characters of a secret, others at each call.
  static func random() -> String {
    var random = numbers
    let letters = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
    return String((0..<24).map { _ in letters.randomElement(using: &random) ?? "a" })
  }

  /// A line that holds a secret of `demo-token`.
  static func leak() -> String { "value = \"demo_\(random())\"" }

  func scan(_ change: (inout ScanRequest) -> Void = { _ in }) throws -> Report {
    var request = ScanRequest(targets: [.path(folder.path)], workers: 1)
    change(&request)
    return try Scan.scan(request)
  }

  /// How many findings count and how many are hidden.
  func counts(_ change: (inout ScanRequest) -> Void = { _ in }) throws -> [Int] {
    let report = try scan(change)
    return [report.findings.count, report.suppressed.count]
  }
}
