import Content
import Findings
import Platform
import Reports
import Scan
import Text

extension LanguageServer {
  /// Scans the folders of the client; arguments: none, or URIs of folders.
  private static let scanCommand = "leaksift.scanWorkspace"
  /// Shows what is known of a secret; arguments: URI and position.
  static let explainCommand = "leaksift.explain"

  static let commands = [scanCommand, explainCommand]

  /// Runs `workspace/executeCommand`.
  ///
  /// - Returns: `nil` when the request is answered later.
  func execute(_ request: RPCRequest) throws(RPCError) -> JSONValue? {
    let arguments = request.parameters["arguments"]?.elements ?? []
    switch request.parameters["command"]?.string {
    case Self.explainCommand: return try explain(arguments)
    case Self.scanCommand: return try scan(request, arguments)
    default: throw .invalidParameters("there is no such command")
    }
  }

  private func explain(_ arguments: [JSONValue]) throws(RPCError) -> JSONValue {
    guard arguments.count == 2, let uri = arguments[0].string, let entry = workspace.documents[uri],
      let position = DocumentPosition(arguments[1])
    else { throw .invalidParameters("the arguments are the URI of an open document and a position") }
    let offset = entry.document.offset(of: position)
    guard let secret = secrets(of: uri).first(where: { $0.range.contains(offset) }) else { return .null }
    show(secret.hover, isError: false)
    return .string(secret.hover)
  }

  private func scan(_ request: RPCRequest, _ arguments: [JSONValue]) throws(RPCError) -> JSONValue? {
    let named = arguments.compactMap(\.string).compactMap(FileURI.path)
    let folders = named.isEmpty ? workspace.folders : named
    guard !folders.isEmpty else { throw .invalidParameters("the client named no folder") }
    let scan = WorkspaceScan(
      folders: folders, open: Set(workspace.documents.values.map(\.path)), encoding: workspace.encoding,
      connection: connection)
    guard let thread = Thread.start({ scan.answer(request) }) else {
      throw .internalError("the system has no thread left")
    }
    add(thread)
    return nil
  }
}

/// A scan of the files of a workspace, which shows what it finds in files that are not open.
private struct WorkspaceScan: Sendable {
  /// Longest file whose places are counted in the client's units, in bytes.
  private static let longestFile = 16 << 20
  /// Most files that diagnostics are sent of.
  private static let mostFiles = 1_000

  let folders: [String]
  /// Paths of documents that are shown as they are edited.
  let open: Set<String>
  let encoding: PositionEncoding
  let connection: RPCConnection

  func answer(_ request: RPCRequest) {
    do throws(ScanError) {
      var wanted = ScanRequest(targets: folders.map { .path($0) }, workers: max(1, ThisProcess.processorCount / 2))
      wanted.isCancelled = { [connection] in connection.isCancelled(request) }
      let report = try Scan.scan(wanted)
      let (shown, rest) = publish(report)
      let gaps = report.coverage.complete ? "" : "; not everything could be read, `leaksift scan` says what"
      let more = rest == 0 ? "" : "; \(Counting.count(rest, "more file")) not shown"
      let message = Wording.found(in: report) + more + gaps
      connection.notify(
        "window/showMessage",
        ["type": .integer(report.findings.isEmpty ? 3 : 2), "message": .string("leaksift: \(message)")])
      connection.answer(
        request,
        .success([
          "summary": .string(message), "findings": .integer(report.findings.count), "files": .integer(shown),
          "complete": .boolean(report.coverage.complete),
        ]))
    } catch { connection.answer(request, .failure(.internalError(error.description))) }
  }

  /// - Returns: Of how many files diagnostics were sent, and of how many not.
  private func publish(_ report: Report) -> (shown: Int, rest: Int) {
    var places: [String: [(finding: Finding, place: Occurrence)]] = [:]
    for finding in report.findings {
      for place in finding.occurrences where place.pathID == nil {
        // A member of a container is shown at the container.
        let path = place.path.split(separator: "!").first.map(String.init) ?? place.path
        places[report.pathRoot.map { "\($0)/\(path)" } ?? path, default: []].append((finding, place))
      }
    }
    let closed = places.filter { $0.key.hasPrefix("/") && !open.contains($0.key) }.sorted { $0.key < $1.key }
    for (path, found) in closed.prefix(Self.mostFiles) {
      let text = (try? RegularFile.content(of: path, limit: Self.longestFile)) ?? []
      let document = OpenDocument(text: text, encoding: encoding)
      let diagnostics = found.map { finding, place in
        Diagnostic(
          range: range(of: place, in: document), severity: finding.severity, rule: finding.rule,
          message: "\(finding.rule.title): \(finding.secret)", fingerprint: finding.fingerprint
        ).json
      }
      connection.notify(
        "textDocument/publishDiagnostics",
        ["uri": .string(FileURI.uri(of: path)), "diagnostics": .array(diagnostics)])
    }
    return (min(closed.count, Self.mostFiles), max(0, closed.count - Self.mostFiles))
  }

  private func range(of place: Occurrence, in document: OpenDocument) -> JSONValue {
    guard place.line > 0, !place.path.contains("!") else { return Diagnostic.wholeFile }
    let start = document.range(ofLine: place.line - 1)
    let end = document.range(ofLine: place.endLine - 1)
    let first = min(start.lowerBound + max(0, place.column - 1), start.upperBound)
    return document.json(first..<max(first, min(end.lowerBound + max(0, place.endColumn - 1), end.upperBound)))
  }
}
