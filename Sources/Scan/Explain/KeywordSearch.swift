import ByteSearch
import Findings
import Rules
import Text

/// Looks for the keywords that might have led to a match on a line, and did not.
struct KeywordSearch {
  private static let mostNamed = 6
  /// Lines before and after that are looked at.
  private static let reach = 25
  private static let longestLine = 4096

  let rules: RuleSet
  let source: ExplainedText
  let line: Range<Int>

  /// Why no rule matched.
  var remarks: [String] {
    let onLine = keywords(in: line)
    if !onLine.isEmpty {
      return onLine.prefix(Self.mostNamed).map { keyword in
        "keyword `\(keyword.word)` is on the line, but no regex of \(ruleNames(keyword.rules)) matches"
      } + [onLine.first.flatMap(wanted)].compactMap(\.self)
    }
    let words = LineWords(shown)
    if words.isEmpty { return ["the line is empty"] }
    var remarks = ["no rule was tried: no keyword of any rule is on the line"] + words.remarks
    if let near = nearest() {
      remarks.append("the nearest keyword is `\(near.word)` on line \(near.line), of \(ruleNames(near.rules))")
    }
    return remarks
  }

  /// What the first rule of a keyword wants, and what the line has instead.
  private func wanted(by hit: Hit) -> String? {
    guard let rule = hit.rules.first.map({ rules.rule(at: Int($0)) }), let regex = rule.regex else { return nil }
    if rule.scored {
      return "rule \(rule.id) wants `\(hit.word)`, what assigns, such as = or :, and a value in quotes or alone"
    }
    let shape = "rule \(rule.id) wants \(WantedShape.text(of: regex))"
    if !rule.context.isEmpty {
      let longest = Counting.count(LineWords(shown).longest, "character")
      return "\(shape) on the right of a name with `\(hit.word)`; the longest word here has \(longest)"
    }
    let text = shown.map(\.lowercased)
    guard let start = text.span.firstIndex(of: Array(hit.word.utf8), from: 0) else { return nil }
    let found = Counting.count(LineWords(text[start...]).first, "character")
    return "\(shape); what begins with `\(hit.word)` here has \(found)"
  }

  /// The line, or the first part of a long one.
  private var shown: ArraySlice<UInt8> { source.text[line].prefix(Self.longestLine) }

  private typealias Hit = (word: String, rules: [Int32])

  private func keywords(in range: Range<Int>) -> [Hit] {
    let text = source.text[range].prefix(Self.longestLine).map { $0.lowercased }
    var hits: [Hit] = []
    rules.forEachKeyword { keyword, rules in
      if text.span.firstIndex(of: Array(keyword), from: 0) != nil {
        hits.append((String(decoding: keyword, as: UTF8.self), rules))
      }
    }
    return hits.sorted { ($1.word.utf8.count, $0.word) < ($0.word.utf8.count, $1.word) }
  }

  private func nearest() -> (word: String, line: Int, rules: [Int32])? {
    let number = source.text[..<line.lowerBound].count { $0 == UInt8(ascii: "\n") } + 1
    for distance in 1...Self.reach {
      for candidate in [number - distance, number + distance] {
        guard let range = source.range(ofLine: candidate), let hit = keywords(in: range).first else { continue }
        return (hit.word, candidate, hit.rules)
      }
    }
    return nil
  }

  private func ruleNames(_ indices: [Int32]) -> String {
    let names = indices.prefix(Self.mostNamed).map { rules.id(at: Int($0)) }
    let more = indices.count - names.count
    return names.joined(separator: ", ") + (more > 0 ? " and \(Counting.number(more)) more" : "")
  }
}
