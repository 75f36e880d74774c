import RandomTestSupport
import Findings
import Reports
import Testing

struct RedactionTests {
  /// A report on a random secret, as masked or as raw as the caller wants it.
  private func report(showing secret: String) -> Report {
    var report = Fixtures.realistic
    report.showsSecrets = !secret.hasSuffix("*")
    report.findings = report.findings.map { finding in
      var finding = finding
      finding.secret = secret
      for index in finding.occurrences.indices {
        finding.occurrences[index].excerpt = Excerpt(before: "key = \"", secret: secret, after: "\"")
      }
      return finding
    }
    return report
  }

  private func randomSecret() -> String {
    var random = TestRandom()
    return String((0..<32).compactMap { _ in "abcdefghijkmnpqrstuvwxyz23456789".randomElement(using: &random) })
  }

  @Test(arguments: ReportFormat.allCases) func `a masked secret stays masked`(_ format: ReportFormat) {
    let secret = randomSecret()
    let masked = String(secret.prefix(4)) + String(repeating: "*", count: 12)
    let text = format.write(report(showing: masked), options: ReportOptions(detail: .verbose))
    // Any six characters beyond the shown four would be a leak.
    let windows = (4...26).map { String(secret.dropFirst($0).prefix(6)) }
    #expect(windows.filter { text.contains($0) } == [])
  }

  @Test(arguments: [ReportFormat.sarif, .github, .gitlab, .codequality, .rdjson, .azure, .teamcity])
  func `uploaded formats contain no secret, whatever the options`(_ format: ReportFormat) {
    let secret = randomSecret()
    #expect(!format.write(report(showing: secret)).contains(secret))
  }

  @Test(arguments: [ReportFormat.text, .json, .jsonl, .csv, .gitleaks, .html, .markdown, .junit])
  func `other formats show what the model contains`(_ format: ReportFormat) {
    let secret = randomSecret()
    #expect(format.write(report(showing: secret)).contains(secret))
  }
}
