import Text

/// The two kinds of revisions of MCP.
enum MCPRevision {
  /// Each request says which revision it follows: since 2026-07-28.
  case stateless
  /// A connection begins with `initialize`.
  case handshake

  /// Newest first.
  static let byHandshake = ["2025-11-25", "2025-06-18"]
  private static let perRequest = ["2026-07-28"]
  /// Every revision that is served.
  static let all = perRequest + byHandshake

  // Keys of `_meta`, basic/index of revision 2026-07-28.
  private static let versionKey = "io.modelcontextprotocol/protocolVersion"
  private static let capabilitiesKey = "io.modelcontextprotocol/clientCapabilities"
  static let serverInfoKey = "io.modelcontextprotocol/serverInfo"

  /// Whether a request says which revision it follows.
  static func isStateless(_ request: RPCRequest) -> Bool { request.parameters["_meta"]?[versionKey] != nil }

  /// The revision that a request follows.
  ///
  /// - Parameter wasInitialized: Whether `initialize` came before.
  /// - Throws: When it does not say, or names one that is not served.
  init(of request: RPCRequest, wasInitialized: Bool) throws(RPCError) {
    let meta = request.parameters["_meta"]
    guard let version = meta?[Self.versionKey] else {
      if wasInitialized {
        self = .handshake
        return
      }
      throw .invalidParameters("`_meta` has no `\(Self.versionKey)`, and there was no `initialize`")
    }
    guard let name = version.string, Self.perRequest.contains(name) else {
      let supported = JSONValue.array(Self.all.map { .string($0) })
      throw RPCError(
        -32022, "the protocol version is not supported", data: ["supported": supported, "requested": version])
    }
    guard meta?[Self.capabilitiesKey]?.members != nil else {
      throw .invalidParameters("`_meta` has no `\(Self.capabilitiesKey)`")
    }
    self = .stateless
  }
}
