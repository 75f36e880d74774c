/// A rule file as it is written, before it is joined with what it extends.
public struct RuleFile: Sendable {
  /// What a file builds upon.
  public struct Extension: Sendable, Equatable {
    /// Whether the built-in rules are the base; `nil` when the file does not say.
    public var useDefault: Bool?
    /// Another rule file that is the base.
    public var path: String?
    /// Rules of the base that are left out.
    public var disabledRules: [String]
    /// Line of the table, 1-based; 0 when there is none.
    public var line: Int

    init(useDefault: Bool? = nil, path: String? = nil, disabledRules: [String] = [], line: Int = 0) {
      self.useDefault = useDefault
      self.path = path
      self.disabledRules = disabledRules
      self.line = line
    }
  }

  /// Path or name, as messages give it.
  public var name: String
  /// What the file calls itself; may be empty.
  public var title: String
  /// What the file says about itself; may be empty.
  public var summary: String
  /// What it builds upon.
  public var extending: Extension
  /// In the order of the text.
  public var rules: [RuleDraft]
  /// Allowlists for all rules, or for those of their `targetRules`.
  public var allowlists: [Allowlist]
  /// Filters for all rules.
  public var filters: [FilterExpression]
  /// What it sets beside rules.
  public var settings: ProjectSettings
  /// What the author should know though the file can be used.
  public var warnings: [RuleFileIssue]
  /// Fragments that no regex of the file uses; `config check` and the build of the built-in rules report them.
  var unusedFragments: [RuleFileIssue]

  /// Reads a rule file in the schema of gitleaks, Betterleaks and leaksift; `docs/RULES.md` describes the keys.
  ///
  /// - Parameters:
  ///   - text: The file's bytes: TOML 1.0 in UTF-8.
  ///   - name: What messages call the file.
  ///   - isStrict: Whether keys that are not known are errors instead of warnings.
  /// - Throws: ``RuleFileError`` with everything that is wrong with the file.
  public static func parse(
    _ text: [UInt8], name: String, isStrict: Bool = false
  ) throws(RuleFileError) -> RuleFile {
    let notes = RuleFileNotes(file: name, isStrict: isStrict)
    var decoder = RuleFileDecoder(try root(of: text, notes: notes), notes: notes)
    let file = decoder.decode()
    try notes.throwErrors()
    return file
  }

  /// Reads what a rule file sets beside its rules, which are not looked at: reading many takes a while.
  ///
  /// - Throws: ``RuleFileError`` when the file is not TOML, or a setting is wrong.
  public static func parseSettings(_ text: [UInt8], name: String) throws(RuleFileError) -> ProjectSettings {
    let notes = RuleFileNotes(file: name, isStrict: false)
    var keys = TableReader(try root(of: text, notes: notes), subject: "", notes: notes)
    let settings = RuleFileDecoder.decodeSettings(&keys)
    try notes.throwErrors()
    return settings
  }

  static func root(of text: [UInt8], notes: RuleFileNotes) throws(RuleFileError) -> TOMLTable {
    do {
      return try TOMLReader.parse(try checkedEncoding(of: text, notes: notes))
    } catch let failure as TOMLReader.Failure {
      throw RuleFileError(
        file: notes.file, line: failure.line, column: failure.column, message: "not valid TOML: \(failure.reason)")
    } catch let error as RuleFileError {
      throw error
    } catch {
      throw RuleFileError(file: notes.file, message: "not valid TOML")
    }
  }

  /// The text without a byte order mark.
  private static func checkedEncoding(of text: [UInt8], notes: RuleFileNotes) throws(RuleFileError) -> [UInt8] {
    if text.starts(with: [0xFF, 0xFE]) || text.starts(with: [0xFE, 0xFF]) {
      throw RuleFileError(file: notes.file, line: 1, message: "the file is UTF-16: save it as UTF-8")
    }
    var body = text[...]
    if text.starts(with: [0xEF, 0xBB, 0xBF]) {
      notes.warn("the file begins with a byte order mark: save it as UTF-8 without one", line: 1)
      body = body.dropFirst(3)
    }
    guard String(validating: body, as: UTF8.self) != nil else {
      let line = 1 + validPrefix(of: body).count { $0 == UInt8(ascii: "\n") }
      throw RuleFileError(file: notes.file, line: line, message: "the line is not valid UTF-8: save the file as UTF-8")
    }
    return Array(body)
  }

  /// The whole lines before the first one that is not UTF-8.
  private static func validPrefix(of text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var end = text.startIndex
    for line in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      guard String(validating: line, as: UTF8.self) != nil else { break }
      end = min(line.endIndex + 1, text.endIndex)
    }
    return text[..<end]
  }
}
