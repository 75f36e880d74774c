import Findings
import Scan
import Text

/// A part of a text that a placeholder replaces.
struct MaskedRange {
  /// In bytes of the text.
  var range: Range<Int>
  /// The secret, decoded.
  var value: [UInt8]
  /// Id of the rule that found it.
  var rule: String
}

extension MaskedRange {
  /// The place of a secret.
  init(_ secret: TextSecret) { self.init(range: secret.range, value: secret.value, rule: secret.rule.id) }

  /// Whether it is a number of a JSON text, which must be a string to have a placeholder.
  fileprivate func isBareJSON(in text: [UInt8]) -> Bool {
    guard text[range].allSatisfy(\.isDigit) else { return false }
    let before = text[..<range.lowerBound].last { $0 > UInt8(ascii: " ") }
    let after = text[range.upperBound...].first { $0 > UInt8(ascii: " ") }
    let quote = text[..<range.lowerBound].reversed().drop { $0 <= UInt8(ascii: " ") }.dropFirst().first {
      $0 > UInt8(ascii: " ")
    }
    let closes: [UInt8?] = [UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]")]
    return closes.contains(after)
      && (before == UInt8(ascii: "[") || (before == UInt8(ascii: ":") && quote == UInt8(ascii: "\"")))
  }
}

extension [MaskedRange] {
  /// The ranges in order, without those that begin in another.
  var apart: [MaskedRange] {
    var end = 0
    return sorted { ($0.range.lowerBound, -$0.range.count) < ($1.range.lowerBound, -$1.range.count) }.filter { masked in
      guard masked.range.lowerBound >= end else { return false }
      end = masked.range.upperBound
      return true
    }
  }

  /// A part of a text with placeholders in place of the ranges that begin in it, which are ``apart``.
  ///
  /// - Parameter placeholder: The text that replaces a range.
  func masking(_ part: Range<Int>, of text: [UInt8], with placeholder: (MaskedRange) -> String) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(part.count + 64 * count)
    var place = part.lowerBound
    for masked in self where masked.range.lowerBound >= place && masked.range.lowerBound < part.upperBound {
      output += text[place..<masked.range.lowerBound]
      let placeholder = placeholder(masked)
      output += (masked.isBareJSON(in: text) ? "\"\(placeholder)\"" : placeholder).utf8
      place = Swift.min(masked.range.upperBound, part.upperBound)
    }
    output += text[place..<part.upperBound]
    return output
  }
}
