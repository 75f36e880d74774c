import Findings
import Foundation
import Reports
import Testing

/// What the formats do when a report is large.
struct LimitTests {
  private func report(findings: Int) -> Report {
    var report = Fixtures.empty
    report.findings = (0..<findings).map { number in
      var finding = Fixtures.token
      finding.fingerprint = Fingerprint(value: UInt64(number))
      return finding
    }
    return report
  }

  private func run(of report: Report) throws -> [String: Any] {
    let data = Data(ReportFormat.sarif.write(report).utf8)
    let log = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    return try #require((log["runs"] as? [[String: Any]])?.first)
  }

  @Test func `SARIF stops at 25,000 results and says so`() throws {
    let run = try run(of: report(findings: 25_003))
    #expect((run["results"] as? [Any])?.count == 25_000)
    let text = String(describing: run["invocations"])
    #expect(text.contains("Only 25,000 of 25,003 results"))
  }

  @Test func `SARIF gives each place a result of its own`() throws {
    var report = report(findings: 2)
    report.findings[0].occurrences = (1...1_200).map {
      Occurrence(path: "a", line: $0, column: 1, endLine: $0, endColumn: 2)
    }
    let results = try #require(try run(of: report)["results"] as? [[String: Any]])
    #expect(results.count == 1_201)
    #expect(results.allSatisfy { ($0["locations"] as? [Any])?.count == 1 })
    let hashes = results.compactMap { ($0["partialFingerprints"] as? [String: String])?["primaryLocationLineHash"] }
    let fingerprint = report.findings[0].fingerprint
    #expect(Array(hashes.prefix(2)) == ["\(fingerprint):1", "\(fingerprint):2"])
    #expect(Set(hashes).count == 1_201)
    #expect(String(describing: results[1]["message"]).contains("in 1,200 places, also a:1:1, a:3:1"))
  }

  @Test func `SARIF that is full keeps a place of every finding`() throws {
    var report = report(findings: 3)
    report.findings[0].occurrences = (1...26_000).map {
      Occurrence(path: "a", line: $0, column: 1, endLine: $0, endColumn: 2)
    }
    let run = try run(of: report)
    let results = try #require(run["results"] as? [[String: Any]])
    #expect(results.count == 25_000)
    let named = results.prefix(3).compactMap { ($0["partialFingerprints"] as? [String: String])?["leaksift/v1"] }
    #expect(named == report.findings.map(\.fingerprint.description))
    #expect(String(describing: run["invocations"]).contains("Only 25,000 of 26,002 results"))
  }

  @Test func `annotations stop where GitHub stops showing them`() {
    var report = report(findings: 25)
    report.findings[0].occurrences += report.findings[0].occurrences
    for index in 13..<25 { report.findings[index].severity = .low }
    report.coverage.gaps = [Skip(path: "a", reason: "b")]
    let lines = ReportFormat.github.write(report).split(separator: "\n")
    #expect(lines.count { $0.hasPrefix("::error ") } == 10)
    #expect(lines.count { $0.hasPrefix("::warning ") } == 1)
    #expect(lines.count { $0.hasPrefix("::notice ") } == 10)
    #expect(lines[lines.count - 3].contains("8 more places without an annotation"))
    #expect(!ReportFormat.github.write(Fixtures.empty).contains("without an annotation"))
  }

  @Test(arguments: [2_000, 20_000, 50_000]) func `Markdown stays below its limit`(_ limit: Int) {
    let text = ReportFormat.markdown.write(report(findings: 500), options: ReportOptions(byteLimit: limit))
    #expect(text.contains("more findings left out to keep this report small"))
    #expect(text.contains("### Coverage"))
    // The overview and the coverage always stay; they take less than 8 kB here.
    #expect(text.utf8.count <= max(limit, 8_000))
  }

  @Test func `text folds many places and gaps unless verbose`() {
    let text = ReportFormat.text.write(Fixtures.realistic)
    #expect(text.contains("... and 3 more places"))
    #expect(text.contains("... and 2 more"))
    let verbose = ReportFormat.text.write(Fixtures.realistic, options: ReportOptions(detail: .verbose))
    #expect(!verbose.contains("... and"))
    #expect(verbose.contains("test/login.rb:7:13"))
    #expect(verbose.contains("run/queue.fifo: a FIFO"))
  }
}
