import Findings
import Foundation
import Reports
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Scanned content must not steer whatever reads a report.
struct HostileContentTests {
  static let payload = HostileFixture.payload

  private func written(_ format: ReportFormat, _ options: ReportOptions = ReportOptions()) -> String {
    format.write(HostileFixture.report, options: options)
  }

  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test(arguments: ReportFormat.allCases) func `nothing steers a terminal`(_ format: ReportFormat) {
    let unsafe = written(format).unicodeScalars.filter { scalar in
      if scalar == "\n" || scalar == "\r" && (format == .csv || format == .gitleaksCSV) { return false }
      return [.control, .format, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
    }
    #expect(unsafe.map(\.value) == [])
  }

  @Test(arguments: [ReportOptions.Detail.quiet, .normal, .verbose])
  func `colored text contains only its own escape sequences`(_ detail: ReportOptions.Detail) {
    let text = written(.text, ReportOptions(color: true, detail: detail))
    let plain = text.replacing(#/\u{1B}\[[0-9;]*m/#, with: "")
    #expect(plain == written(.text, ReportOptions(detail: detail)))
    #expect(!plain.unicodeScalars.contains("\u{1B}"))
  }

  /// What runners of CI jobs obey in a log, where it stands and where a wrapped line would put it.
  static let commands = [
    "::stop-commands::x", "  ::error::x", "##[group]x", "a##[error]x", "##vso[task.setvariable variable=x]y",
    "###vso[x]",
    "##teamcity[buildStop]", String(repeating: "words ", count: 14) + String(repeating: "::error::x ", count: 9),
  ]

  /// The commands that formats consist of, each at the start of a line.
  static let own: [ReportFormat: Set<String>] = [
    .azure: ["##vso[task.logissue"],
    .teamcity: ["##teamcity[inspectionType", "##teamcity[inspection", "##teamcity[message"],
  ]

  @Test(arguments: ReportFormat.allCases, commands)
  func `nothing commands a runner`(_ format: ReportFormat, _ command: String) {
    for detail in [ReportOptions.Detail.quiet, .normal, .verbose] {
      let text = format.write(HostileFixture.report(command), options: ReportOptions(detail: detail))
      #expect(
        text.matches(of: #/##[A-Za-z]*\[/#).allSatisfy {
          $0.range.lowerBound == text.startIndex || text[text.index(before: $0.range.lowerBound)] == "\n"
        })
      let commands = text.matches(of: #/##[A-Za-z]*\[[A-Za-z.]*/#).map { String($0.output) }
      #expect(Set(commands).isSubset(of: Self.own[format] ?? []))
      let lines = text.split(whereSeparator: \.isNewline).map { $0.drop { $0 == " " } }
      let obeyed = lines.filter { $0.hasPrefix("::") }
      let own = obeyed.filter { $0.wholeMatch(of: #/::(error|warning|notice) (file|title)=.*/#) != nil }
      #expect(format == .github ? own.count == lines.count : obeyed.isEmpty, "\(obeyed)")
    }
  }

  @Test func `JSON keeps every value`() throws {
    let findings = try #require(try object(written(.json))["findings"] as? [[String: Any]])
    let occurrence = try #require((findings[0]["occurrences"] as? [[String: Any]])?[1])
    #expect(occurrence["path"] as? String == "\(Self.payload)!\(Self.payload)")
    #expect(occurrence["author"] as? String == "\(Self.payload) <mole@example.com>")
    #expect(occurrence["date"] as? String == "9999-12-31T23:59:59Z")
    #expect(findings[0]["secret"] as? String == Self.payload)
  }

  @Test func `JSON lines stay one per occurrence`() throws {
    let lines = written(.jsonl).split(separator: "\n").map(String.init)
    #expect(lines.count == 3)
    #expect(try object(lines[0])["path"] as? String == Self.payload)
    #expect(try object(lines[2])["coverage"] != nil)
  }

  @Test func `gitleaks keeps every value`() throws {
    let parsed = try JSONSerialization.jsonObject(with: Data(written(.gitleaks).utf8)) as? [[String: Any]]
    let first = try #require(parsed?.first)
    #expect(first["Message"] as? String == Self.payload)
    #expect(first["Entropy"] as? Double == 0)
    #expect(first["Fingerprint"] as? String == "bad:\(Self.payload):\(Self.payload):3")
  }

  @Test func `SARIF locations are encoded and messages contain no links`() throws {
    let text = written(.sarif)
    let run = try #require((try object(text)["runs"] as? [[String: Any]])?.first)
    let result = try #require((run["results"] as? [[String: Any]])?.first)
    let message = try #require((result["message"] as? [String: Any])?["text"] as? String)
    #expect(!message.contains("|[a]("))
    let location = try #require((result["locations"] as? [[String: Any]])?.first)
    let physical = try #require(location["physicalLocation"] as? [String: Any])
    let uri = try #require((physical["artifactLocation"] as? [String: Any])?["uri"] as? String)
    #expect(uri.removingPercentEncoding == Self.payload)
    #expect(uri.wholeMatch(of: #/[A-Za-z0-9\-._~\/%]+/#) != nil)
  }

  @Test(arguments: [ReportFormat.sarif, .github, .gitlab]) func `uploaded reports contain no e-mail address`(
    _ format: ReportFormat
  ) {
    #expect(!written(format).contains("mole@"))
    #expect(!format.write(Fixtures.realistic).contains("jo@"))
  }

  @Test func `JUnit is well-formed`() {
    #expect(XMLParser(data: Data(written(.junit).utf8)).parse())
    #expect(!written(.junit).contains("<img"))
  }

  @Test func `HTML contains only its own tags`() {
    let tags = Set(written(.html).matches(of: #/<\/?([a-z0-9]+)/#).map { String($0.output.1) })
    let own: Set = [
      "html", "head", "meta", "title", "style", "script", "body", "header", "nav", "main", "section", "article",
      "footer",
      "h1", "h2", "h3", "h4", "p", "a", "b", "i", "span", "code", "pre", "mark", "time", "ul", "ol", "li", "dl", "em",
      "dt",
      "dd",
      "div", "details", "summary", "figure", "figcaption", "table", "caption", "thead", "tbody", "tr", "th", "td",
      "svg", "g", "rect", "path",
    ]
    #expect(tags.subtracting(own) == [])
    #expect(written(.html).matches(of: /<script/).count == 1)
    #expect(!written(.html).contains(/href="?javascript/))
    #expect(!written(.html).contains("'\"><img"))
  }

  @Test func `Markdown stays text`() {
    var outside: [Substring] = []
    var fence: Substring?
    for line in written(.markdown).split(separator: "\n") {
      let content = line.drop { $0 == " " }
      if let open = fence {
        if content == open { fence = nil }
      } else if content.hasPrefix("```") {
        fence = content.prefix { $0 == "`" }
      } else {
        outside.append(content)
      }
    }
    #expect(fence == nil)
    let text = outside.joined(separator: "\n")
    for attack in ["<script", "<img", "](", "@here", "#1 ", "<!--", "`"] { #expect(!text.contains(attack)) }
    #expect(outside.count { $0.hasPrefix("| high") } == 1)
  }

  @Test func `annotations stay one per line`() {
    let lines = written(.github).split(separator: "\n")
    #expect(lines.count == 4)
    for line in lines { #expect(line.wholeMatch(of: #/::(error|warning|notice) [a-zA-Z]+=.*::.*/#) != nil) }
    for line in lines { #expect(line.firstMatch(of: #/%(?!25|0A|3A|2C)/#) == nil) }
  }

  @Test func `cells are never formulas`() throws {
    let rows = CSVReader.rows(of: written(.csv))
    #expect(rows.count == 3)
    for row in rows {
      #expect(row.count == 22)
      for cell in row { #expect(cell.first.map { "=+-@\t".contains($0) } != true) }
    }
    #expect(rows[1][6].hasPrefix("'="))
  }

  @Test(arguments: ["=1", "+1", "-1", "@a", "\t=1", " =1", "\r=1", "＝1"])
  func `formulas are disarmed`(_ start: String) {
    var report = Fixtures.realistic
    report.findings = [Fixtures.token]
    report.findings[0].occurrences[0].path = start
    #expect(CSVReader.rows(of: ReportFormat.csv.write(report))[1][6].hasPrefix("'"))
  }

  @Test func `a quote under a combining mark still closes`() {
    var report = Fixtures.realistic
    report.findings = [Fixtures.token]
    let path = "a,\"\u{301},b"
    report.findings[0].occurrences[0].path = path
    #expect(CSVReader.rows(of: ReportFormat.csv.write(report))[1][6] == path)
  }
}

/// Reads CSV as RFC 4180 describes it.
enum CSVReader {
  static func rows(of text: String) -> [[String]] {
    var rows: [[String]] = [[""]]
    var quoted = false
    var afterQuote = false
    for scalar in text.unicodeScalars {
      if scalar == "\"" {
        if quoted { afterQuote = true } else if afterQuote { append("\"", to: &rows) }
        if afterQuote, !quoted { afterQuote = false }
        quoted.toggle()
        continue
      }
      afterQuote = false
      switch scalar {
      case "," where !quoted: rows[rows.count - 1].append("")
      case "\r" where !quoted: break
      case "\n" where !quoted: rows.append([""])
      default: append(scalar, to: &rows)
      }
    }
    return rows.dropLast()
  }

  private static func append(_ scalar: Unicode.Scalar, to rows: inout [[String]]) {
    let row = rows.count - 1
    rows[row][rows[row].count - 1].unicodeScalars.append(scalar)
  }
}
