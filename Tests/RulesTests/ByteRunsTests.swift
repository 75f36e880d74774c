import BuiltInRules
import ByteSearch
import Rules
import Testing

/// Compares matching without a regex engine with PCRE2, match for match.
@Suite("Regexes of runs between boundaries")
struct ByteRunsTests {
  @Test(
    arguments: [
      (#"\b([a-f0-9]{32})\b"#, true),
      (#"\b(key_[a-f0-9]{8}-\w{4})\b"#, true),
      (#"(?:^|[^A-Za-z0-9_-])([A-Za-z0-9_-]{22})(?:[^A-Za-z0-9_-]|$)"#, true),
      (#"(?:^|[^\w.])([a-z]{3,9}\.[0-9]+)(?:[^\w]|$)"#, true),
      (#"(?:^|[^a-z=])([a-z]{8,20}={0,2})(?:[^a-z=]|$)"#, true),
      (#"\b((?:[a-z]{4} ){3}[a-z]{4}|[a-z]{16,19})\b"#, true),
      (#"\b(key_(?:live|test(?:_v[12])?)_\w{24})\b"#, true),
      (#"\b((?:a{4}-){1,3}b)\b"#, true),
      // What ends a run may belong to what follows.
      (#"\b([a-z]{3,5}[a-f]{2})\b"#, false),
      (#"(?:^|[^a-z])([a-z]{8,20})(?:[^a-y]|$)"#, false),
      (#"\b([a-z-]{3,5})\b"#, false),
      (#"(?:^|[^a-z])([a-z]{8,20}={0,2})(?:[^a-z]|$)"#, false),
      // Not of this kind.
      (#"(?i)\b([a-f]{3})\b"#, false),
      (#"\b(?:a|b)([a-f]{3})\b"#, false),
      (#"\b((?:a|b)+[c-f]{3})\b"#, false),
      (#"\b((?:a|b){2}?[c-f]{3})\b"#, false),
      (#"\b((?:a?|b){0,2}[c-f]{3})\b"#, false),
      (#"\b((?:a|b){4}[c-f]{3})\b"#, false),
      (#"\b((?:a{3})|)\b"#, false),
      (#"\b((a|b)[c-f]{3})\b"#, false),
      (#"\b((?i:a|b)[c-f]{3})\b"#, false),
      (#"\b([a-f]{3}?)\b"#, false),
      (#"\b([^a-f]{3})\b"#, false),
      (#"\b(a*)\b"#, false),
      (#"(?:^|[^^a])(a{3})\b"#, false),
      (#"\b(é{3})\b"#, false),
      (#"[a-f]{3}"#, false),
      (#"\b([a-f]{3})"#, false),
      (#"\b([a-f]{3}"#, false),
    ] as [(String, Bool)])
  func `runs of bytes are distinguished from other expressions`(regex: String, isTaken: Bool) {
    #expect((ByteRuns(regex) != nil) == isTaken)
  }

  @Test
  func `groups nested deeper than anyone writes them are left to an engine`() {
    let regex = #"\b("# + String(repeating: "(?:", count: 5_000) + "a" + String(repeating: ")", count: 5_000) + #")\b"#
    #expect(ByteRuns(regex) == nil)
  }

  @Test(arguments: 0..<4)
  func `match what PCRE2 matches, in random regexes and texts over few bytes`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var taken = 0
    var takenWithAlternatives = 0
    var matches = 0
    for _ in 0..<3_000 {
      let regex = Self.regex(using: &generator)
      guard let runs = ByteRuns(regex) else { continue }
      taken += 1
      if regex.contains(/[^^]\|[^$]/) { takenWithAlternatives += 1 }
      for _ in 0..<12 {
        let text = (0..<Int.random(in: 0...24, using: &generator)).map { _ in
          Array("aaab-=.".utf8).randomElement(using: &generator) ?? 0
        }
        matches += try compare(runs, regex, on: text, using: &generator)
      }
    }
    #expect(taken > 300)
    #expect(takenWithAlternatives > 60)
    #expect(matches > 1_000)
  }

  @Test
  func `match what PCRE2 matches, in all built-in rules that are of this kind`() throws {
    var generator = SeededGenerator(seed: 7)
    let noise = Array(" \n\"'=:-_./+aZ9é|".utf8)
    let rules = BuiltInRules.ruleSet
    var taken = 0
    for index in 0..<rules.count {
      let rule = rules.ruleWithSamples(at: index)
      guard let regex = rule.regex, let runs = ByteRuns(regex) else { continue }
      taken += 1
      var text: [UInt8] = []
      for sample in rule.samples + rule.nonSamples {
        guard let shape = try? Shape(parsing: sample) else { continue }
        for _ in 0..<3 {
          text += (0..<Int.random(in: 0...3, using: &generator)).map { _ in noise.randomElement(using: &generator) ?? 0
          }
          var value = shape.generate(using: &generator)
          if Bool.random(using: &generator), let place = value.indices.randomElement(using: &generator) {
            value[place] = noise.randomElement(using: &generator) ?? 0
          }
          text += value
        }
      }
      _ = try compare(runs, regex, on: text, using: &generator)
    }
    #expect(taken > 900)
  }

  // MARK: - Comparing

  /// Compares all matches of a part of a text, and those at each of its places.
  ///
  /// - Returns: The number of matches.
  private func compare(
    _ runs: ByteRuns, _ regex: String, on text: [UInt8], using generator: inout SeededGenerator
  ) throws -> Int {
    let scratch = MatchScratch()
    let (pattern, anchored) = (try Pattern(regex), try Pattern(regex, options: .anchored))
    let end = Bool.random(using: &generator) ? text.count : Int.random(in: 0...text.count, using: &generator)
    var start = Bool.random(using: &generator) ? 0 : Int.random(in: 0...end, using: &generator)
    for place in start..<end {
      let isMatch = try anchored.matches(text.span, from: place, to: end, using: scratch)
      var lookedUntil = 0
      let match = runs.match(in: text.span, at: place, to: end, lookedUntil: &lookedUntil)
      #expect(match?.range == (isMatch ? scratch.range(ofGroup: 0) : nil), "\(regex) at \(place) of \(text)")
      #expect(match?.group == (isMatch ? scratch.range(ofGroup: 1) : nil), "\(regex) at \(place) of \(text)")
      // What is after the bytes that were looked at makes no difference.
      let cut = min(end, lookedUntil)
      let changed = Array(text[..<cut]) + [UInt8](repeating: UInt8(ascii: "a"), count: end - cut)
      var ignored = 0
      let again = runs.match(in: changed.span, at: place, to: end, lookedUntil: &ignored)
      #expect(again == match, "\(regex) at \(place) of \(text) looked until \(lookedUntil)")
    }
    var count = 0
    while start < end {
      let isMatch = try pattern.matches(text.span, from: start, to: end, using: scratch)
      let match = runs.firstMatch(in: text.span, from: start, to: end)
      #expect(match?.range == (isMatch ? scratch.range(ofGroup: 0) : nil), "\(regex) from \(start) of \(text)")
      #expect(match?.group == (isMatch ? scratch.range(ofGroup: 1) : nil), "\(regex) from \(start) of \(text)")
      let latest = Int.random(in: start...end, using: &generator)
      let inTime = runs.firstMatch(in: text.span, from: start, beginningUpTo: latest, to: end)
      #expect(inTime == match.flatMap { $0.range.lowerBound <= latest ? $0 : nil }, "\(regex) from \(start) of \(text)")
      guard let match else { break }
      count += 1
      start = match.range.lowerBound + 1
    }
    return count
  }

  private static func regex(using generator: inout SeededGenerator) -> String {
    let classes = ["a", "b", "-", "[ab]", "[a-]", "[ab-]", "[a.]", "=", #"\."#, #"\w"#]
    let sets = ["a", "ab", "ab-", "ab=-", #"\w"#, #"\w="#, "."]
    let counts = ["", "?", "{2}", "{1,3}", "{0,2}", "+", "{2,5}"]
    func pick(_ choices: [String]) -> String { choices.randomElement(using: &generator) ?? "" }
    let before = Bool.random(using: &generator) ? #"\b"# : "(?:^|[^\(pick(sets))])"
    let after = Bool.random(using: &generator) ? #"\b"# : "(?:[^\(pick(sets))]|$)"
    func sequence(depth: Int) -> String {
      (0..<Int.random(in: 1...3, using: &generator)).map { _ in
        guard depth < 2, Int.random(in: 0..<4, using: &generator) == 0 else { return pick(classes) + pick(counts) }
        return "(?:" + alternatives(depth: depth + 1) + ")" + pick(["", "?", "{2}", "{0,2}"])
      }.joined()
    }
    func alternatives(depth: Int) -> String {
      (0..<(Bool.random(using: &generator) ? 1 : 2)).map { _ in sequence(depth: depth) }.joined(separator: "|")
    }
    return before + "(" + alternatives(depth: 0) + ")" + after
  }
}
