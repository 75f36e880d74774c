internal import Platform
internal import Synchronization
package import Text

/// One peer at the other end of two streams: reads its messages on a thread of its own, so that a cancellation is seen while
/// a request is being answered, and writes whole messages from any thread.
package final class RPCConnection: Sendable {
  /// What arrived; what is no message is answered already.
  package enum Arrival: Sendable {
    case message(RPCMessage)
    /// Nothing came in the time that was waited.
    case nothing
    /// The peer's end of input, or it reads no longer: nothing more will come.
    case end
  }

  /// How a protocol cancels requests.
  package struct Cancellation: Sendable {
    /// The notification's method.
    var method: String
    /// The name of the member with the request's id.
    var member: String
    /// What the cancelled request is answered with; `nil` for no answer at all.
    var answer: RPCError?

    /// MCP, all revisions.
    package static let mcp = Cancellation(method: "notifications/cancelled", member: "requestId")
    /// LSP 3.17, `$/cancelRequest`.
    package static let lsp = Cancellation(
      method: "$/cancelRequest", member: "id", answer: RPCError(-32800, "the request was cancelled"))
  }

  private struct State {
    /// Requests that are not answered yet, and whether they were cancelled.
    var open: [RPCID: Bool] = [:]
    var lastRequest: Int64 = 0
    /// Whether the peer still reads.
    var isWritable = true
  }

  private let framing: MessageFraming
  private let cancellation: Cancellation
  private let write: @Sendable ([UInt8]) -> Bool
  private let arrivals: Mailbox<RPCMessage>
  private let state = Mutex(State())
  /// One message after the other, whole.
  private let writing = Mutex(())

  /// Begins to read.
  ///
  /// - Parameters:
  ///   - limit: Most bytes of a message, and of all that wait to be looked at.
  ///   - read: Returns the next bytes, none at the end; called on another thread.
  ///   - write: Writes all bytes; returns whether the peer still reads.
  /// - Throws: When the system has no thread left.
  package init(
    framing: MessageFraming, cancellation: Cancellation, limit: Int = MessageReader.longestMessage,
    read: @escaping MessageReader.Source, write: @escaping @Sendable ([UInt8]) -> Bool
  ) throws(RPCError) {
    self.framing = framing
    self.cancellation = cancellation
    self.write = write
    arrivals = Mailbox(capacity: limit)
    let thread = Thread.start { [self] in
      var reader = MessageReader(framing, limit: limit, read)
      while let event = reader.nextEvent() { receive(event) }
      arrivals.close()
    }
    guard let thread else { throw .internalError("the system has no thread left") }
    thread.detach()
  }

  /// The next message of the peer.
  ///
  /// - Parameter milliseconds: How long to wait at most; `nil` waits for a message or the end.
  package func next(within milliseconds: Int? = nil) -> Arrival {
    switch arrivals.take(within: milliseconds) {
    case .element(let message): .message(message)
    case .nothing: .nothing
    case .closed: .end
    }
  }

  // MARK: - Reading

  private func receive(_ event: MessageReader.Event) {
    switch event {
    case .rejected(let reason): send(Self.answer(nil, error: RPCError(-32700, reason)))
    case .message(let bytes):
      do throws(RPCMessage.Refusal) { post(try RPCMessage(bytes), weight: bytes.count) } catch {
        send(Self.answer(error.id, error: error.error))
      }
    }
  }

  private func post(_ message: RPCMessage, weight: Int) {
    switch message {
    case .request(let request): state.withLock { $0.open[request.id] = false }
    case .notification(let method, let parameters) where method == cancellation.method:
      guard let id = RPCID(parameters[cancellation.member]) else { return }
      // Of requests that are answered already, nothing is kept.
      state.withLock { if $0.open[id] != nil { $0.open[id] = true } }
      return
    default: break
    }
    arrivals.post(message, weight: weight)
  }

  // MARK: - Answering

  /// Whether the peer still reads, as far as is known.
  package var isWritable: Bool { state.withLock { $0.isWritable } }

  /// Whether the peer no longer waits for an answer.
  package func isCancelled(_ request: RPCRequest) -> Bool {
    state.withLock { $0.open[request.id] ?? false || !$0.isWritable }
  }

  /// Answers a request: with what was asked for or why not, or as the protocol says when it was cancelled.
  package func answer(_ request: RPCRequest, _ result: Result<JSONValue, RPCError>) {
    let wasCancelled = state.withLock { $0.open.removeValue(forKey: request.id) ?? false }
    if wasCancelled {
      if let error = cancellation.answer { send(Self.answer(request.id, error: error)) }
      return
    }
    switch result {
    case .success(let result): send(["jsonrpc": "2.0", "id": request.id.json, "result": result])
    case .failure(let error): send(Self.answer(request.id, error: error))
    }
  }

  /// Tells the peer something that it does not answer.
  package func notify(_ method: String, _ parameters: JSONValue) {
    send(["jsonrpc": "2.0", "method": .string(method), "params": parameters])
  }

  /// Asks the peer for something; its answer arrives as any message.
  ///
  /// - Parameter parameters: `nil` for a method that has none.
  /// - Returns: The id of the answer.
  @discardableResult
  package func ask(_ method: String, _ parameters: JSONValue? = nil) -> RPCID {
    let id = state.withLock { state in
      state.lastRequest += 1
      return RPCID.number(state.lastRequest)
    }
    send(["jsonrpc": "2.0", "id": id.json, "method": .string(method), "params": parameters])
    return id
  }

  private static func answer(_ id: RPCID?, error: RPCError) -> JSONValue {
    ["jsonrpc": "2.0", "id": id?.json ?? .null, "error": error.json]
  }

  private func send(_ message: JSONValue) {
    guard state.withLock({ $0.isWritable }) else { return }
    let body = Array(message.compact.utf8)
    let bytes =
      switch framing {
      case .lines: body + [UInt8(ascii: "\n")]
      case .headers: Array("Content-Length: \(body.count)\r\n\r\n".utf8) + body
      }
    guard writing.withLock({ _ in !write(bytes) }) else { return }
    // Nobody is left to answer.
    state.withLock { $0.isWritable = false }
    arrivals.close()
  }
}
