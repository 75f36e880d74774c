import Text

/// A fixed list of words in groups, found anywhere in a text, without letter case, in one pass.
///
/// The pass keeps the next eight bytes in a register, and compares them with the first eight of the words that share the
/// first two letters: a few instructions a byte, since a candidate costs five passes over its neighbourhood.
struct WordGroups: Sendable {
  /// Occurrences per group, and how many bytes the words cover.
  struct Count {
    private var groups = [32 of UInt8](repeating: 0)
    var covered = 0
    /// End of the last word found.
    var lastEnd = 0

    func callAsFunction<Group: RawRepresentable<Int>>(_ group: Group) -> Float { Float(groups[group.rawValue]) }

    fileprivate mutating func add(_ group: UInt8) {
      let value = groups[Int(group)]
      groups[Int(group)] = value &+ (value < 255 ? 1 : 0)
    }
  }

  private struct Word {
    /// The first eight bytes, the first in the lowest, and a mask of those that the word has.
    var head: UInt64
    var mask: UInt64
    var length: Int
    var group: UInt8
    /// Place of the ninth byte in `tails`.
    var tail: Int
  }

  /// Words by their first two letters, the longer ones first: `words[start[pair]..<start[pair + 1]]`.
  private let words: [Word]
  private let start: [UInt16]
  private let tails: [UInt8]

  /// - Parameter lists: Words of each group, of two bytes at least, separated by blanks; `~` in a word stands for a blank.
  init<Group: RawRepresentable<Int>>(of _: Group.Type, _ lists: [(Group, String)]) {
    var found: [(bytes: [UInt8], group: Int)] = []
    for (group, list) in lists {
      for word in list.split(separator: " ") {
        found.append((word.utf8.map { $0 == UInt8(ascii: "~") ? UInt8(ascii: " ") : $0 }, group.rawValue))
      }
    }
    precondition(found.allSatisfy { $0.bytes.count >= 2 }, "a word has two letters at least")
    var words: [Word] = []
    var tails: [UInt8] = []
    for (bytes, group) in found {
      var word = Word(head: 0, mask: 0, length: bytes.count, group: UInt8(group), tail: tails.count)
      for (place, byte) in bytes.prefix(8).enumerated() {
        word.head |= UInt64(byte) << UInt64(8 * place)
        word.mask |= 0xFF << UInt64(8 * place)
      }
      tails += bytes.dropFirst(8)
      words.append(word)
    }
    words.sort { (Self.pair($0.head), $1.length) < (Self.pair($1.head), $0.length) }
    start = (0...Self.pairs).map { pair in UInt16(words.firstIndex { Self.pair($0.head) >= pair } ?? words.count) }
    (self.words, self.tails) = (words, tails)
  }

  private static let pairs = 1 << 10

  /// The five low bits of the first two bytes: what letters differ in.
  @inline(__always)
  private static func pair(_ window: UInt64) -> Int {
    Int(truncatingIfNeeded: window & 0x1F | (window &>> 3) & 0x3E0)
  }

  /// Counts the words in a range; of words that begin at one place the longest counts, and words may not overlap.
  func count(in range: Range<Int>, of text: Span<UInt8>) -> Count {
    var count = Count()
    var window: UInt64 = 0
    for offset in 0..<8 { window |= byte(at: range.lowerBound + offset, before: range.upperBound, in: text, offset) }
    var free = range.lowerBound
    let (words, start) = (words.span, start.span)
    for index in range {
      let pair = Self.pair(window)
      let candidates = Int(start[pair])..<Int(start[pair + 1])
      if !candidates.isEmpty, index >= free,
        let word = word(at: index, window: window, among: words, candidates, end: range.upperBound, in: text)
      {
        count.add(word.group)
        count.covered += word.length
        free = index + word.length
        count.lastEnd = free
      }
      window = window >> 8 | byte(at: index + 8, before: range.upperBound, in: text, 7)
    }
    return count
  }

  /// The byte at `index` in lower case, moved to a place in the window; zero after the end.
  @inline(__always)
  private func byte(at index: Int, before end: Int, in text: Span<UInt8>, _ place: Int) -> UInt64 {
    index < end ? UInt64(text[index].lowercased) << UInt64(8 * place) : 0
  }

  @inline(__always)
  private func word(
    at index: Int, window: UInt64, among words: Span<Word>, _ candidates: Range<Int>, end: Int, in text: Span<UInt8>
  ) -> Word? {
    for place in candidates {
      let word = words[place]
      if window & word.mask == word.head, word.length <= 8 || hasTail(word, at: index, end: end, in: text) {
        return word
      }
    }
    return nil
  }

  private func hasTail(_ word: Word, at index: Int, end: Int, in text: Span<UInt8>) -> Bool {
    guard index + word.length <= end else { return false }
    for offset in 8..<word.length where text[index + offset].lowercased != tails[word.tail + offset - 8] {
      return false
    }
    return true
  }
}
