import Findings
import Text

/// JUnit XML as the Ant task's schema allows it: one test case per finding, and one for the scan's completeness,
/// so that a report without findings still has a passing test. Findings that do not fail the run are skipped tests.
///
/// The schema has no `file` and `line` on a test case: `classname` is the first place's path, and the
/// failure's text lists every place.
enum JUnitReport {
  static func write(_ report: Report) -> String {
    let total = report.findings.count + report.suppressed.count + 1
    let name = attribute(report.tool.name)
    let stamp = CivilTime(epochSeconds: report.startedAt).dateTime
    let errors = report.coverage.complete ? 0 : 1
    let failures = report.failingCount
    let skips = report.findings.count - failures + report.suppressed.count
    let listed = report.findings.map { report.fails($0) ? failed($0) : tolerated($0) }
    let cases = listed + report.suppressed.map(skipped) + [completeness(of: report)]
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuites>
        <testsuite id="0" package="\(name)" name="\(name)" timestamp="\(stamp)" hostname="localhost" \
      tests="\(total)" failures="\(failures)" errors="\(errors)" skipped="\(skips)" \
      time="\(seconds(report.durationMilliseconds))">
          <properties>
            <property name="version" value="\(attribute(report.tool.version))"/>
            <property name="target" value="\(attribute(report.target))"/>
            <property name="mode" value="\(attribute(report.mode))"/>
          </properties>
      \(cases.joined(separator: "\n"))
          <system-out>\(Escaping.markup(Wording.summary(of: report)))</system-out>
          <system-err>\(report.coverage.accepted.map { Escaping.markup(Wording.accepted($0)) }.joined(separator: "\n"))</system-err>
        </testsuite>
      </testsuites>

      """
  }

  private static func failed(_ finding: Finding) -> String {
    let type = attribute(finding.rule.id)
    return testCase(
      finding, outcome: "<failure message=\"\(title(of: finding))\" type=\"\(type)\">\(text(of: finding))</failure>")
  }

  private static func tolerated(_ finding: Finding) -> String {
    testCase(finding, outcome: "<skipped message=\"\(title(of: finding))\">\(text(of: finding))</skipped>")
  }

  private static func title(of finding: Finding) -> String {
    attribute(Wording.title(of: finding))
  }

  /// Every place, what is known, and what to do.
  private static func text(of finding: Finding) -> String {
    let places = finding.occurrences.map { place($0) }
    let facts = Wording.facts(of: finding).map { "\($0.name): \($0.value)" }
    let steps = Wording.nextSteps(for: finding.rule).map { "- \($0)" }
    let lines = places + facts + [finding.rule.summary].filter { !$0.isEmpty } + steps
    return lines.map(Escaping.markup).joined(separator: "\n")
  }

  private static func skipped(_ finding: Finding) -> String {
    let message = finding.suppression.map(Wording.reason) ?? "suppressed"
    return testCase(finding, outcome: "<skipped message=\"\(attribute(message))\"/>")
  }

  private static func testCase(_ finding: Finding, outcome: String) -> String {
    let name = attribute("\(finding.rule.id) \(finding.fingerprint)")
    let path = attribute(finding.occurrences.first?.path ?? "")
    return """
          <testcase name="\(name)" classname="\(path)" time="0">
            \(outcome)
          </testcase>
      """
  }

  private static func completeness(of report: Report) -> String {
    let head = "    <testcase name=\"everything was scanned\" classname=\"\(attribute(report.tool.name))\" time=\"0\""
    guard let incomplete = Wording.incomplete(report) else { return head + "/>" }
    let text = report.coverage.gaps.map { Escaping.markup(Wording.gap($0)) }.joined(separator: "\n")
    return """
      \(head)>
            <error message="\(attribute(incomplete))" type="incomplete">\(text)</error>
          </testcase>
      """
  }

  private static func place(_ occurrence: Occurrence) -> String {
    guard let excerpt = occurrence.excerpt else { return occurrence.place }
    return "\(occurrence.place): \(excerpt.before)\(excerpt.secret)\(excerpt.after)"
  }

  private static func attribute(_ text: String) -> String { Escaping.markup(text) }

  private static func seconds(_ milliseconds: Int) -> String {
    let rest = String(milliseconds % 1_000)
    return "\(milliseconds / 1_000)." + String(repeating: "0", count: 3 - rest.count) + rest
  }
}
