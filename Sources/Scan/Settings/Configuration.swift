import BuiltInRules
public import Rules

/// What `config check` has to say of a rule file that can be used.
public struct ConfigurationReport: Sendable {
  /// Number of rules that a scan with the file would use.
  public var ruleCount: Int
  /// In the order of the text.
  public var remarks: [RuleFileIssue]
}

/// Checks a rule file more thoroughly than a scan does.
///
/// - Throws: ``ScanError`` with every mistake that makes the file unusable.
public func checkConfiguration(_ path: String) throws(ScanError) -> ConfigurationReport {
  do throws(RuleFileError) {
    let (file, parsed) = try parsedConfiguration(path)
    let loaded = try RuleSetLoader.load(
      file, builtIn: BuiltInRules.ruleSet, read: { path throws(RuleFileError) in try RuleLoading.read(path) })
    let base = extendsBuiltIn(parsed, file.dialect) ? BuiltInRules.ruleSet : RuleSet()
    let own = parsed.withOwnRuleIDs(dialect: file.dialect, base: base.ids)
    let remarks = ConfigurationCheck.remarks(on: own, base: base)
    let all = Set(loaded.warnings + remarks).sorted {
      ($0.file, $0.line, $0.column, $0.message) < ($1.file, $1.line, $1.column, $1.message)
    }
    return ConfigurationReport(ruleCount: loaded.rules.count, remarks: all)
  } catch {
    throw ScanError(error.description)
  }
}

/// Turns a peer's rule file into leaksift's own.
///
/// - Returns: The text of a `.leaksift.toml`, and what could not be carried over.
/// - Throws: ``ScanError`` when the file cannot be used.
public func migratedConfiguration(_ path: String) throws(ScanError) -> (text: String, remarks: [RuleFileIssue]) {
  do throws(RuleFileError) {
    let (file, parsed) = try parsedConfiguration(path)
    let base = extendsBuiltIn(parsed, file.dialect) ? BuiltInRules.ruleSet.ids : []
    let translated = parsed.withOwnRuleIDs(dialect: file.dialect, base: base)
    return (ConfigurationWriter.text(of: translated, from: file.dialect), translated.warnings)
  } catch {
    throw ScanError(error.description)
  }
}

/// What the configuration of a scan sets beside rules.
///
/// - Throws: ``ScanError`` when there is a configuration and it cannot be used.
public func projectSettings(of request: ScanRequest) throws(ScanError) -> ProjectSettings {
  let revision = try request.trustedRevision.map { name throws(ScanError) in try TrustedRevision(name, of: request) }
  let folder = request.targets.lazy.compactMap(\.folder).first
  return try projectSettings(request.configuration, around: folder, ProjectFiles(revision: revision))
}

/// What the configuration of a folder sets beside rules.
func projectSettings(
  _ configuration: String? = nil, around folder: String?, _ files: ProjectFiles = ProjectFiles()
) throws(ScanError) -> ProjectSettings {
  do throws(RuleFileError) {
    let named = try files.named(configuration)
    guard let file = try RuleLoading.configuration(named, around: folder, files) else { return ProjectSettings() }
    return try RuleFile.parseSettings(file.text, name: file.name)
  } catch {
    throw ScanError(error.description)
  }
}

/// Whether a file builds upon the built-in rules by its own words.
private func extendsBuiltIn(_ file: RuleFile, _ dialect: ConfigurationFile.Dialect) -> Bool {
  file.extending.useDefault == true || dialect == .leaksift || file.extending.path != nil
}

private func parsedConfiguration(_ path: String) throws(RuleFileError) -> (ConfigurationFile, RuleFile) {
  guard let text = try RuleLoading.read(path) else {
    throw RuleFileError(file: path, message: "the rule file does not exist; name one that does")
  }
  return (ConfigurationFile(name: path, text: text), try RuleFile.parse(text, name: path))
}
