import Findings
import Platform
import Reports
import Scan
import Text

extension MCPParameter {
  fileprivate static let limit = MCPParameter(
    name: "limit", kind: .number(1...200, usual: 50), help: "Most findings that are listed; the others are counted")
  fileprivate static let leastConfidence = MCPParameter(
    name: "min_confidence", kind: .word(Confidence.allCases.map(\.name)),
    help: "Leave out findings below; default medium")
  fileprivate static func path(_ help: String, isRequired: Bool = false) -> MCPParameter {
    MCPParameter(name: "path", kind: .text, isRequired: isRequired, help: help)
  }
}

extension MCPTool {
  static let scanPath = MCPTool(
    name: "scan_path", title: "Scan files",
    description: """
      Looks for secrets in a file or folder as it is on the disk, in archives, too. In a git working tree what .gitignore \
      hides is left out.
      """,
    parameters: [
      .path("File or folder; relative to where the server was started", isRequired: true),
      MCPParameter(name: "include_ignored", kind: .flag, help: "Also files that .gitignore hides"),
      .leastConfidence, .limit,
    ]
  ) { (arguments) throws(MCPToolFailure) in
    var request = try ScanRequest(arguments, .files)
    request.includeIgnored = arguments.isSet("include_ignored")
    return try scanned(request, arguments)
  }

  static let scanStaged = MCPTool(
    name: "scan_staged", title: "Scan the staged change",
    description: "Looks for secrets in what the next commit of a repository would add. Call it before each commit.",
    parameters: [.path("Any folder of the repository; default where the server was started"), .leastConfidence, .limit]
  ) { (arguments) throws(MCPToolFailure) in try scanned(try ScanRequest(arguments, .staged), arguments) }

  static let scanHistory = MCPTool(
    name: "scan_history", title: "Scan a git history",
    description: """
      Looks for secrets in what commits of a repository brought: every object of it, or by `since`, `range` or `branch` a \
      part. Secrets that were deleted later are found, too. May take minutes for a large repository.
      """,
    parameters: [
      .path("Any folder of the repository; default where the server was started"),
      MCPParameter(name: "since", kind: .text, help: "Only commits of HEAD that this revision does not reach"),
      MCPParameter(name: "range", kind: .text, help: "Only commits of a range, as A..B"),
      MCPParameter(name: "branch", kind: .text, help: "Only what this branch, tag or commit reaches"),
      .leastConfidence, .limit,
    ]
  ) { (arguments) throws(MCPToolFailure) in
    let given = ["since", "range", "branch"].filter(arguments.isGiven)
    guard given.count < 2 else { throw MCPToolFailure("`\(given[0])` and `\(given[1])` exclude each other; keep one") }
    for name in given where arguments.text(name).map({ $0.isEmpty || $0.hasPrefix("-") }) ?? true {
      throw MCPToolFailure("`\(name)` is no revision")
    }
    let mode: ScanRequest.Mode =
      if let revision = arguments.text("since") {
        .since(revision)
      } else if let range = arguments.text("range") { .range(range) } else {
        .history(branch: arguments.text("branch"))
      }
    return try scanned(try ScanRequest(arguments, mode), arguments)
  }

  static let scanText = MCPTool(
    name: "scan_text", title: "Scan a text",
    description: """
      Looks for secrets in a text before it is written to a file, sent or committed. What the project's configuration, \
      ignore files and baseline accept does not count.
      """,
    parameters: [
      MCPParameter(name: "text", kind: .text, isRequired: true, help: "The text"),
      MCPParameter(
        name: "path", kind: .text, help: "Where it is to be written, which says much of what a value may be"),
      .limit,
    ]
  ) { (arguments) throws(MCPToolFailure) in
    let path = arguments.text("path") ?? "text"
    let found = try secrets(in: arguments.text("text") ?? "", path: path)
    return BoundedFindings(FoundInText.report(found, path: path), limit: arguments.number("limit")).json
      .adding(["hidden": .integer(found.count { $0.suppression != nil }), "complete": .boolean(true)])
  }

  /// - Parameter key: Of the placeholders.
  static func redact(key: [UInt8]) -> MCPTool {
    MCPTool(
      name: "redact", title: "Mask secrets in a text",
      description: """
        Returns a text with a placeholder in place of each secret; the same secret gets the same placeholder. Use it before a \
        log, a configuration or an output is shown or stored.
        """,
      parameters: [
        MCPParameter(name: "text", kind: .text, isRequired: true, help: "The text"),
        MCPParameter(name: "path", kind: .text, help: "Where it is from, which says much of what a value may be"),
      ]
    ) { (arguments) throws(MCPToolFailure) in
      do throws(ScanError) {
        let redacted = try RedactedText(
          arguments.text("text") ?? "", path: arguments.text("path") ?? "text", finder: SecretFinder(), key: key)
        return ["text": .string(redacted.text), "masked": .integer(redacted.count)]
      } catch { throw MCPToolFailure(error.description) }
    }
  }

  private static func secrets(in text: String, path: String) throws(MCPToolFailure) -> [TextSecret] {
    do throws(ScanError) { return try SecretFinder().secrets(in: Array(text.utf8), path: path) } catch {
      throw MCPToolFailure(error.description)
    }
  }

  private static func scanned(_ request: ScanRequest, _ arguments: MCPArguments) throws(MCPToolFailure) -> JSONValue {
    let report = try MCPTool.report(of: request)
    return BoundedFindings(report, limit: arguments.number("limit")).json
      .adding([
        "further_places": report.furtherCount == 0 ? nil : .integer(report.furtherCount),
        "hidden": JSONReport.hiddenCounts(report), "complete": .boolean(report.coverage.complete),
        "coverage": JSONReport.coverage(report.coverage.bounded),
      ])
  }

  /// Runs a scan.
  static func report(of request: ScanRequest) throws(MCPToolFailure) -> Report {
    do throws(ScanError) { return try Scan.scan(request) } catch { throw MCPToolFailure(error.description) }
  }
}

extension ScanRequest {
  /// Most places that are looked at of what is found.
  private static let mostPlacesForAgents = 2_000

  /// A request from the arguments that all scans share.
  init(_ arguments: MCPArguments, _ mode: Mode) throws(MCPToolFailure) {
    guard let path = arguments.path("path") else { throw MCPToolFailure("`path` is no path") }
    self.init(targets: [.path(path)], mode: mode, workers: ThisProcess.processorCount)
    minimumConfidence = arguments.text("min_confidence").flatMap(Confidence.init(name:))
    mostPlaces = Self.mostPlacesForAgents
    isCancelled = arguments.isCancelled
  }
}
