import Reports
import Testing

@testable import leaksift

/// Pairing `-f` with `-o`, in the order of the command line.
struct ReportPlanTests {
  private func plan(_ words: [String]) throws -> ReportPlan {
    guard case .run(_, let arguments) = try Command.program.parse(["scan"] + words) else {
      throw CommandFailure("help")
    }
    return try ReportPlan(arguments)
  }

  static let pairs: [([String], [String])] = [
    ([], ["text -"]),
    (["-f", "json"], ["json -"]),
    (["-o", "a.sarif"], ["sarif a.sarif"]),
    (["-f", "json", "-o", "a.sarif"], ["json a.sarif"]),
    (["-f", "json", "-q", "-o", "a.sarif"], ["json -", "sarif a.sarif"]),
    (["-o", "a.sarif", "-f", "text"], ["sarif a.sarif", "text -"]),
    (["-o", "/dev/null", "-f", "json"], ["json /dev/null"]),
    (["-o", "-", "-f", "json"], ["json -"]),
    (["-f", "text", "-f", "json", "-o", "a"], ["text -", "json a"]),
    (["-o", "-"], ["text -"]),
    (["-f", "csv", "-o", "-", "-o", "b.json"], ["csv -", "json b.json"]),
  ]

  @Test(arguments: pairs)
  func `each file takes the format before it or of its ending`(_ words: [String], _ expected: [String]) throws {
    let entries = try plan(words).reports.map { entry in
      switch entry.destination {
      case .standardOutput: "\(entry.format.rawValue) -"
      case .file(let file): "\(entry.format.rawValue) \(file.path)"
      }
    }
    #expect(entries == expected)
  }

  static let wrong: [([String], String)] = [
    (["-f", "text", "-f", "json"], "`text` and `json` cannot both go to standard output"),
    (["-o", "report", "-f", "text", "-f", "json"], "cannot recognise the format of the report `report`"),
    (["-o", "report"], "cannot recognise the format of the report `report`"),
    (["-o", "a.json", "-f", "text", "-o", "a.json"], "two reports cannot go to `a.json`"),
  ]

  @Test(arguments: wrong)
  func `what cannot be paired is refused`(_ words: [String], _ expected: String) {
    let error = #expect(throws: CommandFailure.self) { try plan(words) }
    #expect(error?.message.hasPrefix(expected) == true, "\(error?.message ?? "")")
  }
}
