import Findings
import Scan
import Text

/// What is wrong with environment files, where an editor shows one, or the `.gitignore` that should protect them.
enum EnvironmentWarnings {
  private static let gitignore = ".gitignore"
  private static let mostListed = 50

  /// The diagnostics of a file on the disk; none for other files.
  ///
  /// - Throws: ``ScanError`` when the file is not there.
  static func all(of path: String) throws(ScanError) -> [JSONValue] {
    guard let end = path.lastIndex(of: "/") else { return [] }
    let name = path[path.index(after: end)...]
    let isList = name == gitignore
    guard isList || isEnvironmentFile(String(name)) else { return [] }
    let scanned = isList ? String(path[..<end]) : path
    let report = try scanEnvironmentFiles(at: scanned.isEmpty ? "/" : scanned, fix: false, showSecrets: false)
    return report.findings.prefix(mostListed).map { finding in
      let file = finding.occurrences.first.map { isList ? "\($0.path): " : "" } ?? ""
      let steps = finding.rule.steps.first.map { "; \($0)" } ?? ""
      return Diagnostic(
        range: Diagnostic.wholeFile, severity: finding.severity, rule: finding.rule,
        message: "\(file)\(finding.rule.title)\(steps)", fingerprint: finding.fingerprint
      ).json
    }
  }
}
