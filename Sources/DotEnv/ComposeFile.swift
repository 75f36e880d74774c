import Content
import Text

/// The literal values of settings in a Compose file: what is under `environment:` of its services, as a map or a list
/// (https://docs.docker.com/reference/compose-file/services/#environment).
///
/// Read line by line, in YAML's block style. Values that come from elsewhere (`${NAME}`, `*alias`) or go over several lines
/// are left out, and so is everything in braces.
struct ComposeFile {
  /// In the order of the file.
  private(set) var entries: [DotEnvEntry] = []
  /// Columns before `environment:` and before the first setting below it, where the current line is below one.
  private var block: (key: Int, items: Int?)?

  /// - Parameter text: UTF-8, with LF or CRLF.
  init(_ text: [UInt8]) {
    var start = 0
    for (number, line) in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
      read(ComposeLine(text: text, range: start..<start + line.count, number: number + 1))
      start += line.count + 1
    }
  }

  private mutating func read(_ line: ComposeLine) {
    if line.isEmpty { return }
    if let block {
      let isItem = line.text[line.start] == UInt8(ascii: "-")
      if line.indent > block.key || line.indent == block.key && isItem {
        self.block?.items = block.items ?? line.indent
        // What is farther in goes on with the setting before.
        if line.indent == block.items ?? line.indent, let entry = line.setting { entries.append(entry) }
        return
      }
      self.block = nil
    }
    if line.isEnvironmentKey { block = (line.indent, nil) }
  }

  /// Whether a file has the name of a Compose file: `compose.yaml`, `docker-compose.prod.yml`.
  static func isNamed(_ name: some Collection<UInt8>) -> Bool {
    guard let first = name.first, first | 0x20 == UInt8(ascii: "d") || first | 0x20 == UInt8(ascii: "c") else {
      return false
    }
    let name = String(decoding: name, as: UTF8.self).lowercased()
    guard let start = ["docker-compose", "compose"].first(where: name.hasPrefix) else { return false }
    let rest = name.dropFirst(start.count)
    return [".yml", ".yaml"].contains(where: rest.hasSuffix) && rest.first.map { ".-_".contains($0) } ?? false
  }
}

/// A line of a Compose file.
private struct ComposeLine {
  let text: [UInt8]
  /// Where the first byte is that is no blank.
  private(set) var start: Int
  /// Where the line ends, without blanks and what ends it.
  private var end: Int
  private let lineStart: Int
  private let number: Int

  init(text: [UInt8], range: Range<Int>, number: Int) {
    (self.text, self.number, lineStart) = (text, number, range.lowerBound)
    (start, end) = (range.lowerBound, range.upperBound)
    while end > start, text[end - 1] <= UInt8(ascii: " ") { end -= 1 }
    while start < end, text[start] == UInt8(ascii: " ") { start += 1 }
  }

  /// Whether nothing but a comment is on it.
  var isEmpty: Bool { start == end || text[start] == UInt8(ascii: "#") }

  /// Columns before it.
  var indent: Int { start - lineStart }

  /// Whether the settings of a service follow.
  var isEnvironmentKey: Bool {
    var line = self
    guard line.takeName() == "environment", line.take(UInt8(ascii: ":")) else { return false }
    line.skipBlanks()
    // An anchor may follow.
    return line.isEmpty || line.text[line.start] == UInt8(ascii: "&")
  }

  /// The setting on it: `NAME: value`, `- NAME=value` or `- "NAME=value"`.
  var setting: DotEnvEntry? {
    var line = self
    guard line.take(UInt8(ascii: "-")) else {
      guard let name = line.takeName(), line.take(UInt8(ascii: ":")) else { return nil }
      line.skipBlanks()
      return line.scalar.flatMap { line.entry(name, $0) }
    }
    line.skipBlanks()
    guard let scalar = line.scalar, let sign = text[scalar].firstIndex(of: UInt8(ascii: "=")) else { return nil }
    let name = String(decoding: text[scalar.lowerBound..<sign], as: UTF8.self)
    return line.entry(name, sign + 1..<scalar.upperBound)
  }

  /// - Returns: `nil` for a value that is put together elsewhere.
  private func entry(_ name: String, _ range: Range<Int>) -> DotEnvEntry? {
    guard !range.isEmpty, !text[range].contains(UInt8(ascii: "$")) else { return nil }
    return DotEnvEntry(
      name: name, value: Array(text[range]), range: range, line: number, column: range.lowerBound - lineStart + 1,
      endLine: number, endColumn: range.upperBound - lineStart + 1)
  }

  /// The rest of the line without quotes and comment; `nil` for anything but a text on this line.
  private var scalar: Range<Int>? {
    guard start < end else { return nil }
    let first = text[start]
    if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") {
      guard let close = text[(start + 1)..<end].firstIndex(of: first) else { return nil }
      let value = start + 1..<close
      // Escapes are not resolved: a secret has none.
      return text[value].contains(UInt8(ascii: "\\")) ? nil : value
    }
    if "|>&*!{[#".utf8.contains(first) { return nil }
    var stop = start
    while stop < end, text[stop] != UInt8(ascii: "#") || text[stop - 1] != UInt8(ascii: " ") { stop += 1 }
    while stop > start, text[stop - 1] == UInt8(ascii: " ") { stop -= 1 }
    return start..<stop
  }

  private mutating func takeName() -> String? {
    let quote = "\"'".utf8.contains(text[start]) ? text[start] : nil
    var stop = quote == nil ? start : start + 1
    let nameStart = stop
    while stop < end, text[stop].isWordByte || text[stop] == UInt8(ascii: ".") || text[stop] == UInt8(ascii: "-") {
      stop += 1
    }
    guard stop > nameStart, quote == nil || stop < end && text[stop] == quote else { return nil }
    let name = String(decoding: text[nameStart..<stop], as: UTF8.self)
    start = quote == nil ? stop : stop + 1
    return name
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard start < end, text[start] == byte, start + 1 == end || text[start + 1] == UInt8(ascii: " ") else {
      return false
    }
    start += 1
    return true
  }

  private mutating func skipBlanks() {
    while start < end, text[start] == UInt8(ascii: " ") { start += 1 }
  }
}
