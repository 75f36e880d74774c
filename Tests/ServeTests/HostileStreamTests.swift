import RandomTestSupport
import Serve
import Synchronization
import Testing
import Text

/// Sessions with bytes changed, cut out, doubled and put in: both servers end, and every answer is JSON.
struct HostileStreamTests {
  private static let parameters: [JSONValue] = [
    ["protocolVersion": "2025-11-25", "capabilities": ["general": ["positionEncodings": ["utf-8"]]], "rootUri": .null],
    ["textDocument": ["uri": "untitled:a.py", "languageId": "python", "version": .integer(1), "text": "a = 'b'\n"]],
    [
      "textDocument": ["uri": "untitled:a.py", "version": .integer(2)],
      "contentChanges": [
        [
          "range": [
            "start": ["line": .integer(0), "character": .integer(1)],
            "end": ["line": .integer(9), "character": .integer(1)],
          ], "text": "😀",
        ]
      ],
    ],
    ["textDocument": ["uri": "untitled:a.py"], "position": ["line": .integer(0), "character": .integer(0)]],
    ["name": "list_rules", "arguments": ["query": "none of them"]], ["id": .integer(1), "requestId": .integer(1)],
  ]
  private static let methods = [
    "initialize", "textDocument/didOpen", "textDocument/didChange", "textDocument/hover", "textDocument/codeAction",
    "tools/list", "tools/call", "ping", "$/cancelRequest", "notifications/cancelled", "shutdown", "no/such",
  ]

  private func session(_ random: inout TestRandom, framing: MessageFraming) -> [UInt8] {
    var session: [UInt8] = []
    for id in 0..<12 {
      let method = id == 0 ? "initialize" : Self.methods.randomElement(using: &random) ?? ""
      let parameters = id == 0 ? Self.parameters[0] : Self.parameters.randomElement(using: &random) ?? [:]
      let message: JSONValue = [
        "jsonrpc": "2.0", "id": method.contains("/did") || method.contains("ancel") ? nil : .integer(id),
        "method": .string(method), "params": parameters,
      ]
      let body = Array(message.compact.utf8)
      if framing == .headers { session += Array("Content-Length: \(body.count)\r\n\r\n".utf8) }
      session += body
      if framing == .lines { session.append(UInt8(ascii: "\n")) }
    }
    for _ in 0..<Int.random(in: 0...4, using: &random) {
      let start = Int.random(in: 0..<session.count, using: &random)
      let end = min(session.count, start + Int.random(in: 0...30, using: &random))
      switch Int.random(in: 0...3, using: &random) {
      case 0: session.removeSubrange(start..<end)
      case 1: session.insert(contentsOf: session[start..<end], at: start)
      case 2: session[start] = UInt8.random(in: 0...255, using: &random)
      default: session.insert(contentsOf: (0..<9).map { _ in UInt8.random(in: 0...255, using: &random) }, at: start)
      }
    }
    return session
  }

  @Test func `both servers end, and every answer is JSON`() throws {
    var random = TestRandom()
    for round in 0..<60 {
      let framing = round % 2 == 0 ? MessageFraming.lines : .headers
      let peer = FakePeer()
      for piece in session(&random, framing: framing).split(every: Int.random(in: 1...200, using: &random)) {
        peer.send(bytes: piece)
      }
      peer.close()
      if framing == .lines {
        try MCPServer(tools: MCPTools(ignore: nil), version: "1").serve(
          read: { peer.read() }, write: { peer.write($0) })
      } else {
        _ = try LanguageServer.serve(read: { peer.read() }, write: { peer.write($0) }, version: "1")
      }
      #expect(peer.messages.count == peer.written.count)
      #expect(peer.messages.allSatisfy { $0["jsonrpc"]?.string == "2.0" })
    }
  }
}

extension [UInt8] {
  fileprivate func split(every size: Int) -> [[UInt8]] {
    stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min(count, $0 + size)]) }
  }
}
