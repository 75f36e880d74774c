import Findings
import Foundation
import Reports
import Testing

/// Reports against the schemas of their formats.
struct SchemaTests {
  static let reports = [Fixtures.realistic, Fixtures.empty, HostileFixture.report]
  static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  static let sarif = package.deletingLastPathComponent().appending(path: "shared/schemas/sarif-2.1.0.schema.json")

  @Test(arguments: reports) func `JSON follows its schema`(_ report: Report) throws {
    let schema = try JSONSchema(contentsOf: Self.package.appending(path: "docs/report.schema.json"))
    for detail in [ReportOptions.Detail.normal, .verbose] {
      let text = ReportFormat.json.write(report, options: ReportOptions(detail: detail))
      #expect(try schema.violations(in: text) == [])
    }
  }

  @Test(
    .enabled(if: FileManager.default.fileExists(atPath: sarif.path), "no SARIF schema beside the checkout"),
    arguments: reports)
  func `SARIF follows its schema`(_ report: Report) throws {
    let schema = try JSONSchema(contentsOf: Self.sarif)
    #expect(try schema.violations(in: ReportFormat.sarif.write(report)) == [])
  }

  @Test func `the validator sees what is wrong`() throws {
    let schema = try JSONSchema(contentsOf: Self.package.appending(path: "docs/report.schema.json"))
    let text = ReportFormat.json.write(Fixtures.realistic)
    let broken = [
      text.replacing("\"schema_version\": 2", with: "\"schema_version\": 1"),
      text.replacing("\"line\": 12,", with: "\"line\": \"12\","),
      text.replacing("\"severity\": \"critical\"", with: "\"severity\": \"grave\""),
      text.replacing("\"complete\"", with: "\"compleat\""),
      text.replacing("\"threshold\": 1", with: "\"threshold\": \"1\""),
      text.replacing("5d0c1f6a9be2734d", with: "5D0C"),
    ]
    for example in broken { #expect(try !schema.violations(in: example).isEmpty) }
  }
}
