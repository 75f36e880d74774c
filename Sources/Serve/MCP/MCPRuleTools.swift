import Findings
import Platform
import Rules
import Scan
import Text

extension MCPTool {
  static let explain = MCPTool(
    name: "explain", title: "Explain a finding or a line",
    description: """
      Of a line (`path` and `line`): why it is, or is not, a finding: rules, what each filter measured, what hides it. Of a \
      `fingerprint` from an earlier result: everything about the finding and what to do; `scope` says where to look again.
      """,
    parameters: [
      MCPParameter(name: "path", kind: .text, help: "The file of the line; with a fingerprint, what to scan again"),
      MCPParameter(name: "line", kind: .number(1...Int(Int32.max), usual: 1), help: "1-based"),
      MCPParameter(name: "fingerprint", kind: .text, help: "16 hexadecimal digits, as results have them"),
      MCPParameter(
        name: "scope", kind: .word(["files", "staged", "history"]),
        help: "What is scanned for the fingerprint; default files"),
    ]
  ) { (arguments) throws(MCPToolFailure) in
    if let fingerprint = arguments.text("fingerprint") { return try explained(fingerprint, arguments) }
    guard arguments.isGiven("path"), arguments.isGiven("line"), let path = arguments.path("path") else {
      throw MCPToolFailure("name a `path` and a `line`, or a `fingerprint`")
    }
    do throws(ScanError) {
      return try Scan.explain(ExplainRequest(path: path, line: arguments.number("line"))).json
    } catch { throw MCPToolFailure(error.description) }
  }

  private static func explained(_ name: String, _ arguments: MCPArguments) throws(MCPToolFailure) -> JSONValue {
    guard let fingerprint = Fingerprint(name) else {
      throw MCPToolFailure("`fingerprint` has 16 hexadecimal digits, as results have them")
    }
    let mode: ScanRequest.Mode =
      switch arguments.text("scope") {
      case "staged": .staged
      case "history": .history(branch: nil)
      default: .files
      }
    let report = try report(of: try ScanRequest(arguments, mode))
    guard let finding = (report.findings + report.hidden).first(where: { $0.fingerprint == fingerprint }) else {
      let gaps = report.coverage.complete ? "" : ", and not everything could be read"
      throw MCPToolFailure("nothing there has this fingerprint\(gaps); `scope` chooses what is scanned")
    }
    let hidden = finding.suppression.map { suppression -> JSONValue in
      ["kind": .string(suppression.kind.rawValue), "place": .string(suppression.place)]
    }
    return BoundedFindings.json(finding, in: report).adding(["hidden_by": hidden])
  }

  static let listRules = MCPTool(
    name: "list_rules", title: "List rules",
    description: "The rules in use: which kinds of secrets are known, and what to do with each.",
    parameters: [
      MCPParameter(name: "query", kind: .text, help: "Only rules that have this in their id, title or tags"),
      MCPParameter(name: "offset", kind: .number(0...100_000, usual: 0), help: "Leave out so many first"),
      MCPParameter(name: "limit", kind: .number(1...200, usual: 50), help: "Most rules that are listed"),
    ]
  ) { (arguments) throws(MCPToolFailure) in
    let set: RuleSet
    do throws(ScanError) { set = try rulesInUse(configuration: nil, folder: ".").rules } catch {
      throw MCPToolFailure(error.description)
    }
    let query = arguments.text("query")?.lowercased() ?? ""
    let all = (0..<set.count).map(set.rule(at:)).sorted { $0.id < $1.id }
    let rules = all.filter { rule in
      query.isEmpty || ([rule.id, rule.title] + rule.tags).contains { $0.lowercased().contains(query) }
    }
    let listed = rules.dropFirst(arguments.number("offset")).prefix(arguments.number("limit"))
    return ["total": .integer(rules.count), "rules": .array(listed.map(\.agentJSON))]
  }

  /// Hides a finding: only offered where the user's own file allows it.
  static func ignore(_ ignore: @escaping MCPTools.Ignore) -> MCPTool {
    MCPTool(
      name: "ignore_finding", title: "Hide a finding",
      description: """
        Adds a line to the project's .leaksiftignore, so that a finding is no longer reported. Only for false alarms and \
        revoked secrets, and only when the user has said so. The line says that an agent wrote it.
        """,
      parameters: [
        MCPParameter(name: "fingerprint", kind: .text, isRequired: true, help: "As results have it"),
        MCPParameter(name: "reason", kind: .text, isRequired: true, help: "Why it need not be reported"),
        MCPParameter(
          name: "path", kind: .text, help: "Any folder of the project; default where the server was started"),
      ],
      isReadOnly: false
    ) { (arguments) throws(MCPToolFailure) in
      guard let fingerprint = arguments.text("fingerprint").flatMap(Fingerprint.init) else {
        throw MCPToolFailure("`fingerprint` has 16 hexadecimal digits, as results have them")
      }
      let reason = arguments.text("reason") ?? ""
      guard reason.contains(where: { $0.isLetter || $0.isNumber }), !reason.contains(where: \.isNewline) else {
        throw MCPToolFailure("`reason` says in one line why the finding need not be reported")
      }
      let line = IgnoreLine(fingerprint: fingerprint, reason: reason, owner: "an agent, by leaksift mcp")
      do throws(ScanError) {
        let file = try ignore(line, arguments.path("path") ?? ".")
        return ["added": .string(line.text), "file": .string(file)]
      } catch { throw MCPToolFailure(error.description) }
    }
  }
}

extension Rule {
  /// What an agent should know of a rule.
  fileprivate var agentJSON: JSONValue {
    [
      "id": .string(id), "title": .string(title), "description": .string(summary), "severity": .string(severity.name),
      "confidence": .string(confidence.name), "steps": steps.isEmpty ? nil : .array(steps.map { .string($0) }),
      "revoke_url": revokeURL.map { .string($0) },
    ]
  }
}

extension Explanation {
  private static let mostMatches = 50

  fileprivate var json: JSONValue {
    [
      "place": .string(place), "text": .string(text), "matches": .array(matches.prefix(Self.mostMatches).map(\.json)),
      "matches_not_listed": .integer(max(0, matches.count - Self.mostMatches)),
      "remarks": .array(remarks.map { .string($0) }),
    ]
  }
}

extension Explanation.Match {
  fileprivate var json: JSONValue {
    [
      "rule": .string(rule.id), "title": .string(rule.title), "line": .integer(line), "column": .integer(column),
      "secret": .string(secret), "steps": .array(steps.map { .string("\($0.name): \($0.text)") }),
      "verdict": .string(verdict), "missing": missing.map { .string($0) }, "is_finding": .boolean(isFinding),
    ]
  }
}
