import Findings
import Foundation
import Reports
import Testing

/// Formats that tools show beside the code of a change: required members, escapes, limits.
struct ReviewFormatTests {
  private func array(_ format: ReportFormat, _ report: Report) throws -> [[String: Any]] {
    try #require(try JSONSerialization.jsonObject(with: Data(format.write(report).utf8)) as? [[String: Any]])
  }

  @Test(arguments: SchemaTests.reports) func `Code Quality has what GitLab requires`(_ report: Report) throws {
    let elements = try array(.codequality, report)
    #expect(elements.count == report.findings.reduce(0) { $0 + $1.occurrences.count })
    for element in elements {
      #expect((element["description"] as? String)?.isEmpty == false)
      #expect(element["check_name"] is String)
      #expect(["info", "minor", "major", "critical", "blocker"].contains(element["severity"] as? String))
      let location = try #require(element["location"] as? [String: Any])
      #expect(location["path"] is String)
      #expect((location["lines"] as? [String: Int])?["begin"].map { $0 >= 1 } == true)
    }
    let fingerprints = elements.compactMap { $0["fingerprint"] as? String }
    #expect(Set(fingerprints).count == elements.count)
  }

  @Test func `Code Quality tells places apart by file and number, not by line`() throws {
    var report = Fixtures.empty
    report.findings = [Fixtures.cloudKey]
    let before = try array(.codequality, report).compactMap { $0["fingerprint"] as? String }
    for index in report.findings[0].occurrences.indices { report.findings[0].occurrences[index].line += 40 }
    report.findings[0].occurrences.removeFirst()
    let after = try array(.codequality, report).compactMap { $0["fingerprint"] as? String }
    #expect(Array(before.dropFirst()) == after)
  }

  @Test(arguments: SchemaTests.reports) func `rdjson has what reviewdog requires`(_ report: Report) throws {
    let text = ReportFormat.rdjson.write(report)
    let root = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect((root["source"] as? [String: Any])?["name"] as? String == "leaksift")
    for diagnostic in try #require(root["diagnostics"] as? [[String: Any]]) {
      #expect((diagnostic["message"] as? String)?.isEmpty == false)
      #expect(["ERROR", "WARNING", "INFO"].contains(diagnostic["severity"] as? String))
      let location = try #require(diagnostic["location"] as? [String: Any])
      #expect(location["path"] is String)
      guard let range = location["range"] as? [String: [String: Int]] else { continue }
      #expect(range["start"]?["line"].map { $0 >= 1 } == true)
      #expect(range["start"]?["column"].map { $0 >= 1 } ?? true)
    }
  }

  private func place(_ path: String) -> Report {
    var report = Fixtures.empty
    var finding = Fixtures.token
    finding.rule.summary = "100% [sure]; it's|not"
    finding.occurrences[0].path = path
    report.findings = [finding]
    return report
  }

  @Test func `Azure's commands are escaped as its agent reads them`() throws {
    let text = ReportFormat.azure.write(place("a;b]c%é\r\n##vso[task.complete]x"))
    let first = try #require(text.split(separator: "\n").first)
    let start = "##vso[task.logissue type=error;sourcepath=a%3Bb%5Dc%AZP25é\\u{d}\\u{a}"
    #expect(first.hasPrefix(start), "\(first)")
    #expect(first.contains(";linenumber=1;columnnumber=14;code=forge-token;]"))
    #expect(first.contains("100%AZP25 [sure]"))
    #expect(text.split(separator: "\n").count { $0.contains("##vso[") } == 1)
  }

  @Test func `TeamCity's values are escaped, and short enough`() throws {
    var report = place("a'b|[c]é\u{1F511}\n##teamcity[buildStop]")
    report.findings[0].rule.title = String(repeating: "t", count: 300)
    report.coverage.gaps = [Skip(path: "x'y", reason: "damaged")]
    let lines = ReportFormat.teamcity.write(report).split(separator: "\n")
    #expect(lines.allSatisfy { $0.hasPrefix("##teamcity[") && $0.hasSuffix("']") })
    #expect(
      lines[0].hasPrefix("##teamcity[inspectionType id='forge-token' name='\(String(repeating: "t", count: 255))'"))
    #expect(lines[0].contains("description='100% |[sure|]; it|'s||not'"))
    #expect(lines[1].contains("file='a|'b|||[c|]|0x00e9|0xd83d|0xdd11\\u{a}"))
    #expect(lines[1].contains(" line='1' SEVERITY='ERROR'"))
    #expect(lines[2].contains("text='not scanned: x|'y: damaged") && lines[2].contains("status='WARNING'"))
    #expect(lines.allSatisfy { line in line.utf8.allSatisfy { $0 < 0x80 } })
  }

  @Test func `SARIF says what it cuts of a rule, and leaves a shown secret out`() throws {
    var report = place("a.conf")
    report.findings[0].rule.tags = (1...30).map { "tag\($0)" }
    report.findings[0].rule.summary = String(repeating: "s", count: 2_000)
    report.findings[0].occurrences[0].excerpt = Excerpt(before: "key = ", secret: "fat_****", after: "")
    let text = ReportFormat.sarif.write(report)
    #expect(text.contains("Of rule forge-token, description, tags are cut"))
    #expect(text.contains("external/cwe/cwe-798"))
    #expect(!text.contains("tag18\""))
    #expect(text.contains("\"text\": \"\(String(repeating: "s", count: 1_024))\""))
    #expect(text.contains("\"text\": \"key = fat_****\""))
    report.showsSecrets = true
    #expect(!ReportFormat.sarif.write(report).contains("key = "))
  }
}
