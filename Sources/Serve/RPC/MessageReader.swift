import Text

/// How messages are told apart on a stream of bytes.
package enum MessageFraming: Sendable {
  /// A line for each message: MCP's transport "stdio".
  case lines
  /// `Content-Length` and other headers, an empty line, then so many bytes: the base protocol of LSP.
  case headers
}

/// Cuts a stream of bytes into messages. Whatever the bytes are, memory is bounded and the next whole message is found.
package struct MessageReader {
  /// What the stream has next.
  package enum Event: Equatable, Sendable {
    /// The bytes of a message, not looked at.
    case message([UInt8])
    /// Bytes that are no message, or one that is longer than is accepted; they are passed over.
    case rejected(String)
  }

  /// Returns the next bytes, none at the end.
  package typealias Source = @Sendable () -> [UInt8]

  /// Longest line of a header that is looked at, in bytes.
  static let longestHeader = 1 << 10
  /// A message that is longer is passed over.
  package static let longestMessage = 16 << 20

  private let framing: MessageFraming
  private let limit: Int
  private let source: Source
  private var buffer: [UInt8] = []
  private var place = 0
  /// What was read after bytes that were rejected first.
  private var next: Event?

  /// - Parameter limit: Most bytes of a message.
  package init(_ framing: MessageFraming, limit: Int = MessageReader.longestMessage, _ source: @escaping Source) {
    self.framing = framing
    self.limit = limit
    self.source = source
  }

  /// The next message; `nil` at the end of the stream.
  package mutating func nextEvent() -> Event? {
    if let event = next {
      next = nil
      return event
    }
    return framing == .lines ? nextLine() : nextWithHeaders()
  }

  /// What is said of a message above the limit.
  package static let tooLong = "a message is longer than is accepted"

  private mutating func nextLine() -> Event? {
    while let line = line(limit: limit) {
      guard let line else { return .rejected(Self.tooLong) }
      if line.contains(where: { !$0.isWhitespace }) { return .message(line) }
    }
    return nil
  }

  // MARK: - Headers

  private mutating func nextWithHeaders() -> Event? {
    var length: Int?
    var isGarbled = false
    while let line = line(limit: Self.longestHeader) {
      switch line.map(Header.init) {
      case .length(let count): length = count
      case .other: break
      case .end where length == nil: break
      case .end:
        let event = body(length ?? 0)
        guard isGarbled else { return event }
        next = event
        return .rejected("there are bytes between messages")
      case .garbage, nil:
        isGarbled = true
        length = nil
      }
    }
    return isGarbled || length != nil ? .rejected("the input ends where a message is expected") : nil
  }

  private mutating func body(_ count: Int) -> Event {
    let isAccepted = count <= limit
    var body: [UInt8] = []
    var rest = count
    while rest > 0, fill() {
      let part = buffer[place..<min(buffer.count, place + rest)]
      if isAccepted { body += part }
      place += part.count
      rest -= part.count
    }
    if !isAccepted { return .rejected(Self.tooLong) }
    return rest == 0 ? .message(body) : .rejected("the input ends in a message")
  }

  // MARK: - Bytes

  /// Whether there is a next byte; it is in the buffer then.
  private mutating func fill() -> Bool {
    if place == buffer.count {
      buffer = source()
      place = 0
    }
    return place < buffer.count
  }

  /// The next line without its end, also one that the stream's end cuts; `nil` in it when it is longer than the limit.
  private mutating func line(limit: Int) -> [UInt8]?? {
    var line: [UInt8]? = []
    var isStarted = false
    while fill() {
      isStarted = true
      let end = buffer[place...].firstIndex(of: UInt8(ascii: "\n")) ?? buffer.count
      if let count = line?.count, count + end - place <= limit { line? += buffer[place..<end] } else { line = nil }
      place = min(end + 1, buffer.count)
      if end < buffer.count { return .some(line) }
    }
    return isStarted ? .some(line) : nil
  }
}

/// A line before a message.
private enum Header {
  /// The message has so many bytes.
  case length(Int)
  /// One that says nothing of the length.
  case other
  /// The empty line before the message.
  case end
  case garbage

  private static let lengthName = Array("content-length:".utf8)

  init(_ line: [UInt8]) {
    let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line[...]
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else {
      self = line.isEmpty ? .end : .garbage
      return
    }
    // After a message with a wrong length a header's line begins with the rest of that message.
    let lowered = line.map(\.lowercased)
    if let start = lowered.indices.reversed().first(where: { lowered[$0...].starts(with: Self.lengthName) }) {
      let digits = String(decoding: lowered[(start + Self.lengthName.count)...], as: UTF8.self).filter { $0 != " " }
      self = Int(digits).flatMap { $0 >= 0 ? .length($0) : nil } ?? .garbage
    } else {
      let isName = colon > 0 && line[..<colon].allSatisfy { $0.isLetter || $0 == UInt8(ascii: "-") }
      self = isName ? .other : .garbage
    }
  }
}
