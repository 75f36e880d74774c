/// Something about a rule file that its author should know.
public struct RuleFileIssue: Sendable, Hashable, CustomStringConvertible {
  /// Path or name of the file, as the user gave it.
  public var file: String
  /// 1-based; 0 when the issue is about the whole file.
  public var line: Int
  /// 1-based, in characters; 0 when the issue is about the whole line or file.
  public var column: Int
  /// One sentence without a full stop: rule, key, and how to fix it.
  public var message: String

  /// An issue at a place; without a line it is about the whole file.
  public init(file: String, line: Int = 0, column: Int = 0, message: String) {
    self.file = file
    self.line = line
    self.column = column
    self.message = message
  }

  /// `file:line: message`.
  public var description: String { line > 0 ? "\(file):\(line): \(message)" : "\(file): \(message)" }
}

/// A rule file that cannot be used.
public struct RuleFileError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Everything that is wrong with it, in the order of the text; never empty.
  public var issues: [RuleFileIssue]

  /// - Parameter issues: At least one.
  public init(issues: [RuleFileIssue]) {
    self.issues = issues
  }

  /// An error with a single issue.
  public init(file: String, line: Int = 0, column: Int = 0, message: String) {
    issues = [RuleFileIssue(file: file, line: line, column: column, message: message)]
  }

  /// One issue a line.
  public var description: String { issues.map(\.description).joined(separator: "\n") }
}
