import Findings
import Text

extension FileKind {
  /// What a file is for, when whole words of its path say that it does not run in production.
  ///
  /// The scorer weighs the words wherever they are in a path; here `latest` and `contest` must not pass for tests.
  /// - Parameter path: Relative to the scanned root, with `/`.
  static func purpose(of path: Span<UInt8>) -> AdjustedSeverity.Reason? {
    if let known = purposes.first(where: { _, words in words.contains { isWord($0, in: path) } }) {
      return known.purpose
    }
    return FileKind(path: path).isManual ? .documentation : nil
  }

  private static let purposes: [(purpose: AdjustedSeverity.Reason, words: [[UInt8]])] = [
    (.test, words(testWords)), (.example, words(exampleWords)), (.documentation, words(documentationWords)),
  ]

  private static func words(_ list: String) -> [[UInt8]] {
    list.utf8.split(separator: UInt8(ascii: " ")).map(Array.init)
  }

  /// Whether a path has a word, or its plural, that no letters touch but those of another word of a name (`LoginTest`).
  private static func isWord(_ word: [UInt8], in path: Span<UInt8>) -> Bool {
    guard path.count >= word.count else { return false }
    return (0...path.count - word.count).contains { start in
      word.indices.allSatisfy { path[start + $0].lowercased == word[$0] } && beginsWord(at: start, in: path)
        && (word.last == UInt8(ascii: "/") || endsWord(at: start + word.count, in: path))
    }
  }

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
