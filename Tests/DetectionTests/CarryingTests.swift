import BuiltInRules
import ByteSearch
import Detection
import Rules
import Testing
import Text

/// Judging what an edit changed tells what judging the whole text tells.
@Suite struct CarryingTests {
  private let nothing = VerdictMemory(isUsed: false)

  @Test(arguments: 0..<4, [0, 3])
  func `carried verdicts are those of a full judgement`(seed: Int, decodeDepth: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let detector = try Detector(RuleIndex(BuiltInRules.ruleSet), decodeDepth: decodeDepth)
    let memory = VerdictMemory()
    var pieces = Pieces(using: &generator)
    var text = pieces.text(using: &generator)
    var known = detector.judge(text.span, isBinary: false, base: nil, memory: nothing) { _ in 0 }
    var candidates = 0
    for version in 0..<25 {
      let (edited, edits) = Self.edited(text, &pieces, using: &generator)
      let leaf = detector.judge(edited.span, isBinary: false, base: (known, edits), isBase: false, memory: nothing) {
        _ in 0
      }
      known = detector.judge(edited.span, isBinary: false, base: (known, edits), memory: memory) { _ in 0 }
      let fresh = detector.judge(edited.span, isBinary: false, base: nil, memory: nothing) { _ in 0 }
      #expect(Self.findings(known) == Self.findings(fresh), "version \(version)")
      #expect(Self.findings(leaf) == Self.findings(fresh), "version \(version)")
      candidates += Self.findings(fresh).count
      text = edited
    }
    #expect(candidates > 40, "there is something to lose")
  }

  /// Secrets that are encoded, in one line or several, are cut, moved and joined.
  @Test(arguments: 0..<12)
  func `carried encoded runs are those of a full judgement`(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(400 + seed))
    let detector = try Detector(RuleIndex(BuiltInRules.ruleSet), decodeDepth: 3)
    var pieces = Pieces(using: &generator)
    pieces.encode(using: &generator)
    var text = pieces.text(using: &generator)
    var known = detector.judge(text.span, isBinary: false, base: nil, memory: nothing, keep: Self.layers)
    var (decoded, carried) = (0, 0)
    for version in 0..<40 {
      let (edited, edits) = Self.edited(text, &pieces, using: &generator)
      var judged = 0
      known = detector.judge(edited.span, isBinary: false, base: (known, edits), memory: nothing) { candidate in
        judged += candidate.decoded == nil ? 0 : 1
        return Self.layers(of: candidate)
      }
      let fresh = detector.judge(edited.span, isBinary: false, base: nil, memory: nothing, keep: Self.layers)
      #expect(Self.decodedPlaces(known) == Self.decodedPlaces(fresh), "version \(version)")
      #expect(Self.findings(known) == Self.findings(fresh), "version \(version)")
      decoded += Self.decodedPlaces(fresh).count
      carried += Self.decodedPlaces(fresh).count - judged
      text = edited
    }
    #expect(decoded > 40 && carried > decoded / 4, "there is something to lose, and to carry")
  }

  /// Bytes in the middle of a secret, or right before it, are taken out and put in.
  @Test(arguments: ["\n\n", "x"])
  func `a secret is found wherever runs meet`(between: String) throws {
    var generator = SeededGenerator(seed: 300)
    let detector = try Detector(RuleIndex(BuiltInRules.ruleSet))
    let pieces = Pieces(using: &generator)
    let filler = Array(String(repeating: "some words of a text\n", count: 8).utf8)
    func judge(_ text: [UInt8], _ base: (JudgedText, EditScript)? = nil) -> JudgedText {
      detector.judge(text.span, isBinary: false, base: base, memory: nothing) { _ in 0 }
    }
    var candidates = 0
    for sample in pieces.samples.prefix(25) {
      let whole = filler + sample + Array("\n".utf8) + filler
      let judgedWhole = judge(whole)
      candidates += Self.findings(judgedWhole).count
      for cut in filler.count...filler.count + sample.count {
        let parted = Array(whole[..<cut] + Array(between.utf8) + whole[cut...])
        let judgedParted = judge(parted)
        let rest = (from: cut + between.utf8.count, count: whole.count - cut)
        var (joining, parting) = (EditScript(), EditScript())
        joining.copy(from: 0, count: cut)
        joining.copy(from: rest.from, count: rest.count)
        parting.copy(from: 0, count: cut)
        parting.insert(count: between.utf8.count)
        parting.copy(from: cut, count: rest.count)
        let place: Comment = "\(cut - filler.count) bytes behind the start"
        #expect(Self.findings(judge(whole, (judgedParted, joining))) == Self.findings(judgedWhole), place)
        #expect(Self.findings(judge(parted, (judgedWhole, parting))) == Self.findings(judgedParted), place)
      }
    }
    #expect(candidates > 15, "there is something to lose")
  }

  /// A keyword of more bytes than are searched for, whose rule looks at the whole text.
  @Test(arguments: ["vendor_configuration_key", "vendor_configuration_kit"])
  func `only a whole keyword has a rule tried on the whole text`(word: String) throws {
    let rule = Rule(id: "vendor", regex: "zz_([a-y]{4}[0-9]{12})", keywords: ["vendor_configuration_key"])
    let detector = try Detector(RuleIndex(RuleSet([rule])))
    let text = Array("\(word)\n\(String(repeating: "some words\n", count: 40))zz_bcdf394857261094\n".utf8)
    let longer = text + Array("the end".utf8)
    var edits = EditScript()
    edits.copy(from: 0, count: text.count)
    edits.insert(count: longer.count - text.count)
    let base = detector.judge(text.span, isBinary: false, base: nil, memory: nothing) { _ in 0 }
    let carried = detector.judge(longer.span, isBinary: false, base: (base, edits), memory: nothing) { _ in 0 }
    #expect(carried.marks.count == (word == rule.keywords[0] ? 1 : 0))
    #expect(
      Self.findings(carried)
        == Self.findings(detector.judge(longer.span, isBinary: false, base: nil, memory: nothing) { _ in 0 }))
  }

  @Test(arguments: 0..<4)
  func `cached verdicts of other texts change no verdict`(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(200 + seed))
    let detector = try Detector(RuleIndex(BuiltInRules.ruleSet))
    let memory = VerdictMemory()
    var pieces = Pieces(using: &generator)
    let blocks = (0..<12).map { _ in pieces.text(using: &generator) }
    var candidates = 0
    for _ in 0..<30 {
      // Whole and cut blocks in any order: the same bytes with other bytes around them.
      let text = (0..<4).reduce(into: [UInt8]()) { text, _ in
        let block = blocks[Int.random(in: 0..<blocks.count, using: &generator)]
        text += block.dropFirst(Int.random(in: 0...block.count / 2, using: &generator))
      }
      let isBinary = Int.random(in: 0..<4, using: &generator) == 0
      let known = detector.judge(text.span, isBinary: isBinary, base: nil, memory: memory) { _ in 0 }
      let fresh = detector.judge(text.span, isBinary: isBinary, base: nil, memory: nothing) { _ in 0 }
      #expect(Self.findings(known) == Self.findings(fresh))
      candidates += Self.findings(fresh).count
    }
    #expect(candidates > 40, "there is something to lose")
  }

  @Test(arguments: 0..<4)
  func `a search near some places finds all that touches them`(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(100 + seed))
    let detector = try Detector(RuleIndex(BuiltInRules.ruleSet))
    var pieces = Pieces(using: &generator)
    var touching = 0
    for _ in 0..<20 {
      let text = pieces.text(using: &generator)
      let start = Int.random(in: 0..<text.count, using: &generator)
      let place = start..<min(text.count, start + Int.random(in: 1...200, using: &generator))
      let all = detector.candidates(in: text.span).filter { $0.secret.overlaps(place) }
      let near = detector.candidates(in: text.span, near: [place]).filter { $0.secret.overlaps(place) }
      #expect(near.map { [$0.rule, $0.secret.lowerBound] } == all.map { [$0.rule, $0.secret.lowerBound] })
      touching += all.count
    }
    #expect(touching > 5, "there is something to lose")
  }

  /// A tag that tells what a candidate was decoded from; 0 for nothing.
  private static func layers(of candidate: Candidate) -> Int32 {
    candidate.decoded?.layers.reduce(0) { $0 * 11 + Int32(DecodingLayer.allCases.firstIndex(of: $1) ?? 0) + 1 } ?? 0
  }

  /// The places of what was decoded, and from what: each as often as a run has secrets.
  private static func decodedPlaces(_ text: JudgedText) -> [[Int]] {
    text.marks.filter { $0.tag > 0 }.map { [Int($0.rule), $0.secretStart, Int($0.tag)] }
      .sorted { $0.lexicographicallyPrecedes($1) }
  }

  private static func findings(_ text: JudgedText) -> Set<[Int]> {
    Set(text.marks.map { [Int($0.rule), $0.secretStart] })
  }

  /// A version of a text with a few runs of it left out, moved or interrupted, and how it came about.
  private static func edited(
    _ text: [UInt8], _ pieces: inout Pieces, using generator: inout SeededGenerator
  ) -> ([UInt8], EditScript) {
    var result: [UInt8] = []
    var edits = EditScript()
    var place = 0
    for _ in 0..<Int.random(in: 1...6, using: &generator) {
      let end = Int.random(in: place...text.count, using: &generator)
      result += text[place..<end]
      edits.copy(from: place, count: end - place)
      let new = pieces.few(using: &generator)
      result += new
      edits.insert(count: new.count)
      // Now and then a part is left out, or is twice.
      let step = Int.random(in: -300...300, using: &generator)
      place = Bool.random(using: &generator) ? end : max(0, min(text.count, end + step))
    }
    result += text[place...]
    edits.copy(from: place, count: text.count - place)
    return (result, edits)
  }
}

/// Samples of all kinds of rules, whole and cut, with words and line ends between them.
private struct Pieces {
  private(set) var samples: [[UInt8]] = []
  private let words = [
    "password", "token", "api_key", "auth", "=", ": ", " => ", "\"", "'", "\n", "\n\n", "  ", "://", "user", "github",
    "aws",
    "stripe", "// note", "return", "(", ")", "{", "}", ",", ";", "-----BEGIN", "basic ", "Bearer ", "é", "name",
  ].map { Array($0.utf8) }

  init(using generator: inout SeededGenerator) {
    let rules = BuiltInRules.ruleSet
    for _ in 0..<60 {
      let rule = rules.ruleWithSamples(at: Int.random(in: 0..<rules.count, using: &generator))
      let source = (rule.examples + rule.samples).first
      guard let source, let made = try? Shape(parsing: source).generate(using: &generator) else { continue }
      let bytes = Array(made.filter { $0 != 0xAB && $0 != 0xBB && $0 != 0xC2 })
      samples.append((rule.context.first.map { Array("\($0)_key = ".utf8) } ?? []) + bytes)
    }
    func characters(_ count: Int, of alphabet: String) -> String {
      let digits = Array(alphabet)
      return String((0..<count).map { _ in digits[Int.random(in: 0..<digits.count, using: &generator)] })
    }
    let id = "AKIA" + characters(16, of: "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
    let secret = characters(40, of: "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789+")
    samples.insert(Array("\(id)\",\n    \"\(secret)".utf8), at: 0)
  }

  /// Encodes the samples: in base64, in lines or not, in hexadecimal, in escapes, or in both.
  mutating func encode(using generator: inout SeededGenerator) {
    samples = samples.map { sample in
      let filler = Array(String(repeating: "some words ", count: Int.random(in: 0...20, using: &generator)).utf8)
      let encoded = Base64.encode(filler + sample + Array("\n".utf8) + filler)
      switch Int.random(in: 0..<8, using: &generator) {
      case 0, 1:
        let lines = stride(from: 0, to: encoded.count, by: 64).map { encoded[$0..<min($0 + 64, encoded.count)] }
        return Array(lines.joined(separator: "\n  ".utf8))
      case 2, 3: return encoded
      case 4: return Array(Hexadecimal.text(of: filler + sample).utf8)
      case 5: return sample.flatMap { Array("&#x\(Hexadecimal.text(of: [$0]));".utf8) }
      default:
        let written =
          Bool.random(using: &generator) ? sample : Base64.encode(filler + Array("?~>".utf8) + sample + filler)
        return written.flatMap { $0.isWordByte ? [$0] : Array("%\(Hexadecimal.uppercased($0))".utf8) }
      }
    }
  }

  mutating func text(using generator: inout SeededGenerator) -> [UInt8] {
    (0..<40).reduce(into: []) { text, _ in text += few(using: &generator) + Array("\n".utf8) }
  }

  mutating func few(using generator: inout SeededGenerator) -> [UInt8] {
    (0..<Int.random(in: 0...5, using: &generator)).reduce(into: []) { text, _ in
      if Int.random(in: 0..<3, using: &generator) == 0, let sample = samples.randomElement(using: &generator) {
        text += Bool.random(using: &generator) ? sample : Array(sample.dropLast(sample.count / 4))
      } else {
        text += words[Int.random(in: 0..<words.count, using: &generator)]
      }
    }
  }
}
