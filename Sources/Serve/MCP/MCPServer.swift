import Platform
import Text

/// `leaksift mcp`: a server of the Model Context Protocol over two streams, for agents that look for secrets themselves.
///
/// It serves the stateless revision 2026-07-28, and by `initialize` those before it: https://modelcontextprotocol.io.
package struct MCPServer: Sendable {
  /// How many tools run at once: a scan of a long history must not keep a text waiting.
  private static let workers = 3

  private let tools: MCPTools
  private let version: String

  /// - Parameters:
  ///   - tools: What the peer can call.
  ///   - version: Of leaksift.
  package init(tools: MCPTools, version: String) {
    self.tools = tools
    self.version = version
  }

  /// Serves until the end of input; whatever was asked before is answered first.
  ///
  /// - Parameters:
  ///   - read: Returns the next bytes of the peer, none at the end; called on another thread.
  ///   - write: Writes all bytes; returns whether the peer still reads. Called on any thread.
  /// - Throws: When the system has no thread left.
  package func serve(
    read: @escaping @Sendable () -> [UInt8], write: @escaping @Sendable ([UInt8]) -> Bool
  ) throws(RPCError) {
    let connection = try RPCConnection(framing: .lines, cancellation: .mcp, read: read, write: write)
    let calls = Mailbox<RPCRequest>(capacity: 1 << 10)
    let threads = (0..<Self.workers).compactMap { _ in
      Thread.start {
        while case .element(let request) = calls.take() { answer(request, connection) }
      }
    }
    if threads.isEmpty { throw .internalError("the system has no thread left") }
    var wasInitialized = false
    while case .message(let message) = connection.next() {
      // Nothing is asked of the peer, and its notifications change nothing.
      guard case .request(let request) = message else { continue }
      do throws(RPCError) {
        switch request.method {
        case "initialize":
          wasInitialized = true
          connection.answer(request, .success(initialized(request)))
        case "ping": connection.answer(request, .success([:]))
        case "server/discover", "tools/list":
          let revision = try MCPRevision(of: request, wasInitialized: wasInitialized)
          let result = request.method == "tools/list" ? tools.list : discovery
          connection.answer(request, .success(complete(result.adding(Self.cacheable(in: revision)), in: revision)))
        case "tools/call":
          _ = try MCPRevision(of: request, wasInitialized: wasInitialized)
          try tools.check(request.parameters)
          calls.post(request, weight: 1)
        default:
          _ = try MCPRevision(of: request, wasInitialized: wasInitialized)
          throw .unknownMethod
        }
      } catch { connection.answer(request, .failure(error)) }
    }
    calls.close()
    guard connection.isWritable else {
      for thread in threads { thread.detach() }
      return
    }
    for thread in threads { thread.join() }
  }

  private func answer(_ request: RPCRequest, _ connection: RPCConnection) {
    // It is forgotten, too, by answering.
    if connection.isCancelled(request) { return connection.answer(request, .success([:])) }
    let result = tools.call(request.parameters) { connection.isCancelled(request) }
    let revision = MCPRevision.isStateless(request) ? MCPRevision.stateless : .handshake
    connection.answer(request, .success(complete(result, in: revision)))
  }

  // MARK: - About the server

  private var serverInfo: JSONValue {
    ["name": "leaksift", "title": "leaksift, secret scanner", "version": .string(version)]
  }

  private static let instructions: JSONValue = """
    Finds secrets (keys, tokens, passwords) in files, texts, staged changes and git histories. Secrets are always masked, and \
    no tool shows one: ask the user, who can look at the place. Call scan_text before you write or send what may have a \
    secret in it, scan_staged before a commit. A result with "complete": false did not see everything. A secret that was \
    committed has to be revoked; removing it from a file is not enough.
    """

  private func initialized(_ request: RPCRequest) -> JSONValue {
    let wanted = request.parameters["protocolVersion"]?.string ?? ""
    let version = MCPRevision.byHandshake.contains(wanted) ? wanted : MCPRevision.byHandshake[0]
    return [
      "protocolVersion": .string(version), "capabilities": Self.capabilities, "serverInfo": serverInfo,
      "instructions": Self.instructions,
    ]
  }

  private static let capabilities: JSONValue = ["tools": ["listChanged": .boolean(false)]]

  private var discovery: JSONValue {
    [
      "supportedVersions": .array(MCPRevision.all.map { .string($0) }), "capabilities": Self.capabilities,
      "instructions": Self.instructions,
    ]
  }

  /// What is said of results that are always the same, in the revision that has it.
  private static func cacheable(in revision: MCPRevision) -> JSONValue {
    revision == .stateless ? ["ttlMs": .integer(3_600_000), "cacheScope": "private"] : [:]
  }

  /// A result as the revision wants it.
  private func complete(_ result: JSONValue, in revision: MCPRevision) -> JSONValue {
    guard revision == .stateless else { return result }
    return result.adding(["resultType": "complete", "_meta": [MCPRevision.serverInfoKey: serverInfo]])
  }
}
