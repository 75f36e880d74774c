import Text

/// A part of a text that may encode a secret.
///
/// It is found from any place inside it, and is the same wherever the search began: texts that are made from others are
/// searched around what changed.
protocol EncodedPart {
  associatedtype Decoded: DecodedPart

  /// Where it is.
  var range: Range<Int> { get }
  /// The bytes that decide where it begins and ends, and what it encodes; they may reach beyond the text.
  var lookedAt: Range<Int> { get }

  /// What it encodes; `nil` when that is nothing that could be a secret.
  func decoded(in text: Span<UInt8>, mostLayers: Int) -> Decoded?
}

/// Finds the parts of a text that may encode something in one way. Parts that it finds do not overlap.
protocol EncodedParts: Sendable {
  associatedtype Part: EncodedPart

  /// Where the places are by which the parts are found that have bytes in a range.
  func places(near range: Range<Int>, in text: Span<UInt8>) -> Range<Int>

  /// The first part that has a place in a range by which it is found.
  func first(in text: Span<UInt8>, after start: Int, beginningBefore end: Int) -> Part?

  /// Where the places are by which the parts are found that a change may have made other ones.
  ///
  /// - Parameter base: The text that was changed.
  func reach(of change: Range<Int>, in text: Span<UInt8>, after base: JudgedText) -> Range<Int>

  /// Notes that a text has one of the parts.
  func noteOne(in text: inout JudgedText)
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

  /// Whether a match in the bytes is none in the text as it is.
  func isHidden(_ match: Range<Int>) -> Bool
}

extension DecodedPart {
  /// Whether the bytes are text, not something else with text in it. U+001A is what is not ASCII in ``UTF16Text``.
  var isText: Bool {
    let controls = bytes.count { $0 < 0x20 && !$0.isWhitespace && $0 != 0x1A && $0 != 0x1B || $0 == 0x7F }
    return controls == 0 && String(validating: bytes, as: UTF8.self) != nil
  }
}
