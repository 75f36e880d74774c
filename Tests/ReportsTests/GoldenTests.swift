import Findings
import Foundation
import Reports
import Testing

/// Compares every format with a stored report, exactly.
///
/// `LEAKSIFT_REWRITE_GOLDEN=1 swift test --filter GoldenTests` writes the stored reports anew; look at the diff.
struct GoldenTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")

  struct Case: CustomTestStringConvertible {
    var file: String
    var format: ReportFormat
    var report: Report
    var options = ReportOptions()
    var testDescription: String { file }
  }

  static let cases: [Case] =
    ReportFormat.allCases.flatMap { format in
      [
        Case(file: "realistic.\(format.rawValue)", format: format, report: Fixtures.realistic),
        Case(file: "empty.\(format.rawValue)", format: format, report: Fixtures.empty),
        Case(file: "hostile.\(format.rawValue)", format: format, report: HostileFixture.report),
      ]
    } + [
      text("color", ReportOptions(color: true)), text("narrow", ReportOptions(width: 60)),
      text("quiet", ReportOptions(detail: .quiet)), text("verbose", ReportOptions(detail: .verbose)),
      Case(
        file: "realistic-verbose.json", format: .json, report: Fixtures.realistic,
        options: ReportOptions(detail: .verbose)),
      Case(
        file: "realistic-verbose.jsonl", format: .jsonl, report: Fixtures.realistic,
        options: ReportOptions(detail: .verbose)),
    ]

  private static func text(_ name: String, _ options: ReportOptions) -> Case {
    Case(file: "realistic-\(name).text", format: .text, report: Fixtures.realistic, options: options)
  }

  @Test(arguments: cases) func `report equals the stored one`(_ example: Case) throws {
    let file = Self.folder.appending(path: example.file)
    let text = example.format.write(example.report, options: example.options)
    let written = Data((example.format == .html ? Self.withoutAssets(text) : text).utf8)
    if ProcessInfo.processInfo.environment["LEAKSIFT_REWRITE_GOLDEN"] == "1" { try written.write(to: file) }
    #expect(try Data(contentsOf: file) == written, "\(example.file) differs")
  }

  /// A page without its style sheet, its script and their hashes, which are files of their own and would be in each page.
  private static func withoutAssets(_ text: String) -> String {
    text.replacing(/(?s)<(style|script)>.+?<\/(style|script)>/, maxReplacements: 2) { "<\($0.1)></\($0.2)>" }
      .replacing(/sha256-[A-Za-z0-9+\/=]{44}/, with: "sha256-")
  }

  @Test func `no stored report is left over`() throws {
    let stored = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
    #expect(Set(stored) == Set(Self.cases.map(\.file)))
  }
}
