import Findings
import Text

/// What a path says about a file, read once for all candidates in it.
struct FileFacts {
  let kind: FileKind
  let purpose: AdjustedSeverity.Reason?

  /// - Parameter path: Relative to the scanned root, with `/`.
  init(path: Span<UInt8>) {
    (kind, purpose) = (FileKind(path: path), FileKind.purpose(of: path))
  }
}

extension FileKind {
  /// What a file is for, when whole words of its path say that it does not run in production.
  ///
  /// The scorer weighs the words wherever they are in a path; here `latest` and `contest` must not pass for tests.
  /// - Parameter path: Relative to the scanned root, with `/`.
  static func purpose(of path: Span<UInt8>) -> AdjustedSeverity.Reason? {
    let starts = path.indices.dropLast().filter { beginsWord(at: $0, in: path) }
    let known = purposes.first { _, words in
      words.contains { word in starts.contains { isWord(word, at: $0, in: path) } }
    }
    if let known { return known.purpose }
    return FileKind(path: path).isManual ? .documentation : nil
  }

  private static let purposes: [(purpose: AdjustedSeverity.Reason, words: [[UInt8]])] = [
    (.test, words(testWords)), (.example, words(exampleWords)), (.documentation, words(documentationWords)),
  ]

  private static func words(_ list: String) -> [[UInt8]] {
    list.utf8.split(separator: UInt8(ascii: " ")).map(Array.init)
  }

  /// Whether a word, or its plural, is where one begins, and no letters touch it but those of another word of a name
  /// (`LoginTest`).
  private static func isWord(_ word: [UInt8], at start: Int, in path: Span<UInt8>) -> Bool {
    let end = start + word.count
    return end <= path.count && word.indices.allSatisfy { path[start + $0].lowercased == word[$0] }
      && (word.last == UInt8(ascii: "/") || endsWord(at: end, in: path))
  }

  /// - Parameter start: Not the last place of the path.
  private static func beginsWord(at start: Int, in path: Span<UInt8>) -> Bool {
    guard start > 0, path[start - 1].isLetter else { return true }
    return path[start].isUppercase && (path[start - 1].isLowercase || path[start + 1].isLowercase)
  }

  private static func endsWord(at end: Int, in path: Span<UInt8>) -> Bool {
    let isPlural = end < path.count && path[end].lowercased == UInt8(ascii: "s")
    return [end, end + 1].prefix(isPlural ? 2 : 1).contains { place in
      place >= path.count || !path[place].isLetter || path[place].isUppercase && path[place - 1].isLowercase
    }
  }
}
