@testable import Serve
import Synchronization
@testable import Text

/// Cuts a stream into messages, whole and in pieces, which has to give the same, and reads each.
func tryMessages(_ input: [UInt8]) {
  guard let first = input.first else { return }
  for framing in [MessageFraming.lines, .headers] {
    let whole = events(framing, Array(input.dropFirst()), size: .max)
    precondition(events(framing, Array(input.dropFirst()), size: 1 + Int(first) % 50) == whole)
    for case .message(let bytes) in whole {
      guard let message = try? RPCMessage(bytes) else { continue }
      if case .request(let request) = message { _ = try? MCPRevision(of: request, wasInitialized: false) }
    }
  }
}

private func events(_ framing: MessageFraming, _ input: [UInt8], size: Int) -> [MessageReader.Event] {
  let rest = Mutex(input[...])
  var reader = MessageReader(framing, limit: 200) {
    rest.withLock { rest in
      defer { rest = rest.dropFirst(size) }
      return Array(rest.prefix(size))
    }
  }
  var events: [MessageReader.Event] = []
  while let event = reader.nextEvent() { events.append(event) }
  return events
}

/// Edits a document as the bytes say; every place in it has a position that leads back to its character.
func tryEdits(_ input: [UInt8]) {
  guard input.count > 4 else { return }
  let encoding = [PositionEncoding.utf8, .utf16, .utf32][Int(input[0]) % 3]
  let text = String(decoding: input.dropFirst(4), as: UTF8.self)
  var document = OpenDocument(text: Array(text.utf8), encoding: encoding)
  let start = DocumentPosition(line: Int(input[1]) % 8, character: Int(input[2]) % 32)
  let end = DocumentPosition(line: Int(input[3]) % 8, character: Int(input[2]) / 32)
  precondition(
    document.apply(["range": ["start": start.json, "end": end.json], "text": .string(String(text.prefix(9)))]))
  precondition(String(validating: document.text, as: UTF8.self) != nil)
  for offset in document.text.indices where document.text[offset] & 0xC0 != 0x80 {
    let position = document.position(of: offset)
    let isInEnd = document.offset(of: position) < offset
    precondition(!isInEnd || document.text[offset] == UInt8(ascii: "\n") || document.text[offset] == UInt8(ascii: "\r"))
  }
}
