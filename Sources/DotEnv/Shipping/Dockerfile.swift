import Content
import Text

/// What a Dockerfile copies from its context into the image that it builds:
/// https://docs.docker.com/reference/dockerfile/#copy.
struct Dockerfile {
  /// `COPY` or `ADD` of files of the context.
  struct Copy {
    /// 1-based.
    var line: Int
    /// Without the destination.
    var sources: [String]
  }

  private struct Stage {
    var name: String
    /// What follows `FROM`: an image, or the name of a stage before.
    var base: String
    var copies: [Copy] = []
  }

  private var stages: [Stage] = []

  /// - Parameter content: UTF-8, with LF or CRLF.
  init(_ content: [UInt8]) {
    for (line, words) in Self.instructions(of: content) { add(words, line: line) }
  }

  /// The copies that the last stage has, its own and those of the stages that it begins with. What is copied from other
  /// stages is chosen there.
  var copies: [Copy] {
    var found: [Copy] = []
    var index = stages.indices.last
    while let current = index {
      found = stages[current].copies + found
      index = stages[..<current].lastIndex { $0.name == stages[current].base }
    }
    return found
  }

  private mutating func add(_ words: [String], line: Int) {
    guard let first = words.first else { return }
    let flags = words.dropFirst().prefix { $0.hasPrefix("--") }
    let operands = Array(words.dropFirst(1 + flags.count))
    switch first.uppercased() {
    case "FROM":
      let isNamed = operands.count >= 3 && operands[1].uppercased() == "AS"
      stages.append(Stage(name: isNamed ? operands[2].lowercased() : "", base: (operands.first ?? "").lowercased()))
    case "COPY", "ADD":
      // Other stages, what is left out by name, and texts in the Dockerfile itself are no files of the context.
      let isPlain = !flags.contains { $0.hasPrefix("--from") || $0.hasPrefix("--exclude") }
      guard isPlain, !operands.contains(where: { $0.hasPrefix("<<") || $0.contains("$") }), !stages.isEmpty else {
        return
      }
      stages[stages.count - 1].copies.append(Copy(line: line, sources: Self.sources(operands)))
    default: return
    }
  }

  /// The operands without the last one, in either form: words, or a list as in JSON.
  private static func sources(_ operands: [String]) -> [String] {
    let text = operands.joined(separator: " ")
    guard text.hasPrefix("[") else { return operands.dropLast() }
    let list = JSONValue(parsing: Array(text.utf8))?.elements?.compactMap(\.string) ?? []
    return list.dropLast()
  }

  /// Words of each instruction, with the line on which it begins: lines that end in `\` go on, comments do not count.
  private static func instructions(of content: [UInt8]) -> [(line: Int, words: [String])] {
    var found: [(line: Int, words: [String])] = []
    var isOpen = false
    let lines = content.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (number, bytes) in lines.enumerated() {
      var text = String(decoding: bytes, as: UTF8.self).trimmedOfBlanks
      if text.hasPrefix("#") || isOpen && text.isEmpty { continue }
      let goesOn = text.hasSuffix("\\")
      if goesOn { text.removeLast() }
      let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
      if isOpen { found[found.count - 1].words += words } else { found.append((number + 1, words)) }
      isOpen = goesOn
    }
    return found
  }
}

extension Dockerfile.Copy {
  /// How a copy takes a file of the context along.
  enum Reach {
    /// By a folder that it is in, or a pattern.
    case folder
    /// By its own name.
    case name
  }

  /// How the copy takes a file along, whose path is relative to the context; `nil` when it does not.
  func reach(of path: [UInt8]) -> Reach? {
    for source in sources where !source.contains("://") {
      let parts = source.split(separator: "/").filter { $0 != "." }
      if parts.isEmpty { return .folder }
      if parts.contains("..") { continue }
      let pattern = Array(parts.joined(separator: "/").utf8)
      if pattern == path { return .name }
      let glob = Glob(pattern)
      let ends = path.indices.filter { path[$0] == PathText.slash } + [path.count]
      if ends.contains(where: { glob.matches(path[..<$0]) }) { return .folder }
    }
    return nil
  }
}
