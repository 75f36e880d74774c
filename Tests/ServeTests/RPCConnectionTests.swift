import Serve
import Testing
import Text

/// JSON-RPC 2.0 with a peer that may send anything and go away at any time.
struct RPCConnectionTests {
  private let peer = FakePeer()

  private func connect(_ cancellation: RPCConnection.Cancellation = .mcp) throws -> RPCConnection {
    try RPCConnection(
      framing: .lines, cancellation: cancellation, limit: 4_000, read: { [peer] in peer.read() },
      write: { [peer] in peer.write($0) })
  }

  private func nextRequest(_ connection: RPCConnection) -> RPCRequest? {
    if case .message(.request(let request)) = connection.next() { request } else { nil }
  }

  @Test func `requests arrive in order and are answered by their ids`() throws {
    let connection = try connect()
    peer.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"params\":{\"x\":[1]}}\n")
    peer.send("{\"jsonrpc\":\"2.0\",\"id\":\"two\",\"method\":\"b\"}\n")
    let first = try #require(nextRequest(connection))
    let second = try #require(nextRequest(connection))
    connection.answer(second, .success(["ok": .boolean(true)]))
    connection.answer(first, .failure(RPCError(-1, "no")))
    #expect(first.parameters["x"]?.elements?.count == 1)
    #expect(
      peer.written == [
        "{\"jsonrpc\":\"2.0\",\"id\":\"two\",\"result\":{\"ok\":true}}\n",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-1,\"message\":\"no\"}}\n",
      ])
  }

  @Test(arguments: [
    ("nonsense", -32700), ("{\"jsonrpc\":\"2.0\",\"id\":1", -32700), ("[]", -32600), ("7", -32600),
    ("{\"id\":1,\"method\":\"a\"}", -32600), ("{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"a\"}", -32600),
    ("{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"a\"}", -32600),
    ("{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"a\"}", -32600),
    ("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":{}}", -32600), ("{\"jsonrpc\":\"2.0\",\"id\":1}", -32600),
    (String(repeating: "[", count: 3_000), -32700), (String(repeating: "x", count: 5_000), -32700),
    ("{\"jsonrpc\":\"2.0\",\"id\":[1],\"method\":\"a\"}", -32600), ("\u{0}\u{1}", -32700),
  ])
  func `what is no message is refused, and the next one is served`(text: String, code: Int) throws {
    let connection = try connect()
    peer.send(text + "\n{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"next\"}\n")
    #expect(nextRequest(connection)?.method == "next")
    #expect(peer.messages.first?["error"]?["code"]?.integer == Int64(code))
    #expect(!peer.written.joined().contains("xxx"))
  }

  @Test func `a cancelled request gets no answer in MCP, and an error in LSP`() throws {
    for (cancellation, id) in [(RPCConnection.Cancellation.mcp, "requestId"), (.lsp, "id")] {
      let peer = FakePeer()
      let connection = try RPCConnection(
        framing: .headers, cancellation: cancellation, read: { peer.read() }, write: { peer.write($0) })
      let isMCP = id == "requestId"
      let method = isMCP ? "notifications/cancelled" : "$/cancelRequest"
      for body in [
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\"}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"\(method)\",\"params\":{\"\(id)\":99}}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"\(method)\",\"params\":{\"\(id)\":1}}",
        "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"b\"}",
      ] { peer.send("Content-Length: \(body.utf8.count)\r\n\r\n\(body)") }
      let first = try #require(nextRequest(connection))
      let second = try #require(nextRequest(connection))
      #expect(connection.isCancelled(first))
      #expect(!connection.isCancelled(second))
      connection.answer(first, .success([:]))
      connection.answer(second, .success([:]))
      #expect(peer.answer(1)?["error"]?["code"]?.integer == (isMCP ? nil : -32800))
      #expect(peer.answer(2)?["result"] != nil)
      #expect(peer.messages.count == (isMCP ? 1 : 2))
    }
  }

  @Test func `what was read before the end arrives, and then the end`() throws {
    let connection = try connect()
    peer.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\"}\n{\"jsonrpc\":\"2.0\",\"method\":\"b\"}")
    peer.close()
    #expect(nextRequest(connection)?.method == "a")
    guard case .message(.notification(let method, _)) = connection.next() else { throw Missing() }
    #expect(method == "b")
    guard case .end = connection.next() else { throw Missing() }
  }

  @Test func `a peer that reads no longer ends the connection`() throws {
    let connection = try connect()
    peer.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\"}\n")
    let request = try #require(nextRequest(connection))
    peer.leave()
    #expect(!connection.isCancelled(request))
    connection.notify("x", [:])
    #expect(connection.isCancelled(request))
    guard case .end = connection.next() else { throw Missing() }
    connection.answer(request, .success([:]))
    #expect(peer.written.isEmpty)
  }

  @Test func `waiting ends when nothing comes`() throws {
    let connection = try connect()
    guard case .nothing = connection.next(within: 5) else { throw Missing() }
    peer.close()
  }

  @Test func `more messages than fit are taken one after the other`() throws {
    let connection = try connect()
    let filler = String(repeating: "f", count: 1_500)
    for id in 1...20 {
      peer.send("{\"jsonrpc\":\"2.0\",\"id\":\(id),\"method\":\"a\",\"params\":{\"f\":\"\(filler)\"}}\n")
    }
    peer.close()
    for id in 1...20 { #expect(nextRequest(connection)?.id == .number(Int64(id))) }
  }

  /// Something that should have come.
  private struct Missing: Error {}
}
