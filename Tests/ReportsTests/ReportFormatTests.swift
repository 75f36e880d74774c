import Reports
import Testing

struct ReportFormatTests {
  @Test(arguments: [
    ("report.json", ReportFormat.json), ("out/Report.JSON", .json), ("a.jsonl", .jsonl), ("a.sarif", .sarif),
    ("a.sarif.json", .sarif), ("a.xml", .junit), ("a.csv", .csv), ("a.md", .markdown), ("a.html", .html),
    ("a.txt", .text), ("ci/gl-secret-detection-report.json", .gitlab),
    ("gl-code-quality-report.json", .codequality),
  ])
  func `an ending decides`(_ name: String, _ format: ReportFormat) {
    #expect(ReportFormat(fileName: name) == format)
  }

  @Test(arguments: ["", "report", "report.pdf", "json", "a.md/report", "/"])
  func `other endings decide nothing`(_ name: String) {
    #expect(ReportFormat(fileName: name) == nil)
  }

  @Test func `names are read in any case`() {
    #expect(ReportFormat.names.count == 16)
    for name in ReportFormat.names { #expect(ReportFormat(name: name.uppercased())?.rawValue == name) }
    #expect(ReportFormat(name: "yaml") == nil)
  }
}
