/// Keywords and the rules they lead to, as text: keyword, ``RuleRecord/separator``, indices with commas, line feed.
///
/// The line of the empty keyword contains the rules that no keyword leads to.
enum KeywordTable {
  /// What the rules of a keyword are called with: its bytes and their indices.
  typealias Visitor = (ArraySlice<UInt8>, [Int32]) -> Void

  private static let lineFeed = UInt8(ascii: "\n")

  /// The words that lead to a rule: those near a match when it needs some, else those in a match.
  static func words(of rule: Rule) -> [String] { rule.context.isEmpty ? rule.keywords : rule.context }

  /// The table's text, sorted by keyword.
  static func encode(_ rules: [Rule]) -> [UInt8] {
    var text: [UInt8] = []
    for (word, indices) in entries(of: rules) {
      text += word.utf8
      text.append(RuleRecord.separator)
      text += indices.map(String.init).joined(separator: ",").utf8
      text.append(lineFeed)
    }
    return text
  }

  /// Keywords and rules, sorted by keyword.
  static func entries(of rules: [Rule]) -> [(word: String, rules: [Int32])] {
    var rulesOfWord: [String: [Int32]] = [:]
    for (index, rule) in rules.enumerated() {
      let words = words(of: rule)
      for word in words.isEmpty ? [""] : words { rulesOfWord[word, default: []].append(Int32(index)) }
    }
    return rulesOfWord.map { (word: $0.key, rules: $0.value) }.sorted { $0.word < $1.word }
  }

  /// Visits the lines of a table in one pass over its bytes.
  static func decode(_ text: [UInt8], visit: Visitor) {
    var position = 0
    var rules: [Int32] = []
    while let wordEnd = text[position...].firstIndex(of: RuleRecord.separator) {
      let word = text[position..<wordEnd]
      rules.removeAll(keepingCapacity: true)
      position = wordEnd + 1
      var index: Int32 = 0
      while position < text.count {
        let byte = text[position]
        position += 1
        if byte >= UInt8(ascii: "0") {
          index = index &* 10 &+ Int32(byte &- UInt8(ascii: "0"))
          continue
        }
        rules.append(index)
        index = 0
        if byte == lineFeed { break }
      }
      visit(word, rules)
    }
  }
}
