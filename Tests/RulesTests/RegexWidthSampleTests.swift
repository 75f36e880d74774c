import ByteSearch
import Rules
import Testing

/// Compares what is told about random regexes with random strings that they match.
@Suite struct RegexWidthSampleTests {
  /// A random regex, and a way to make strings that it matches.
  indirect enum Shape {
    case literal(String)
    case choice([Character])
    case sequence([Shape])
    case alternatives([Shape])
    case repeated(Shape, ClosedRange<Int>)

    var regex: String {
      switch self {
      case .literal(let text): text
      case .choice(let members): "[" + String(members) + "]"
      case .sequence(let parts): parts.map(\.regex).joined()
      case .alternatives(let branches): "(?:" + branches.map(\.regex).joined(separator: "|") + ")"
      case .repeated(let part, let range):
        "(\(part.regex)){\(range.lowerBound),\(range.upperBound)}"
      }
    }

    static func random(depth: Int, using generator: inout SeededGenerator) -> Shape {
      let kind =
        depth == 0
        ? Int.random(in: 0...1, using: &generator) : Int.random(in: 0...5, using: &generator)
      switch kind {
      case 0: return .literal(["a", "key", "sk_", "é"].randomElement(using: &generator) ?? "a")
      case 1:
        return .choice(Array(["aB", "key", "_0-", "xé"].randomElement(using: &generator) ?? "a"))
      case 2, 3:
        let count = Int.random(in: 1...4, using: &generator)
        return .sequence((0..<count).map { _ in random(depth: depth - 1, using: &generator) })
      case 4:
        let count = Int.random(in: 2...3, using: &generator)
        return .alternatives((0..<count).map { _ in random(depth: depth - 1, using: &generator) })
      default:
        let least = Int.random(in: 0...2, using: &generator)
        let most = least + Int.random(in: 0...2, using: &generator)
        return .repeated(random(depth: depth - 1, using: &generator), least...most)
      }
    }

    func sample(using generator: inout SeededGenerator) -> String {
      switch self {
      case .literal(let text): return text
      case .choice(let members):
        return members.randomElement(using: &generator).map { String($0) } ?? ""
      case .sequence(let parts): return parts.map { $0.sample(using: &generator) }.joined()
      case .alternatives(let branches):
        return branches.randomElement(using: &generator)?.sample(using: &generator) ?? ""
      case .repeated(let part, let range):
        return (0..<Int.random(in: range, using: &generator)).map { _ in
          part.sample(using: &generator)
        }.joined()
      }
    }
  }

  static let keywords = [["key"], ["sk_", "aa"], ["a", "_"], ["keysk_"]]

  @Test(arguments: 1...300) func `no sample contradicts what is told`(seed: Int) throws {
    var generator = SeededGenerator(seed: "\(seed)")
    let shape = Shape.random(depth: 3, using: &generator)
    let width = RegexWidth(shape.regex)
    let most = try #require(width.maximum)
    let whole = try Pattern("^(?:\(shape.regex))$")
    let samples = (0..<40).map { _ in shape.sample(using: &generator) }
    for sample in samples {
      let bytes = Array(sample.utf8)
      #expect(
        try whole.matches(anywhereIn: bytes.span, using: MatchScratch()), "\(shape.regex) \(sample)"
      )
      #expect((width.minimum...most).contains(bytes.count), "\(shape.regex) \(sample)")
    }
    for keywords in Self.keywords {
      check(keywords, width: width, regex: shape.regex, samples: samples)
    }
  }

  private func check(_ keywords: [String], width: RegexWidth, regex: String, samples: [String]) {
    let distances = width.distances(toOneOf: keywords)
    for sample in samples {
      let offsets = Self.offsets(of: keywords, in: Array(sample.lowercased().utf8))
      if width.always(containsOneOf: keywords) {
        #expect(!offsets.isEmpty, "\(regex) \(keywords) \(sample)")
      }
      guard let distances else { continue }
      #expect(offsets.contains(where: distances.contains), "\(regex) \(keywords) \(sample)")
    }
  }

  private static func offsets(of keywords: [String], in text: [UInt8]) -> [Int] {
    text.indices.filter { start in keywords.contains { text[start...].starts(with: $0.utf8) } }
  }

  @Test func `widths of finite regexes are those of their shortest and longest samples`() throws {
    var generator = SeededGenerator(seed: "widths")
    for _ in 0..<60 {
      let shape = Shape.random(depth: 2, using: &generator)
      guard !shape.regex.contains("é") else { continue }
      let lengths = (0..<400).map { _ in shape.sample(using: &generator).utf8.count }
      let width = RegexWidth(shape.regex)
      #expect(width.minimum == lengths.min(), "\(shape.regex)")
      #expect(width.maximum == lengths.max(), "\(shape.regex)")
    }
  }

  @Test(arguments: 1...40) func `random syntax is never misread`(seed: Int) throws {
    var generator = SeededGenerator(seed: "syntax \(seed)")
    let pieces =
      Array("abk019()[]{}|*+?.^$-:,<>=!#'").map { String($0) } + [
        "\\", "(?", "(?i)", "(?:", "(?P<n>", "(?<m>", "[^", "[[:alpha:]]", "\\d", "\\x41", "\\x{e9}", "\\Q", "\\E",
        "\\pL", "é", "{2,3}",
        "{2", "\\b", "\\1", "(?>", "[]", "-z]",
      ]
    let texts = [[], Array("ab".utf8), Array("a0k-é".utf8), Array("kk1(9)".utf8)] as [[UInt8]]
    for _ in 0..<200 {
      let count = Int.random(in: 1...10, using: &generator)
      let regex = (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
      let width = RegexWidth(regex)
      guard let groups = width.groupCount, let pattern = try? Pattern(regex) else { continue }
      #expect(groups == pattern.groupCount, "\(regex)")
      let scratch = MatchScratch()
      for text in texts where try pattern.matches(anywhereIn: text.span, using: scratch) {
        let match = try #require(scratch.range(ofGroup: 0))
        #expect(match.count >= width.minimum, "\(regex)")
        #expect(match.count <= width.maximum ?? .max, "\(regex)")
      }
    }
  }
}
