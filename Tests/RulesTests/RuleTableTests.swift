import Foundation
import Testing

@testable import Rules

/// The tables of keys in `docs/RULES.md` are those of the program.
///
/// `LEAKSIFT_REWRITE_GOLDEN=1 swift test --filter RuleTableTests` writes them anew.
struct RuleTableTests {
  private static let manual = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "docs/RULES.md")
  private static let isRewriting = ProcessInfo.processInfo.environment["LEAKSIFT_REWRITE_GOLDEN"] != nil

  @Test func `the manual lists each key as the program reads it`() throws {
    var text = try String(contentsOf: Self.manual, encoding: .utf8)
    try check(Self.table(of: Rule.fields), after: "## Keys\n", in: &text)
    try check(Self.table(of: Allowlist.fields), after: "### `[[rules.allowlists]]`\n", in: &text)
    try check(Self.table(of: RequiredRule.fields), after: "### `[[rules.required]]`\n", in: &text)
    try check(Self.table(of: Verifying.fields), after: "### `[[rules.verify]]`\n", in: &text)
    try check(Self.table(of: Revoking.fields), after: "### `[[rules.revoke]]`\n", in: &text)
    if Self.isRewriting { try Data(text.utf8).write(to: Self.manual) }
  }

  /// Compares the first table after a heading, or replaces it.
  private func check(_ table: String, after heading: String, in text: inout String) throws {
    let start = try #require(text.firstRange(of: heading)).upperBound
    let tableStart = try #require(text[start...].firstRange(of: "\n| ")).lowerBound
    let tableEnd = try #require(text[tableStart...].firstRange(of: "|\n\n")).upperBound
    let written = text[tableStart..<tableEnd]
    if Self.isRewriting {
      text.replaceSubrange(tableStart..<tableEnd, with: "\n\(table)\n")
    } else {
      #expect(written == "\n\(table)\n")
    }
  }

  private static func table<Table: RuleTable>(of fields: [RuleField<Table>]) -> String {
    let isRule = Table.self == Rule.self
    let header =
      isRule
      ? "| key | of | value | in a rule that changes another | meaning |\n| --- | --- | --- | --- | --- |\n"
      : "| key | of | value | meaning |\n| --- | --- | --- | --- |\n"
    let rows = fields.map { field -> String in
      let key = field.kind == "tables" ? "[[rules.\(field.key)]]" : field.key
      let effect = field.key == "id" ? "names it" : field.joining == .adds ? "is added" : "replaces"
      let joining = isRule ? " \(effect) |" : ""
      return "| `\(key)` | \(field.origin.rawValue) | \(field.kind) |\(joining) \(field.meaning) |\n"
    }
    return header + rows.joined()
  }
}
