/// A fixed list of words in groups, found anywhere in a text, without letter case, in one pass.
struct WordGroups: Sendable {
  /// Occurrences per group, and how many bytes the words cover.
  struct Count {
    private var groups = [32 of UInt8](repeating: 0)
    var covered = 0
    /// End of the last word found.
    var lastEnd = 0

    func callAsFunction<Group: RawRepresentable<Int>>(_ group: Group) -> Float { Float(groups[group.rawValue]) }

    fileprivate mutating func add(_ group: Int) { groups[group] = groups[group] &+ (groups[group] < 255 ? 1 : 0) }
  }

  private struct Word {
    var bytes: [UInt8]
    var group: Int
  }

  /// Words by first letter, the longer ones first: `words[start[letter]..<start[letter + 1]]`.
  private let words: [Word]
  private let start: [Int]

  /// - Parameter lists: Words of each group, separated by blanks; `~` in a word stands for a blank.
  init<Group: RawRepresentable<Int>>(of _: Group.Type, _ lists: [(Group, String)]) {
    var found: [Word] = []
    for (group, list) in lists {
      for word in list.split(separator: " ") { 
        let bytes = word.utf8.map { $0 == UInt8(ascii: "~") ? UInt8(ascii: " ") : $0 }
        found.append(Word(bytes: bytes, group: group.rawValue))
      }
    }
    found.sort { ($0.bytes[0], $1.bytes.count) < ($1.bytes[0], $0.bytes.count) }
    words = found
    start = (0...256).map { byte in found.firstIndex { Int($0.bytes[0]) >= byte } ?? found.count }
  }

  /// Counts the words in a range; of words that begin at one place the longest counts, and words may not overlap.
  func count(in range: Range<Int>, of text: Span<UInt8>) -> Count {
    var count = Count()
    var index = range.lowerBound
    while index < range.upperBound {
      if let word = word(at: index, end: range.upperBound, in: text) {
        count.add(word.group)
        count.covered += word.bytes.count
        index += word.bytes.count
        count.lastEnd = index
      } else {
        index += 1
      }
    }
    return count
  }

  private func word(at index: Int, end: Int, in text: Span<UInt8>) -> Word? {
    let first = Int(ASCII.lowercased(text[index]))
    for place in start[first]..<start[first + 1] where matches(words[place].bytes, at: index, end: end, in: text) {
      return words[place]
    }
    return nil
  }

  private func matches(_ word: [UInt8], at index: Int, end: Int, in text: Span<UInt8>) -> Bool {
    guard index + word.count <= end else { return false }
    for offset in 1..<max(1, word.count) where ASCII.lowercased(text[index + offset]) != word[offset] { return false }
    return true
  }
}

/// Byte classes of ASCII.
enum ASCII {
  static func lowercased(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }
  static func isUpper(_ byte: UInt8) -> Bool { byte &- 0x41 < 26 }
  static func isLower(_ byte: UInt8) -> Bool { byte &- 0x61 < 26 }
  static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
  static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
  static func isIdentifier(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) || byte == UInt8(ascii: "_") }
  static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
  static func isQuote(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "`")
  }
}
