import Text

/// A rule set made from a project's rule file, and what its author should know.
public struct LoadedRules: Sendable {
  /// The joined rules; at least one.
  public var rules: RuleSet
  /// From the file and those it extends, outermost first.
  public var warnings: [RuleFileIssue]
  /// Of the project's own file, not of those it extends.
  public var settings = ProjectSettings()
}

/// Joins a rule file with what it extends.
public struct RuleSetLoader {
  /// Files that may extend each other in a row, after the first; gitleaks' limit.
  private static let deepest = 2

  private let builtIn: RuleSet
  private let read: ConfigurationFile.FileReader
  private let trustsRequests: Bool
  private var warnings: [RuleFileIssue] = []
  private var settings = ProjectSettings()

  /// Loads a project's rule file.
  ///
  /// - Parameters:
  ///   - file: The file, or `nil` for the built-in rules alone.
  ///   - builtIn: The rules that `useDefault` stands for.
  ///   - trustsRequests: Whether the file's author may say what is sent where. Of a file that was found in the scanned
  ///     folder nothing is sent: whoever changes it could have every secret sent to a host of their own.
  ///   - read: Reads the file of `[extend] path`.
  /// - Throws: ``RuleFileError`` when a file cannot be read or used, or when no rule is left.
  public static func load(
    _ file: ConfigurationFile?, builtIn: RuleSet, trustsRequests: Bool = true,
    read: @escaping ConfigurationFile.FileReader
  ) throws(RuleFileError) -> LoadedRules {
    guard let file else { return LoadedRules(rules: builtIn, warnings: []) }
    var loader = RuleSetLoader(builtIn: builtIn, read: read, trustsRequests: trustsRequests)
    let rules = try loader.join(file, depth: 0)
    guard rules.count > 0 else {
      let cause = RuleFileIssue(
        file: file.name,
        message: "no rules: nothing would be found; add [[rules]], or [extend] with useDefault = true")
      throw RuleFileError(issues: [cause] + loader.warnings)
    }
    return LoadedRules(rules: rules, warnings: loader.warnings, settings: loader.settings)
  }

  // MARK: - Files

  private mutating func join(_ file: ConfigurationFile, depth: Int) throws(RuleFileError) -> RuleSet {
    let written = try RuleFile.parse(file.text, name: file.name)
    let given = warnings.count
    var rules = try base(of: written, dialect: file.dialect, depth: depth)
    let parsed = written.withOwnRuleIDs(dialect: file.dialect, base: rules.ids)
    warnings.insert(contentsOf: parsed.warnings, at: given)
    if depth == 0 {
      settings = parsed.settings
      if let path = settings.baseline, !path.hasPrefix("/"), let slash = file.name.lastIndex(of: "/") {
        settings.baseline = ConfigurationFile.join(String(file.name[..<slash]), path)
      }
    }
    let extendsRules = rules.count > 0
    disable(parsed.extending, in: &rules, file: file.name)
    var joiner = RuleJoiner(rules, file: file.name, mayLackBase: extendsRules)
    for draft in withTrustedRequests(parsed.rules, file: file.name) { joiner.add(draft) }
    for list in parsed.allowlists { joiner.add(list) }
    for filter in parsed.filters { joiner.add(filter) }
    warnings += joiner.warnings
    return try joiner.finish()
  }

  /// The drafts without requests, where they are not trusted, which is said once.
  private mutating func withTrustedRequests(_ drafts: [RuleDraft], file: String) -> [RuleDraft] {
    if trustsRequests { return drafts }
    let keys = [Rule.verifyKey, Rule.revokeKey, Rule.validateKey]
    let asking = drafts.filter { draft in keys.contains { draft.gives($0) } }
    if let first = asking.first {
      let more = asking.count > 1 ? " (and of \(Counting.count(asking.count - 1, "more rule")))" : ""
      let message =
        "requests of rule \"\(first.id)\"\(more) have no effect in a file of the scanned folder: name the file with -c"
      warnings.append(RuleFileIssue(file: file, line: first.line, message: message))
    }
    return drafts.map { $0.without(Set(keys), id: $0.id) }
  }

  private mutating func base(
    of file: RuleFile, dialect: ConfigurationFile.Dialect, depth: Int
  ) throws(RuleFileError) -> RuleSet {
    let extending = file.extending
    let extendsDefault = extending.useDefault ?? (dialect == .leaksift && extending.path == nil && depth == 0)
    guard extendsDefault || extending.path != nil else { return RuleSet() }
    guard depth < Self.deepest else {
      warnings.append(
        RuleFileIssue(
          file: file.name, line: extending.line,
          message: "[extend] has no effect: files extend each other at most \(Self.deepest) deep"))
      return RuleSet()
    }
    guard let path = extending.path else { return builtIn }
    return try join(try extended(path, by: file), depth: depth + 1)
  }

  /// The file of `[extend] path`: relative to the working directory as with gitleaks, else to the file that names it.
  private func extended(_ path: String, by file: RuleFile) throws(RuleFileError) -> ConfigurationFile {
    if let text = try read(path) { return ConfigurationFile(name: path, text: text) }
    if !path.hasPrefix("/"), let slash = file.name.lastIndex(of: "/") {
      let beside = ConfigurationFile.join(String(file.name[..<slash]), path)
      if let text = try read(beside) { return ConfigurationFile(name: beside, text: text) }
    }
    throw RuleFileError(
      file: file.name, line: file.extending.line,
      message: "[extend]: \"path\" names \"\(path)\", which does not exist: "
        + "give a path relative to the working directory or to this file")
  }

  private mutating func disable(_ extending: RuleFile.Extension, in rules: inout RuleSet, file: String) {
    guard !extending.disabledRules.isEmpty else { return }
    let ids = rules.ids
    for id in extending.disabledRules where !ids.contains(id) {
      warnings.append(
        RuleFileIssue(
          file: file, line: extending.line,
          message:
            "[extend]: \"disabledRules\" names \"\(id)\", which is no rule\(PeerRuleIDs.hint(for: id, among: ids))")
      )
    }
    let disabled = Set(extending.disabledRules)
    rules.keep(ids.indices.filter { !disabled.contains(ids[$0]) })
  }
}
