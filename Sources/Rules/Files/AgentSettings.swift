public import Findings

/// What is set for the hooks of coding agents: by `[agent]` of a project's `.leaksift.toml`, which may only tighten, and by
/// the user's own file, which may loosen.
public struct AgentSettings: Sendable, Equatable {
  /// Patterns, as in `.gitignore`, of files that an agent may not read, whatever is in them.
  public var protectedPaths: [String] = []
  /// Secrets below it pass; `nil` when the file does not say.
  public var minimumSeverity: Severity?
  /// Whether what cannot be checked passes, with a warning. Only a user may say so.
  public var allowsOnError = false
  /// Ids of rules whose secrets pass. Only a user may say so.
  public var allowedRules: [String] = []
  /// Patterns, as in `.gitignore`, of files whose secrets pass. Only a user may say so.
  public var allowedPaths: [String] = []
  /// Whether the MCP server may add to ignore files. Only a user may say so.
  public var allowsIgnoring = false

  /// Settings that say nothing.
  public init() {}

  /// What a project may set.
  init(_ keys: inout TableReader) {
    protectedPaths = keys.strings("protected_paths") ?? []
    minimumSeverity = keys.severity("min_severity")
  }

  /// Reads a user's own file.
  ///
  /// - Parameters:
  ///   - text: The file's bytes: TOML 1.0 in UTF-8.
  ///   - name: What messages call the file.
  /// - Throws: ``RuleFileError`` with everything that is wrong with it, unknown keys included.
  public static func parse(_ text: [UInt8], name: String) throws(RuleFileError) -> AgentSettings {
    let notes = RuleFileNotes(file: name, isStrict: true)
    var root = TableReader(try RuleFile.root(of: text, notes: notes), subject: "", notes: notes)
    var settings = AgentSettings()
    if let (table, _) = root.subtable("agent") {
      var keys = root.nested(table, subject: "[agent]")
      settings = AgentSettings(&keys)
      settings.allowsOnError =
        keys.choice("on_error", among: ["refuse", "allow"]) { ["refuse": false, "allow": true][$0] } ?? false
      settings.allowedRules = keys.strings("allowed_rules") ?? []
      settings.allowedPaths = keys.strings("allowed_paths") ?? []
      keys.finish()
    }
    if let (table, _) = root.subtable("mcp") {
      var keys = root.nested(table, subject: "[mcp]")
      settings.allowsIgnoring = keys.boolean("allow_ignore") ?? false
      keys.finish()
    }
    root.finish()
    try notes.throwErrors()
    return settings
  }
}
