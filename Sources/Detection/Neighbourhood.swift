/// The surroundings of a context word, shared by the rules that have it.
struct Neighbourhood {
  /// The bytes in which a value may be; empty when the literal is only a part of another word.
  let range: Range<Int>
  /// What all that depends on, values and their ties to the word included; it may reach beyond the text.
  let lookedAt: Range<Int>

  /// Nothing.
  init() {
    range = 0..<0
    lookedAt = 0..<0
  }

  init(of word: Range<Int>, in text: Span<UInt8>) {
    let isWord = WordBounds.isWord(word, in: text)
    range = isWord ? ContextRule.neighbourhood(of: word, in: text) : word.lowerBound..<word.lowerBound
    let reach = isWord ? ContextRule.reachBeyondNeighbourhood : WordBounds.reach
    let (start, end) = (min(word.lowerBound, range.lowerBound), max(word.upperBound, range.upperBound))
    lookedAt = start - reach..<end + reach
  }
}
