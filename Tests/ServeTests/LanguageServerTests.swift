import FileTestSupport
import Serve
import Testing
import Text

/// The language server with a client that is scripted.
struct LanguageServerTests {
  private static let rules = """
    [[rules]]
    id = "token"
    regex = '''tkn_[A-Za-z0-9]{16}'''
    keywords = ["tkn_"]
    """
  private static let token = "tkn_" + "aB3xK9pQ" + "12345678"

  private let folder: TemporaryFolder
  private let peer = FakePeer()

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(".leaksift.toml", Self.rules)
  }

  private func send(_ message: JSONValue) {
    let body = message.compact
    peer.send("Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
  }

  private func request(_ id: Int, _ method: String, _ parameters: JSONValue = [:]) {
    send(["jsonrpc": "2.0", "id": .integer(id), "method": .string(method), "params": parameters])
  }

  private func notify(_ method: String, _ parameters: JSONValue = [:]) {
    send(["jsonrpc": "2.0", "method": .string(method), "params": parameters])
  }

  private func start(_ capabilities: JSONValue = [:]) {
    request(1, "initialize", ["rootUri": .string("file://" + folder.path), "capabilities": capabilities])
    notify("initialized")
  }

  private var uri: JSONValue { .string("file://" + folder.at("a.py")) }

  private func open(_ text: String) {
    notify(
      "textDocument/didOpen",
      ["textDocument": ["uri": uri, "languageId": "python", "version": .integer(1), "text": .string(text)]])
  }

  private func edit(_ version: Int, _ changes: JSONValue) {
    notify(
      "textDocument/didChange",
      ["textDocument": ["uri": uri, "version": .integer(version)], "contentChanges": changes])
  }

  private func position(_ line: Int, _ character: Int) -> JSONValue {
    ["line": .integer(line), "character": .integer(character)]
  }

  private func finish() throws -> Bool {
    peer.close()
    return try LanguageServer.serve(
      read: { [peer] in peer.read() }, write: { [peer] in peer.write($0) }, version: "1")
  }

  private var published: [JSONValue] {
    peer.messages.filter { $0["method"]?.string == "textDocument/publishDiagnostics" }.compactMap { $0["params"] }
  }

  @Test func `edits are judged, in the client's units, before the next request is answered`() throws {
    start()
    open("x = 1\n")
    edit(
      2,
      [["range": ["start": position(0, 4), "end": position(0, 5)], "text": .string("'😀' + '\(Self.token)'")]])
    request(2, "textDocument/hover", ["textDocument": ["uri": uri], "position": position(0, 15)])
    request(3, "shutdown")
    notify("exit")
    #expect(try finish())
    let diagnostic = try #require(published.last?["diagnostics"]?.elements?.first)
    #expect(published.last?["version"]?.integer == 2)
    #expect(diagnostic["range"]?["start"]?.compact == position(0, 12).compact)
    #expect(diagnostic["range"]?["end"]?.compact == position(0, 32).compact)
    #expect(peer.answer(2)?["result"]?["contents"]?["value"]?.string?.contains("token") == true)
    let order = peer.messages.map { $0["method"]?.string ?? "answer \($0["id"]?.integer ?? 0)" }
    #expect(order == ["answer 1", "textDocument/publishDiagnostics", "answer 2", "answer 3"])
    #expect(!peer.written.joined().contains(Self.token))
  }

  @Test func `actions read a variable of the environment, and hide`() throws {
    start(["general": ["positionEncodings": ["utf-32", "utf-8"]]])
    open("import sys\napi_token = \"\(Self.token)\"\n")
    let range: JSONValue = ["start": position(1, 14), "end": position(1, 14)]
    request(2, "textDocument/codeAction", ["textDocument": ["uri": uri], "range": range, "context": [:]])
    request(
      3, "textDocument/codeAction", ["textDocument": ["uri": uri], "range": range, "context": ["only": ["source"]]])
    #expect(try !finish())
    #expect(peer.answer(1)?["result"]?["capabilities"]?["positionEncoding"]?.string == "utf-8")
    let actions = try #require(peer.answer(2)?["result"]?.elements)
    #expect(actions.count == 3)
    let text = actions.map(\.compact).joined()
    #expect(text.contains("os.environ[\\\"API_TOKEN\\\"]") && text.contains("import os\\n"))
    #expect(text.contains("# leaksift:allow reason="))
    #expect(peer.answer(3)?["result"]?.elements?.isEmpty == true)
  }

  @Test func `a comment hides, a client that asks is not sent anything, and closing clears`() throws {
    start(["textDocument": ["diagnostic": [:]]])
    open("a = '\(Self.token)'\nb = '\(Self.token)x' # leaksift:allow reason=\"made up\"\n")
    request(2, "textDocument/diagnostic", ["textDocument": ["uri": uri]])
    notify("textDocument/didClose", ["textDocument": ["uri": uri]])
    request(3, "textDocument/diagnostic", ["textDocument": ["uri": uri]])
    _ = try finish()
    #expect(published.isEmpty)
    #expect(peer.answer(2)?["result"]?["items"]?.elements?.count == 1)
    #expect(peer.answer(3)?["error"]?["code"]?.integer == -32602)
  }

  @Test func `the order of the protocol is kept`() throws {
    request(5, "textDocument/hover")
    notify("textDocument/didOpen")
    start()
    request(6, "initialize")
    request(7, "no/such")
    request(8, "shutdown")
    request(9, "textDocument/hover")
    notify("exit")
    #expect(try finish())
    let codes = [5, 6, 7, 9].map { peer.answer($0)?["error"]?["code"]?.integer }
    #expect(codes == [-32002, -32600, -32601, -32600])
  }

  @Test func `notifications of wrong form change nothing`() throws {
    start()
    for parameters in [JSONValue.null, [], "x", ["textDocument": .null], ["textDocument": ["uri": .integer(1)]]] {
      for name in ["didOpen", "didChange", "didSave", "didClose"] { notify("textDocument/\(name)", parameters) }
      notify("workspace/didChangeWorkspaceFolders", parameters)
      notify("$/cancelRequest", parameters)
    }
    edit(9, [["text": "x"]])
    request(2, "textDocument/hover", [])
    _ = try finish()
    #expect(peer.answer(2)?["error"]?["code"]?.integer == -32602)
  }

  @Test func `a configuration that is wrong is said, and the built-in rules go on`() throws {
    try folder.write(".leaksift.toml", "rules = 7")
    start()
    open("x = 1\n")
    request(2, "shutdown")
    _ = try finish()
    let shown = peer.messages.first { $0["method"]?.string == "window/showMessage" }
    #expect(shown?["params"]?["message"]?.string?.contains(".leaksift.toml") == true)
    #expect(published.count == 1)
  }
}
