import ByteSearch
import Text

/// The entries of a Kubernetes Secret in a manifest: all that is under `data` and `stringData`, whatever it is called, in
/// a document of its own, an item of a list or an object of a template, in YAML or JSON.
///
/// https://kubernetes.io/docs/concepts/configuration/secret/
struct KubernetesSecret {
  /// Bytes either side of `kind: Secret` that belong to the manifest.
  static let reach = 16 * 1024
  private static let mostEntries = 64
  private static let longestValue = 4000

  /// An entry of the manifest.
  struct Entry {
    var name: Range<Int>
    /// Without quotes.
    var value: Range<Int>
    /// Whether the value is base64.
    var isEncoded: Bool
  }

  private(set) var entries: [Entry] = []

  /// - Parameter kind: Where `kind` is; the text goes on with `: Secret`.
  init(ofKindAt kind: Int, in text: Span<UInt8>) {
    let window = max(0, kind - Self.reach)..<min(text.count, kind + Self.reach)
    if kind > 0, text[kind - 1] == UInt8(ascii: "\"") {
      readJSON(around: kind, in: window, of: text)
    } else {
      readYAML(around: kind, in: window, of: text)
    }
  }

  /// The entries that do not say that they are no secret, each as a value right behind its name.
  func values(in text: Span<UInt8>) -> [RestatedValue] {
    entries.prefix(Self.mostEntries).compactMap { entry in
      guard entry.value.count <= Self.longestValue, !MemberName.isOpen(entry.name, in: text) else { return nil }
      var decoded: [UInt8]?
      if entry.isEncoded {
        guard let bytes = Base64.decode(text.extracting(entry.value)) else { return nil }
        decoded = Self.oneLine(bytes)
        // Several lines are a file: what is secret in it is found by what it is beside there.
        if decoded == nil, bytes.allSatisfy({ $0.isWhitespace || $0 >= 0x20 && $0 < 0x7F }) { return nil }
      }
      // The name of a file, `settings.json`, is none of a format here.
      let name =
        Array("secret_".utf8)
        + entry.name.map {
          SyntaxCursor.isOfName(text[$0]) && text[$0] != UInt8(ascii: ".") ? text[$0] : UInt8(ascii: "_")
        }
      return RestatedValue(
        entry.value, after: entry.name.lowerBound, name: name, from: entry.name.upperBound, decoded: decoded, in: text)
    }
  }

  /// A text without its last line end; `nil` when it has several lines, or is no text.
  private static func oneLine(_ bytes: [UInt8]) -> [UInt8]? {
    let line = bytes.last == UInt8(ascii: "\n") ? bytes.dropLast() : bytes[...]
    return line.allSatisfy { $0 >= 0x20 && $0 < 0x7F } ? Array(line) : nil
  }

  // MARK: - YAML

  private mutating func readYAML(around kind: Int, in window: Range<Int>, of text: Span<UInt8>) {
    let depth = kind - TextLines.start(of: kind, in: text, limit: 64)
    var cursor = SyntaxCursor(at: Self.start(ofDocumentAt: kind, depth, in: window, of: text), upTo: window.upperBound)
    var isEncoded: Bool?
    var entryDepth: Int?
    while !cursor.isAtEnd, entries.count < Self.mostEntries {
      let line = YAMLLine(at: &cursor, in: text)
      defer { cursor.toNextLine(in: text) }
      if line.isEmpty { continue }
      if line.isBetweenDocuments || line.start > kind && (line.depth < depth || line.depth == depth && line.isItem) {
        break
      }
      if line.depth <= depth {
        isEncoded = line.depth == depth ? line.section(in: text) : nil
        entryDepth = nil
      } else if let isEncoded {
        entryDepth = entryDepth ?? line.depth
        guard line.depth == entryDepth, let entry = line.entry(at: &cursor, isEncoded, in: text) else { continue }
        entries.append(entry)
      }
    }
  }

  /// Where the document, item or object begins that has its `kind` at a depth.
  private static func start(ofDocumentAt kind: Int, _ depth: Int, in window: Range<Int>, of text: Span<UInt8>) -> Int {
    var start = TextLines.start(of: kind, in: text, limit: 64)
    while start > window.lowerBound {
      var cursor = SyntaxCursor(at: start, upTo: window.upperBound)
      if YAMLLine(at: &cursor, in: text).isItem { return start }
      let previous = TextLines.start(of: start - 1, in: text, limit: start - window.lowerBound)
      cursor = SyntaxCursor(at: previous, upTo: window.upperBound)
      let line = YAMLLine(at: &cursor, in: text)
      if !line.isEmpty, line.isBetweenDocuments || line.depth < depth { return start }
      start = previous
    }
    return start
  }

  // MARK: - JSON

  private mutating func readJSON(around kind: Int, in window: Range<Int>, of text: Span<UInt8>) {
    guard let start = Self.brace(before: kind, in: window, of: text) else { return }
    var cursor = SyntaxCursor(at: start, upTo: window.upperBound)
    var depth = 0
    var isEncoded: Bool?
    while !cursor.isAtEnd, entries.count < Self.mostEntries {
      if let name = cursor.quoted(in: text) {
        cursor.skipSpace(in: text)
        guard cursor.take(":", in: text) else { continue }
        cursor.skipSpace(in: text)
        if depth == 1 {
          isEncoded = YAMLLine.sections.first { text.extracting(name).elementsEqual($0.name) }?.isEncoded
        } else if depth == 2, let isEncoded, let value = cursor.quoted(in: text), !value.isEmpty {
          entries.append(Entry(name: name, value: value, isEncoded: isEncoded))
        }
      } else {
        if cursor.byte(in: text) == UInt8(ascii: "{") { depth += 1 }
        if cursor.byte(in: text) == UInt8(ascii: "}") { depth -= 1 }
        if depth == 0 { return }
        cursor.place += 1
      }
    }
  }

  /// The brace that opens the object around a place.
  private static func brace(before place: Int, in window: Range<Int>, of text: Span<UInt8>) -> Int? {
    var depth = 0
    return (window.lowerBound..<place).last { place in
      if text[place] == UInt8(ascii: "}") { depth += 1 }
      if text[place] == UInt8(ascii: "{") { depth -= 1 }
      return depth < 0
    }
  }
}

/// The beginning of a line of YAML.
private struct YAMLLine {
  static let sections: [(name: [UInt8], isEncoded: Bool)] = [
    (Array("data".utf8), true), (Array("stringData".utf8), false),
  ]

  let start: Int
  /// Where the first key is: after the hyphen of an item.
  let depth: Int
  let isItem: Bool
  let isEmpty: Bool
  let isBetweenDocuments: Bool
  private let key: Int

  /// Moves the cursor, which is at the start of a line, to its first key.
  init(at cursor: inout SyntaxCursor, in text: Span<UInt8>) {
    start = cursor.place
    cursor.skipBlanks(in: text)
    let next = cursor.place + 1 < cursor.end ? text[cursor.place + 1] : 0
    isItem = cursor.byte(in: text) == UInt8(ascii: "-") && next.isBlank
    isBetweenDocuments =
      cursor.place == start && cursor.byte(in: text) == UInt8(ascii: "-") && next == UInt8(ascii: "-")
    if isItem {
      cursor.place += 1
      cursor.skipBlanks(in: text)
    }
    isEmpty = cursor.isAtEnd || cursor.byte(in: text).isWhitespace || cursor.byte(in: text) == UInt8(ascii: "#")
    key = cursor.place
    depth = key - start
  }

  /// Whether the line begins `data:`, with base64, or `stringData:`, without; `nil` for another line.
  func section(in text: Span<UInt8>) -> Bool? {
    var cursor = SyntaxCursor(at: key, upTo: text.count)
    let name = cursor.name(in: text)
    guard cursor.take(":", in: text) else { return nil }
    return Self.sections.first { text.extracting(name).elementsEqual($0.name) }?.isEncoded
  }

  /// The name and value of the line, which goes on in the next ones when it is a block.
  ///
  /// - Parameter cursor: At the name; it is moved into the last line of the value.
  func entry(at cursor: inout SyntaxCursor, _ isEncoded: Bool, in text: Span<UInt8>) -> KubernetesSecret.Entry? {
    let name = cursor.quoted(in: text) ?? cursor.name(in: text)
    guard !name.isEmpty, cursor.take(":", in: text) else { return nil }
    cursor.skipBlanks(in: text)
    let mark = cursor.byte(in: text)
    if mark == UInt8(ascii: "|") || mark == UInt8(ascii: ">") {
      cursor.skip(in: text) { !$0.isWhitespace }
      return block(at: &cursor, in: text).map { .init(name: name, value: $0, isEncoded: isEncoded) }
    }
    return YAMLScalar.value(at: &cursor, in: text).map { .init(name: name, value: $0, isEncoded: isEncoded) }
  }

  /// The only line of a block; `nil` when there are more.
  private func block(at cursor: inout SyntaxCursor, in text: Span<UInt8>) -> Range<Int>? {
    cursor.toNextLine(in: text)
    let line = YAMLLine(at: &cursor, in: text)
    guard !line.isEmpty, line.depth > depth else { return nil }
    let first = cursor.place
    cursor.skip(in: text) { !$0.isWhitespace }
    let value = first..<cursor.place
    var next = cursor
    next.toNextLine(in: text)
    let following = YAMLLine(at: &next, in: text)
    return following.isEmpty || following.depth <= depth ? value : nil
  }
}

extension SyntaxCursor {
  /// Moves to the beginning of the next line.
  fileprivate mutating func toNextLine(in text: Span<UInt8>) {
    skip(in: text) { $0 != UInt8(ascii: "\n") }
    _ = take("\n", in: text)
  }
}

extension Span<UInt8> {
  fileprivate func elementsEqual(_ bytes: [UInt8]) -> Bool {
    count == bytes.count && endsWith(bytes)
  }

  private func endsWith(_ bytes: [UInt8]) -> Bool { bytes.indices.allSatisfy { self[$0] == bytes[$0] } }
}
