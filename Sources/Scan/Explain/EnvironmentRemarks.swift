import DotEnv
import Findings
import Content
import Rules

/// Why `.env` hygiene has, or has not, something to say about a line of an environment file.
enum EnvironmentRemarks {
  /// One sentence for each finding, else one that says why there is none; empty for other files.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - line: 1-based.
  /// - Throws: ``ScanError`` when the file is gone.
  static func all(of path: String, line: Int, settings: ProjectSettings) throws(ScanError) -> [String] {
    let name = path.utf8.split(separator: UInt8(ascii: "/")).last ?? path.utf8[...]
    guard DotEnvName.isJudged(name) else { return [] }
    let listing: Listing
    do { listing = try WorkingTree.list(path) } catch { throw ScanError(error.description) }
    if !settings.judgesEnvironmentFiles { return ["`.env` hygiene is off: [dotenv] has enabled = false"] }
    let report = EnvironmentAudit.judge(listing, showSecrets: false)
    let pass = SettingsPass(settings, rules: RuleSet())
    if let finding = report.findings.first, pass.ignores(finding, of: NamedTarget(path: path)) {
      return ["`.env` hygiene leaves the file out: [dotenv] ignore names it"]
    }
    if report.findings.isEmpty { return report.files.prefix(1).map { "`.env` hygiene finds nothing: \(reason($0))" } }
    return report.findings.map(pass.judged).map { finding in
      let isHere = finding.occurrences.contains { $0.line == line }
      return "`.env` hygiene reports \(finding.rule.id), \(finding.severity.name): "
        + (isHere ? "this line is named" : "the file as a whole or other lines, not this one")
    }
  }

  private static func reason(_ file: DotEnvFile) -> String {
    switch file.protection {
    case .ignored(let rule), .local(let rule), .uncommittedRule(let rule): "git ignores the file (\(rule.place))"
    case .outsideRepository: "the file is in no git repository that it could get into"
    case .unknown(let reason): "git could not tell whether the file is protected: \(reason)"
    case .committed, .inHistory, .unprotected: "the file has no setting"
    }
  }
}
