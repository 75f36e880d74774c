import Text

/// Collects what is wrong or odd about one rule file while it is read.
final class RuleFileNotes {
  let file: String
  /// Whether keys that are not known are errors.
  let isStrict: Bool
  /// Whether other scanners are likely to read the file too.
  var isPeersFile: Bool { !isStrict && ConfigurationFile(name: file, text: []).dialect == .gitleaks }
  private(set) var errors: [RuleFileIssue] = []
  private var warningsInOrder: [RuleFileIssue] = []
  /// Unknown keys: reported once each, with the number of further places.
  private var unknownKeys: [String: (first: RuleFileIssue, count: Int)] = [:]

  init(file: String, isStrict: Bool) {
    self.file = file
    self.isStrict = isStrict
  }

  func error(_ message: String, at value: TOMLValue) {
    error(message, line: value.line, column: value.column)
  }

  func error(_ message: String, line: Int, column: Int = 0) {
    errors.append(RuleFileIssue(file: file, line: line, column: column, message: message))
  }

  func warn(_ message: String, at value: TOMLValue) {
    warn(message, line: value.line, column: value.column)
  }

  func warn(_ message: String, line: Int, column: Int = 0) {
    warningsInOrder.append(RuleFileIssue(file: file, line: line, column: column, message: message))
  }

  /// An error in a strict file; else a warning, given once however often the key is in the file.
  func unknownKey(_ key: String, message: String, at value: TOMLValue) {
    if isStrict { return error(message, at: value) }
    let issue = RuleFileIssue(file: file, line: value.line, column: value.column, message: message)
    unknownKeys[key.lowercased(), default: (issue, 0)].count += 1
  }

  /// All warnings, in the order of the text.
  var warnings: [RuleFileIssue] {
    (warningsInOrder + unknownKeyWarnings).sorted {
      ($0.line, $0.column, $0.message) < ($1.line, $1.column, $1.message)
    }
  }

  private var unknownKeyWarnings: [RuleFileIssue] {
    unknownKeys.values.map { note in
      var issue = note.first
      if note.count > 1 { issue.message += " (and in \(Counting.count(note.count - 1, "more place")))" }
      return issue
    }
  }

  /// Throws what was found wrong so far, and the unknown keys, which may be the cause.
  func throwErrors() throws(RuleFileError) {
    guard !errors.isEmpty else { return }
    let issues = errors + unknownKeyWarnings
    throw RuleFileError(issues: issues.sorted { ($0.line, $0.column) < ($1.line, $1.column) })
  }
}
