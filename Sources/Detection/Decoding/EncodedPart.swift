import Text

/// A part of a text that may encode a secret.
///
/// It is found from any place inside it, and is the same wherever the search began: texts that are made from others are
/// searched around what changed.
enum EncodedPart {
  case run(EncodedRun)
  case escaped(EscapedRun)
  /// All of the text, but for what follows the key.
  case keyFile(end: Int)

  /// Where it is.
  var range: Range<Int> {
    switch self {
    case .run(let run): run.range
    case .escaped(let run): run.range
    case .keyFile(let end): 0..<end
    }
  }

  /// The bytes that decide where it begins and ends, and what it encodes; they may reach beyond the text.
  var lookedAt: Range<Int> {
    switch self {
    case .run(let run): run.lookedAt
    case .escaped(let run): run.lookedAt
    case .keyFile(let end): -1..<end
    }
  }

  /// What it encodes; `nil` when that is nothing that could be a secret.
  func decoded(in text: Span<UInt8>, mostLayers: Int) -> (any DecodedPart)? {
    switch self {
    case .run(let run): DecodedRun(run, in: text, mostLayers: mostLayers)
    case .escaped(let run): EscapedText(run.range, of: text, without: run.family)
    case .keyFile(let end): KeyFile(text, end: end)
    }
  }
}

/// Finds the parts of a text that may encode something, those of each kind in order. Parts of one kind do not overlap.
struct EncodedParts {
  /// Where the places are by which parts are found: some character of a run, the first mark of a part with escapes.
  struct Reach {
    var runs: Range<Int>
    var escapes: Range<Int>

    /// Where all the signs are. A run that has one character in the range has enough characters near it.
    fileprivate func signs(in text: Span<UInt8>) -> Range<Int> {
      let margin = EncodingSigns.shortestRun
      let around = max(0, runs.lowerBound - margin)..<min(text.count, runs.upperBound + margin)
      if escapes.isEmpty { return around }
      return min(around.lowerBound, escapes.lowerBound)..<max(around.upperBound, escapes.upperBound)
    }
  }

  /// Where the last run that was looked at ends.
  private var runsUntil = 0
  /// The same for the parts with escapes of each family.
  private var escapesUntil = SIMD8<Int>()
  private var hasKeyFile = false

  /// Calls a closure with each part that is found by some places and was not found before.
  ///
  /// - Parameter reach: Where the places are; the next call goes on after them.
  mutating func forEach(in reach: Reach, of text: Span<UInt8>, _ body: (EncodedPart) -> Void) {
    if !hasKeyFile, let end = KeyFile.end(in: text), reach.runs.lowerBound < end {
      hasKeyFile = true
      body(.keyFile(end: end))
    }
    EncodingSigns.forEach(in: reach.signs(in: text), of: text) { sign in
      switch sign {
      case .run(let characters):
        if characters.upperBound > runsUntil, let run = run(with: characters, reach.runs, text) { body(.run(run)) }
      case .escape(let place):
        if reach.escapes.contains(place), let run = escapes(at: place, text) { body(.escaped(run)) }
      }
    }
  }

  /// The run that has some characters, unless it encodes nothing.
  private mutating func run(with characters: Range<Int>, _ reach: Range<Int>, _ text: Span<UInt8>) -> EncodedRun? {
    let piece = EncodedRun.piece(with: characters, in: text)
    guard piece.count >= EncodingSigns.shortestRun, piece.upperBound > reach.lowerBound,
      piece.lowerBound < reach.upperBound
    else { return nil }
    runsUntil = piece.upperBound
    // Nearly all runs are names and hashes in one piece.
    if EncodedRun.isAlone(piece, in: text), !DecodedRun.mayHaveSecret(piece, of: text) { return nil }
    let run = EncodedRun(around: piece, in: text)
    runsUntil = run.range.upperBound
    return run
  }

  private mutating func escapes(at place: Int, _ text: Span<UInt8>) -> EscapedRun? {
    guard let family = EscapeFamily(introducer: text[place]), place >= escapesUntil[family.rawValue],
      let run = EscapedRun(at: place, family, in: text)
    else { return nil }
    escapesUntil[family.rawValue] = run.range.upperBound
    return run
  }
}

/// What a part of a text encodes.
protocol DecodedPart {
  /// What came of decoding.
  var bytes: [UInt8] { get }
  /// What was decoded, outermost first.
  var layers: [DecodingLayer] { get }
  /// Why the bytes are not all that the part has; `nil` when they are.
  var failure: String? { get }

  /// Where in the text it is, to the byte, that a place in the bytes comes from.
  func start(of place: Range<Int>) -> Int

  /// What is to be masked when a place in the bytes is a secret.
  func place(of place: Range<Int>) -> Range<Int>

  /// The bytes of the text that decide on some of the bytes; both may reach beyond their ends.
  func origin(of range: Range<Int>) -> Range<Int>

  /// Whether what depends on some of the bytes is not in the text as it is; they may reach beyond the ends.
  func isHidden(_ range: Range<Int>) -> Bool
}

extension DecodedPart {
  /// Whether the bytes are text, not something else with text in it. U+001A is what is not ASCII in ``UTF16Text``.
  var isText: Bool {
    let controls = bytes.count { $0 < 0x20 && !$0.isWhitespace && $0 != 0x1A && $0 != 0x1B || $0 == 0x7F }
    return controls == 0 && String(validating: bytes, as: UTF8.self) != nil
  }
}
