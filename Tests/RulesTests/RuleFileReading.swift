import Rules

/// Reads a rule file named r.toml.
func parse(_ text: String, isStrict: Bool = false) throws -> RuleFile {
  try RuleFile.parse(Array(text.utf8), name: "r.toml", isStrict: isStrict)
}

/// What is said about a rule file named r.toml; empty when it can be used.
func message(of text: String, isStrict: Bool = false) -> String {
  message(of: Array(text.utf8), isStrict: isStrict)
}

/// The error's text; empty when there is none.
func message(of text: [UInt8], isStrict: Bool = false) -> String {
  do throws(RuleFileError) {
    _ = try RuleFile.parse(text, name: "r.toml", isStrict: isStrict)
    return ""
  } catch {
    return error.description
  }
}
