import Content
import Text

/// The patterns of a file in the syntax of `.gitignore`.
struct IgnoreList {
  private var patterns: [PathPattern] = []

  /// - Parameters:
  ///   - content: UTF-8, with LF or CRLF.
  ///   - included: The content of a file that a line `#!include:NAME` names, which gcloud replaces by the file's lines;
  ///     `nil` for one that is not there, and for lists whose tool knows no such line.
  init(_ content: [UInt8], included: (String) -> [UInt8]? = { _ in nil }) {
    for line in Self.lines(of: content) {
      let directive = "#!include:"
      if line.hasPrefix(directive) {
        // gcloud reads no include of an include.
        let name = String(line.dropFirst(directive.count)).trimmedOfBlanks
        if let more = included(name) { patterns += IgnoreList(more).patterns }
      } else if !line.hasPrefix("#"), let pattern = PathPattern(line) {
        patterns.append(pattern)
      }
    }
  }

  /// Whether the list leaves a file out, whose path is relative to the list's folder.
  func ignores(_ path: [UInt8]) -> Bool { PathPattern.index(hiding: path, among: patterns) != nil }

  /// Lines without their ends and the blanks before those.
  static func lines(of content: [UInt8]) -> [String] {
    content.split(separator: UInt8(ascii: "\n")).map { line in
      var line = line
      while let last = line.last, last.isWhitespace, !line.dropLast().hasSuffix("\\") { line = line.dropLast() }
      return String(decoding: line, as: UTF8.self)
    }
  }
}

extension ArraySlice<UInt8> {
  fileprivate func hasSuffix(_ text: String) -> Bool { suffix(text.utf8.count).elementsEqual(text.utf8) }
}

/// The patterns of a `.dockerignore`: https://docs.docker.com/build/concepts/context/#dockerignore-files.
///
/// Each is matched against the path from the context's root and against every folder on the way; the last that matches
/// decides.
struct DockerIgnoreList {
  private var patterns: [(glob: Glob, isException: Bool)] = []

  /// - Parameter content: UTF-8, with LF or CRLF.
  init(_ content: [UInt8]) {
    for line in String(decoding: content, as: UTF8.self).split(whereSeparator: \.isNewline) where !line.hasPrefix("#") {
      var pattern = String(line).trimmedOfBlanks
      let isException = pattern.hasPrefix("!")
      if isException { pattern = String(pattern.dropFirst()).trimmedOfBlanks }
      let parts = pattern.split(separator: "/").filter { $0 != "." }
      guard !parts.isEmpty else { continue }
      patterns.append((Glob(Array(parts.joined(separator: "/").utf8)), isException))
    }
  }

  /// Whether the list leaves a file out, whose path is relative to the context.
  func ignores(_ path: [UInt8]) -> Bool {
    let ends = path.indices.filter { path[$0] == PathText.slash } + [path.count]
    let last = patterns.last { pattern in ends.contains { pattern.glob.matches(path[..<$0]) } }
    return last.map { !$0.isException } ?? false
  }
}
