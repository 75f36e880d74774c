import Platform
import Scan
import Text

/// `leaksift lsp`: a language server (LSP 3.17) that shows secrets in a text while it is typed.
///
/// https://microsoft.github.io/language-server-protocol. Everything is done on one thread, so that answers are about what the
/// client sent before; only the scan of a workspace has a thread of its own.
package final class LanguageServer {
  /// Edits that follow each other faster are judged together, in milliseconds.
  private static let pause = 10

  private enum Phase {
    case waiting, serving, shutDown
  }

  let connection: RPCConnection
  private let version: String
  var client = ClientFeatures()
  private var phase = Phase.waiting
  private(set) var workspace: DocumentWorkspace
  private var scans: [Thread] = []
  /// URIs of documents of which the user was told that they are not judged.
  private var unknown: Set<String> = []
  /// When pending edits are judged at the latest; `nil` without any.
  private var deadline: ContinuousClock.Instant?

  private init(_ connection: RPCConnection, version: String) {
    self.connection = connection
    self.version = version
    workspace = DocumentWorkspace()
  }

  /// Serves until the client says `exit`, or its input ends.
  ///
  /// - Parameters:
  ///   - read: Returns the next bytes of the client, none at the end; called on another thread.
  ///   - write: Writes all bytes; returns whether the client still reads. Called on any thread.
  ///   - version: Of leaksift.
  /// - Returns: Whether the client said `shutdown` before.
  /// - Throws: When the system has no thread left.
  package static func serve(
    read: @escaping @Sendable () -> [UInt8], write: @escaping @Sendable ([UInt8]) -> Bool, version: String
  ) throws(RPCError) -> Bool {
    let connection = try RPCConnection(framing: .headers, cancellation: .lsp, read: read, write: write)
    let server = LanguageServer(connection, version: version)
    server.run()
    for scan in server.scans { if connection.isWritable { scan.join() } else { scan.detach() } }
    return server.phase == .shutDown
  }

  private func run() {
    while true {
      let wait = deadline.map { max(0, Int(($0 - .now) / .milliseconds(1))) }
      switch connection.next(within: wait) {
      case .end:
        publishPending()
        return
      case .nothing: publishPending()
      case .message(.request(let request)):
        publishPending()
        answer(request)
      case .message(.notification("exit", _)): return
      case .message(.notification(let method, let parameters)):
        if phase == .serving { receive(method, parameters) }
        if let deadline, deadline <= .now { publishPending() }
      case .message(.response): break
      }
    }
  }

  // MARK: - Requests

  private func answer(_ request: RPCRequest) {
    if connection.isCancelled(request) { return connection.answer(request, .success(.null)) }
    do throws(RPCError) {
      if let result = try result(of: request) { connection.answer(request, .success(result)) }
    } catch { connection.answer(request, .failure(error)) }
  }

  /// - Returns: `nil` when the request is answered later.
  private func result(of request: RPCRequest) throws(RPCError) -> JSONValue? {
    let parameters = request.parameters
    switch (phase, request.method) {
    case (.waiting, "initialize"): return initialize(parameters)
    case (.waiting, _): throw RPCError(-32002, "`initialize` comes first")
    case (.shutDown, _): throw .invalidRequest("the server is shut down")
    case (.serving, "initialize"): throw .invalidRequest("`initialize` comes once")
    case (.serving, "shutdown"):
      phase = .shutDown
      return .null
    case (.serving, "textDocument/hover"): return try hover(parameters)
    case (.serving, "textDocument/codeAction"): return try codeActions(parameters)
    case (.serving, "textDocument/diagnostic"): return try diagnostics(parameters)
    case (.serving, "workspace/executeCommand"): return try execute(request)
    default: throw .unknownMethod
    }
  }

  private func initialize(_ parameters: JSONValue) -> JSONValue {
    phase = .serving
    client = ClientFeatures(parameters)
    workspace.encoding = client.encoding
    workspace.folders = client.folders
    return [
      "capabilities": [
        "positionEncoding": client.tellsEncodings ? .string(client.encoding.rawValue) : nil,
        "textDocumentSync": [
          "openClose": .boolean(true), "change": .integer(2), "save": ["includeText": .boolean(false)],
        ],
        "hoverProvider": .boolean(true),
        "codeActionProvider": ["codeActionKinds": ["quickfix"]],
        "executeCommandProvider": ["commands": .array(Self.commands.map { .string($0) })],
        "diagnosticProvider": client.pulls
          ? [
            "identifier": "leaksift", "interFileDependencies": .boolean(false), "workspaceDiagnostics": .boolean(false),
          ] : nil,
        "workspace": [
          "workspaceFolders": ["supported": .boolean(true), "changeNotifications": .boolean(true)]
        ],
      ],
      "serverInfo": ["name": "leaksift", "version": .string(version)],
    ]
  }

  private func hover(_ parameters: JSONValue) throws(RPCError) -> JSONValue {
    let (uri, document) = try open(parameters)
    guard let position = DocumentPosition(parameters["position"]) else {
      throw .invalidParameters("`position` has a line and a character")
    }
    let offset = document.offset(of: position)
    let here = secrets(of: uri).filter { $0.range.contains(offset) || $0.range.upperBound == offset }
    guard let first = here.first else { return .null }
    let texts = here.filter { $0.range == first.range }.map(\.hover)
    return [
      "contents": ["kind": "markdown", "value": .string(texts.joined(separator: "\n\n---\n\n"))],
      "range": document.json(first.range),
    ]
  }

  private func codeActions(_ parameters: JSONValue) throws(RPCError) -> JSONValue {
    let (uri, document) = try open(parameters)
    guard let range = document.range(parameters["range"]) else { throw .invalidParameters("`range` has two positions") }
    let kinds = parameters["context"]?["only"]?.elements?.compactMap(\.string)
    if let kinds, !kinds.contains(where: { $0 == "quickfix" || $0.isEmpty }) { return [] }
    let here = secrets(of: uri).filter {
      $0.suppression == nil && $0.range.lowerBound <= range.upperBound && $0.range.upperBound >= range.lowerBound
    }
    return .array(
      here.flatMap {
        SecretActions(secret: $0, document: document, uri: uri, language: workspace.documents[uri]?.language).all
      })
  }

  private func diagnostics(_ parameters: JSONValue) throws(RPCError) -> JSONValue {
    let (uri, _) = try open(parameters)
    return ["kind": "full", "items": .array(allDiagnostics(of: uri))]
  }

  /// The document that parameters name.
  private func open(_ parameters: JSONValue) throws(RPCError) -> (uri: String, document: OpenDocument) {
    guard let uri = parameters["textDocument"]?["uri"]?.string, let entry = workspace.documents[uri] else {
      throw .invalidParameters("the document is not open")
    }
    return (uri, entry.document)
  }

  // MARK: - Notifications

  private func receive(_ method: String, _ parameters: JSONValue) {
    let uri = parameters["textDocument"]?["uri"]?.string
    switch method {
    case "initialized": registerWatching()
    case "textDocument/didOpen":
      guard let uri = workspace.open(parameters["textDocument"]) else { return }
      unknown.remove(uri)
      workspace.checkEnvironment(uri)
      wait()
    case "textDocument/didChange":
      guard let uri, let changes = parameters["contentChanges"]?.elements else { return }
      let isApplied = workspace.change(uri, changes, version: parameters["textDocument"]?["version"]?.integer)
      // Each keystroke would say so again.
      if !isApplied, unknown.insert(uri).inserted {
        show("a document is too large, or an edit was not understood; secrets in it are not shown", isError: true)
      }
      wait()
    case "textDocument/didSave":
      // Configuration, ignore files and baselines are files, too.
      workspace.reload()
      if let uri { workspace.checkEnvironment(uri) }
      wait()
    case "textDocument/didClose":
      guard let uri, workspace.close(uri) else { return }
      if !client.pulls { publish(uri, version: nil, []) }
    case "workspace/didChangeWatchedFiles", "workspace/didChangeConfiguration":
      workspace.reload()
      if client.refreshes { connection.ask("workspace/diagnostic/refresh") }
      wait()
    case "workspace/didChangeWorkspaceFolders":
      workspace.changeFolders(parameters["event"])
      wait()
    default: break
    }
  }

  /// Asks to be told when files change that say what counts.
  private func registerWatching() {
    guard client.registersWatching else { return }
    let watchers = ["**/.leaksift*", "**/.gitleaks*", "**/.gitignore"].map { pattern -> JSONValue in
      ["globPattern": .string(pattern)]
    }
    connection.ask(
      "client/registerCapability",
      [
        "registrations": [
          [
            "id": "files", "method": "workspace/didChangeWatchedFiles",
            "registerOptions": ["watchers": .array(watchers)],
          ]
        ]
      ])
  }

  /// Sends a message that the user sees.
  func show(_ message: String, isError: Bool) {
    connection.notify(
      "window/showMessage", ["type": .integer(isError ? 1 : 3), "message": .string("leaksift: \(message)")])
  }

  func add(_ scan: Thread) { scans.append(scan) }

  // MARK: - Diagnostics

  /// Has pending edits judged soon.
  private func wait() {
    if deadline == nil { deadline = .now + .milliseconds(Self.pause) }
  }

  /// Sends what is known of documents that were opened or edited since; a client that asks for it gets nothing.
  private func publishPending() {
    deadline = nil
    for uri in workspace.takePending() where !client.pulls {
      publish(uri, version: workspace.documents[uri]?.version, allDiagnostics(of: uri))
    }
  }

  private func publish(_ uri: String, version: Int64?, _ diagnostics: [JSONValue]) {
    connection.notify(
      "textDocument/publishDiagnostics",
      [
        "uri": .string(uri), "version": version.map { .number(String($0)) }, "diagnostics": .array(diagnostics),
      ])
  }

  private func allDiagnostics(of uri: String) -> [JSONValue] {
    let secrets = secrets(of: uri).filter { $0.suppression == nil }
    guard let entry = workspace.documents[uri] else { return [] }
    return secrets.map { $0.diagnostic(in: entry.document) } + entry.environment
  }

  /// Every secret of an open document; what is wrong with its project is shown.
  func secrets(of uri: String) -> [TextSecret] {
    let secrets = workspace.secrets(of: uri)
    for problem in workspace.takeProblems() { show(problem, isError: true) }
    return secrets
  }
}
