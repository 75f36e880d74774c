import Serve
import Synchronization
import Testing

/// Whatever a peer sends, the next whole message is found.
struct MessageReaderTests {
  @Test(arguments: [1, 2, 7, 1 << 16])
  func `lines are messages, however the stream is cut`(size: Int) {
    let text = "{\"a\":1}\r\n\n  \n{\"b\":\"é\"}\n{\"c\""
    #expect(events(.lines, text, size) == [.message("{\"a\":1}\r"), .message("{\"b\":\"é\"}"), .message("{\"c\"")])
  }

  @Test(arguments: [1, 5, 1 << 16])
  func `a line that is too long is passed over`(size: Int) {
    let text = String(repeating: "x", count: 101) + "\n" + String(repeating: "y", count: 100) + "\n"
    let found = events(.lines, text, size, limit: 100)
    #expect(found == [.rejected(MessageReader.tooLong), .message(String(repeating: "y", count: 100))])
  }

  @Test(arguments: [1, 3, 1 << 16])
  func `headers say how long a message is, in any case and order`(size: Int) {
    let text =
      "Content-Length: 2\r\n\r\n{}content-length:3\r\nContent-Type: application/json\r\n\r\n[1]"
      + "Content-Type: x\nContent-Length: 0\n\n"
    #expect(events(.headers, text, size) == [.message("{}"), .message("[1]"), .message("")])
  }

  @Test func `after garbage the next message is found`() {
    let garbage =
      "{\"jsonrpc\":\r\nGET / HTTP/1.1\r\nContent-Length: -4\r\n\r\nContent-Length: 99999999999999999999\r\n"
    let found = events(.headers, garbage + "\r\n{}Content-Length: 2\r\n\r\n{}", 4)
    #expect(found == [.rejected("there are bytes between messages"), .message("{}")])
  }

  @Test func `a message that is cut, or longer than is accepted, is none`() {
    #expect(events(.headers, "Content-Length: 10\r\n\r\n{}", 4) == [.rejected("the input ends in a message")])
    #expect(
      events(.headers, "Content-Length: 10", 4) == [.rejected("the input ends where a message is expected")])
    let long = "Content-Length: 10\r\n\r\n0123456789Content-Length: 1\r\n\r\n7"
    #expect(events(.headers, long, 4, limit: 9) == [.rejected(MessageReader.tooLong), .message("7")])
    let endless = "A-" + String(repeating: "b", count: 5_000) + ": 1\r\nContent-Length: 1\r\n\r\n7"
    #expect(events(.headers, endless, 64) == [.rejected("there are bytes between messages"), .message("7")])
  }

  /// What a test compares.
  enum Seen: Equatable {
    case message(String), rejected(String)
  }

  private func events(_ framing: MessageFraming, _ text: String, _ size: Int, limit: Int = 1_000) -> [Seen] {
    let rest = Mutex(Array(text.utf8)[...])
    var reader = MessageReader(framing, limit: limit) {
      rest.withLock { rest in
        defer { rest = rest.dropFirst(size) }
        return Array(rest.prefix(size))
      }
    }
    var seen: [Seen] = []
    while let event = reader.nextEvent() {
      switch event {
      case .message(let bytes): seen.append(.message(String(decoding: bytes, as: UTF8.self)))
      case .rejected(let reason): seen.append(.rejected(reason))
      }
    }
    return seen
  }
}
