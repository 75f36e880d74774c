import Platform
import Serve
import Synchronization
import Text

/// A peer whose messages are given, and which keeps what it gets.
final class FakePeer: Sendable {
  private struct State {
    var written: [[UInt8]] = []
    var isGone = false
  }

  private let arrivals = Mailbox<[UInt8]>(capacity: 1 << 30)
  private let state = Mutex(State())

  /// Sends bytes as they are.
  func send(_ text: String) { send(bytes: Array(text.utf8)) }

  /// Sends bytes, which need not be UTF-8.
  func send(bytes: [UInt8]) { arrivals.post(bytes, weight: bytes.count) }

  /// Ends the stream.
  func close() { arrivals.close() }

  /// Reads no more from now on.
  func leave() { state.withLock { $0.isGone = true } }

  func read() -> [UInt8] {
    if case .element(let bytes) = arrivals.take() { bytes } else { [] }
  }

  func write(_ bytes: [UInt8]) -> Bool {
    state.withLock { state in
      if !state.isGone { state.written.append(bytes) }
      return !state.isGone
    }
  }

  /// All that was written so far, a text for each call.
  var written: [String] { state.withLock { $0.written }.map { String(decoding: $0, as: UTF8.self) } }

  /// The messages that were written so far, of either framing.
  var messages: [JSONValue] {
    written.compactMap { text in text.firstIndex(of: "{").flatMap { JSONValue(parsing: Array(text[$0...].utf8)) } }
  }

  /// The answer with an id.
  func answer(_ id: Int64) -> JSONValue? {
    messages.first { $0["id"]?.integer == id && $0["method"] == nil }
  }
}
