import CTOML

/// Builds the tree of a TOML document from the events of the C parser.
///
/// Pointers of an event are valid during the call that brings it; everything is copied at once.
final class TOMLReader {
  /// A text that is not TOML.
  struct Failure: Error {
    var line: Int
    var column: Int
    var reason: String
  }

  /// A table or array whose end has not come yet.
  private struct Open {
    var key: String
    var line: Int
    var column: Int
    var entries: [TOMLTable.KeyValue] = []
  }

  private var open: [Open] = []
  private var root: TOMLTable?

  private init() {}

  /// Parses valid UTF-8.
  static func parse(_ text: [UInt8]) throws(Failure) -> TOMLTable {
    let reader = TOMLReader()
    var failure = ctoml_failure()
    let parsed = text.withUnsafeBytes { bytes in
      // `takeUnretainedValue`: the reader outlives the call.
      ctoml_walk(
        bytes.baseAddress?.assumingMemoryBound(to: CChar.self) ?? UnsafePointer(bitPattern: 1), bytes.count,
        { context, event in
          guard let context, let event else { return }
          Unmanaged<TOMLReader>.fromOpaque(context).takeUnretainedValue().visit(event.pointee)
        }, Unmanaged.passUnretained(reader).toOpaque(), &failure)
    }
    guard parsed, let root = reader.root else {
      let reason = withUnsafeBytes(of: &failure.message) { message in
        String(decoding: message.prefix { $0 != 0 }, as: UTF8.self)
      }
      throw Failure(line: Int(failure.line), column: Int(failure.column), reason: reason)
    }
    return root
  }

  private func visit(_ event: ctoml_event) {
    let key = Self.string(event.key, event.key_length)
    switch event.kind {
    case CTOML_TABLE_BEGIN, CTOML_ARRAY_BEGIN:
      open.append(Open(key: key, line: Int(event.line), column: Int(event.column)))
    case CTOML_TABLE_END:
      guard let closed = open.popLast() else { return }
      let table = TOMLTable(closed.entries)
      if open.isEmpty { root = table } else { add(.table(table), key: closed.key, closed.line, closed.column) }
    case CTOML_ARRAY_END:
      guard let closed = open.popLast() else { return }
      add(.array(closed.entries.map(\.value)), key: closed.key, closed.line, closed.column)
    default:
      guard let scalar = Self.scalar(event) else { return }
      add(scalar, key: key, Int(event.line), Int(event.column))
    }
  }

  private func add(_ content: TOMLValue.Content, key: String, _ line: Int, _ column: Int) {
    let value = TOMLValue(content: content, line: line, column: column)
    open[open.count - 1].entries.append(TOMLTable.KeyValue(key: key, value: value))
  }

  private static func scalar(_ event: ctoml_event) -> TOMLValue.Content? {
    switch event.kind {
    case CTOML_STRING: .string(string(event.text, event.text_length))
    case CTOML_DATE: .date(string(event.text, event.text_length))
    case CTOML_INTEGER: .integer(event.integer)
    case CTOML_FLOAT: .number(event.number)
    case CTOML_BOOLEAN: .boolean(event.integer != 0)
    default: nil
    }
  }

  private static func string(_ start: UnsafePointer<CChar>?, _ length: Int) -> String {
    String(decoding: UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : length), as: UTF8.self)
  }
}
