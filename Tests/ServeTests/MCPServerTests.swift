import FileTestSupport
import Scan
import Serve
import Synchronization
import Testing
import Text

/// The server of the Model Context Protocol with a client that is scripted.
struct MCPServerTests {
  private static let token = "sk_" + "live_" + "aB3xK9pQ7vR2mN8sT4wY6zL1"
  private static let meta: JSONValue = [
    "io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": [:],
  ]

  private let peer = FakePeer()

  private func request(_ id: Int, _ method: String, _ parameters: JSONValue = [:]) {
    let message: JSONValue = [
      "jsonrpc": "2.0", "id": .integer(id), "method": .string(method), "params": parameters,
    ]
    peer.send(message.compact + "\n")
  }

  private func call(_ id: Int, _ tool: String, _ arguments: JSONValue) {
    request(id, "tools/call", ["name": .string(tool), "arguments": arguments, "_meta": Self.meta])
  }

  private func finish(_ tools: MCPTools = MCPTools(ignore: nil)) throws {
    peer.close()
    try MCPServer(tools: tools, version: "1").serve(
      read: { [peer] in peer.read() }, write: { [peer] in peer.write($0) })
  }

  private func text(_ id: Int64) -> String {
    peer.answer(id)?["result"]?["content"]?.elements?.first?["text"]?.string ?? ""
  }

  @Test(arguments: [("2025-06-18", "2025-06-18"), ("2025-11-25", "2025-11-25"), ("2099-01-01", "2025-11-25")])
  func `a connection that begins with initialize has an older revision`(wanted: String, given: String) throws {
    request(1, "initialize", ["protocolVersion": .string(wanted), "capabilities": [:]])
    peer.send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}\n")
    request(2, "ping")
    request(3, "tools/list")
    try finish()
    #expect(peer.answer(1)?["result"]?["protocolVersion"]?.string == given)
    #expect(peer.answer(2)?["result"]?.members?.isEmpty == true)
    let list = try #require(peer.answer(3)?["result"])
    #expect(list["tools"]?.elements?.count == 7)
    #expect(list["resultType"] == nil)
  }

  @Test func `a request of the stateless revision says so itself`() throws {
    request(1, "server/discover", ["_meta": Self.meta])
    request(2, "tools/list")
    request(3, "tools/list", ["_meta": ["io.modelcontextprotocol/protocolVersion": "2026-07-28"]])
    request(
      4, "tools/list",
      [
        "_meta": [
          "io.modelcontextprotocol/protocolVersion": "2031-01-01", "io.modelcontextprotocol/clientCapabilities": [:],
        ]
      ])
    request(5, "tools/list", ["_meta": Self.meta])
    request(6, "no/such", ["_meta": Self.meta])
    request(7, "tools/call", ["name": "no_such", "_meta": Self.meta])
    try finish()
    let discovery = try #require(peer.answer(1)?["result"])
    #expect(discovery["resultType"]?.string == "complete" && discovery["cacheScope"] != nil)
    #expect(discovery["supportedVersions"]?.elements?.first?.string == "2026-07-28")
    let codes = [2, 3, 4, 6, 7].map { peer.answer($0)?["error"]?["code"]?.integer }
    #expect(codes == [-32602, -32602, -32022, -32601, -32602])
    #expect(peer.answer(4)?["error"]?["data"]?["supported"]?.elements?.count == 3)
    #expect(peer.answer(5)?["result"]?["ttlMs"] != nil)
  }

  @Test func `no answer has a secret, whatever is asked`() throws {
    let folder = try TemporaryFolder()
    try folder.write("\(Self.token).txt", "a\nkey = '\(Self.token)'\n")
    call(1, "scan_path", ["path": .string(folder.path)])
    call(2, "scan_text", ["text": .string("key = '\(Self.token)'"), "path": .string("\(Self.token)/a.py")])
    call(3, "redact", ["text": .string("a\u{0} key = '\(Self.token)' z")])
    call(4, "explain", ["path": .string(folder.at("\(Self.token).txt")), "line": .integer(2)])
    call(5, "scan_path", ["path": .string("/nowhere/\(Self.token)")])
    call(6, "explain", ["fingerprint": .string(Self.token)])
    call(7, "scan_history", ["path": .string(folder.path), "since": .string(Self.token)])
    call(8, "scan_path", ["path": .string(folder.path), "show_secrets": .boolean(true)])
    try finish()
    #expect(peer.messages.count == 8)
    #expect(!peer.written.joined().contains(Self.token))
    for id in [1, 2] as [Int64] { #expect(text(id).contains("stripe")) }
    #expect(text(3).contains("[leaksift:stripe"))
    #expect(text(4).contains("a finding"))
    for id in 5...8 as ClosedRange<Int64> { #expect(peer.answer(id)?["result"]?["isError"]?.boolean == true) }
  }

  @Test func `arguments are checked`() throws {
    let wrong: [JSONValue] = [
      [:], ["path": .integer(1)], ["path": "x", "limit": .integer(0)], ["path": "x", "limit": "many"], ["path": ""],
      ["path": "x", "min_confidence": "huge"], "x",
    ]
    for (id, arguments) in wrong.enumerated() { call(id, "scan_path", arguments) }
    call(50, "scan_path", ["path": "/nowhere", "limit": .null])
    call(51, "explain", [:])
    // Standard input is the client's own: these are only names of files.
    for (id, path) in [(52, "-"), (53, "-!a")] {
      call(id, "explain", ["path": .string(path), "line": .integer(1)])
    }
    call(54, "scan_path", ["path": "-"])
    try finish()
    for id in Array(wrong.indices) + Array(50...54) {
      #expect(peer.answer(Int64(id))?["result"]?["isError"]?.boolean == true, "\(id)")
    }
  }

  @Test func `findings are hidden only where the user allows it`() throws {
    let added = Mutex<[String]>([])
    let line: JSONValue = ["fingerprint": "3f9c0a51d2e87b46", "reason": "made up"]
    call(1, "ignore_finding", line)
    call(2, "ignore_finding", ["fingerprint": "3f9c0a51d2e87b46", "reason": "two\nlines"])
    try finish(
      MCPTools { line, _ in
        added.withLock { $0.append(line.text) }
        return "file"
      })
    #expect(added.withLock { $0 } == ["3f9c0a51d2e87b46 reason=\"made up\" owner=\"an agent, by leaksift mcp\""])
    #expect(peer.answer(2)?["result"]?["isError"]?.boolean == true)
  }

  @Test func `results are bounded and say how much is left out`() throws {
    let keys = (0..<120).map { "key = '\(Self.token.dropLast(3))\(100 + $0)'" }
    call(1, "scan_text", ["text": .string(keys.joined(separator: "\n")), "limit": .integer(5)])
    call(2, "list_rules", ["limit": .integer(3), "query": "github"])
    try finish()
    let found = try #require(peer.answer(1)?["result"]?["structuredContent"])
    #expect((found["findings"]?.elements?.count ?? 0) <= 5)
    #expect(peer.answer(2)?["result"]?["structuredContent"]?["rules"]?.elements?.count == 3)
  }

  @Test func `a scan that nobody waits for ends`() throws {
    let folder = try TemporaryFolder()
    try folder.write("a.txt", "KEY=\(Self.token)\n")
    let arguments: JSONValue = ["name": "scan_path", "arguments": ["path": .string(folder.path)]]
    let result = MCPTools(ignore: nil).call(arguments) { true }
    #expect(result["isError"]?.boolean == true)
    #expect(result["content"]?.elements?.first?["text"]?.string == "the scan was cancelled")
  }
}
