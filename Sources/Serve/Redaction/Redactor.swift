import Content
import Findings
import Platform
public import Scan
import Text

/// Replaces the secrets of a stream by placeholders, piece by piece.
///
/// A piece is searched together with what came before it, and let through up to its last whole line, so that a line waits
/// for no more than its own end. In a stream that comes faster than it is searched, pieces are large, and the end of each
/// waits for what follows. Memory is bounded whatever the stream has.
public final class Redactor {
  /// Bytes before a piece that are searched with it: names, table heads, beginnings of keys.
  private static let context = 32 << 10
  /// Bytes at a large piece's end that wait for what follows.
  private static let lookahead = 16 << 10
  /// Size from which on a piece is let through without a pause in the stream.
  private static let block = 1 << 20
  /// Longest line that waits for its end; of a longer one the lookahead waits.
  private static let longestLine = 256 << 10
  /// Most bytes that wait for the end of a secret.
  private static let mostPending = 4 << 20

  private let finder: SecretFinder
  private let path: String
  private var placeholders: Placeholders
  private var remembered = RememberedSecrets()
  /// What was let through last, as it came.
  private var before: [UInt8] = []
  /// What has not been let through.
  private var pending: [UInt8] = []
  /// A private key whose end has not come.
  private var key: [UInt8]?
  private var isBinary: Bool?

  /// - Parameters:
  ///   - path: What the stream is called, for rules that look at paths.
  ///   - key: At most 64 bytes; the same key gives the same placeholders.
  ///   - keepsSecrets: Whether ``map`` is wanted.
  public init(_ finder: SecretFinder, path: String, key: [UInt8], keepsSecrets: Bool) {
    (self.finder, self.path) = (finder, path)
    placeholders = Placeholders(key: key, keepsSecrets: keepsSecrets)
  }

  /// The placeholders that were given and the secrets in their places, one JSON object a line, when they are kept.
  public var map: String {
    placeholders.given.map { placeholder, secret in
      let value: JSONValue = [
        "placeholder": .string(placeholder), "secret": .string(String(decoding: secret, as: UTF8.self)),
      ]
      return value.compact + "\n"
    }.joined()
  }

  /// Number of different secrets that were replaced.
  public var count: Int { placeholders.count }

  /// Takes the next bytes of the stream.
  ///
  /// - Parameter isPaused: Whether nothing more is there for now, so that whole lines are let through.
  /// - Returns: What may be shown.
  /// - Throws: ``ScanError`` when the project's files cannot be used.
  public func take(_ bytes: [UInt8], isPaused: Bool) throws(ScanError) -> [UInt8] {
    pending += bytes
    if isBinary == nil, !pending.isEmpty {
      // The span of a property would escape its scope, which the optimiser refuses.
      let start = pending
      isBinary = looksBinary(start.span)
    }
    if isBinary == true {
      defer { pending = [] }
      return pending
    }
    return try release {
      if pending.count >= Self.block { return lastLineEnd(before: pending.count - Self.lookahead) }
      return isPaused ? lastLineEnd(before: pending.count) : 0
    }
  }

  /// Ends the stream.
  ///
  /// - Returns: What was left of it.
  public func finish() throws(ScanError) -> [UInt8] {
    if isBinary == true { return [] }
    var output = try release(isLast: true) { pending.count }
    if let key { output += placeholder(for: key, rule: Self.keyRule) }
    key = nil
    return output
  }

  /// The place after the last line end before an offset; in a very long line the offset less the lookahead.
  private func lastLineEnd(before offset: Int) -> Int {
    if let end = pending[..<max(0, offset)].lastIndex(of: UInt8(ascii: "\n")) { return end + 1 }
    return pending.count > Self.longestLine ? max(0, min(offset, pending.count - Self.lookahead)) : 0
  }

  // MARK: - Letting through

  /// Lets through what it can.
  ///
  /// - Parameter limit: Says up to where, as often as something was let through.
  private func release(isLast: Bool = false, upTo limit: () -> Int) throws(ScanError) -> [UInt8] {
    var output: [UInt8] = []
    while true {
      output += passKey()
      let (end, waiting) = (limit(), pending.count)
      guard key == nil, end > 0 else { return output }
      output += try passText(upTo: end, isLast: isLast)
      if key == nil, pending.count == waiting { return output }
    }
  }

  private func passText(upTo limit: Int, isLast: Bool) throws(ScanError) -> [UInt8] {
    let text = before + pending
    let start = before.count
    let secrets = try maskedRanges(of: text, from: start)
    var end = start + limit
    let reaching = secrets.first { $0.range.lowerBound < end && $0.range.upperBound >= end }
    // What reaches the end may go on.
    if let reaching, !isLast, pending.count < Self.mostPending { end = max(start, reaching.range.lowerBound) }
    let opening = KeyBlock.unfinished(in: text.span.extracting(start...)).map { start + $0 }
    if let opening, opening < end { end = opening }
    let output = masked(text, start..<end, secrets)
    before = Array(text[max(0, end - Self.context)..<end])
    pending = Array(text[end...])
    if end == opening {
      key = pending
      pending = []
    }
    return output
  }

  /// Lets nothing of a private key through but a placeholder at its end.
  private func passKey() -> [UInt8] {
    guard var key else { return [] }
    let seen = key.count
    key += pending
    pending = []
    guard let end = KeyBlock.end(in: key.span) else {
      // What is no key for so long is not held for ever.
      guard key.count > KeyBlock.longest else {
        self.key = key
        return []
      }
      self.key = nil
      pending = Array(key[seen...])
      return placeholder(for: Array(key[..<seen]), rule: Self.keyRule)
    }
    self.key = nil
    pending = Array(key[end...])
    return placeholder(for: Array(key[..<end]), rule: Self.keyRule)
  }

  private static let keyRule = "private-key"

  private func placeholder(for secret: [UInt8], rule: String) -> [UInt8] {
    Array(placeholders.placeholder(for: secret, rule: rule).utf8)
  }

  // MARK: - Masking

  private struct MaskedRange {
    var range: Range<Int>
    var value: [UInt8]
    var rule: String
  }

  /// What must be replaced from an offset on: what is found, and what was found before; in order, apart from each other.
  private func maskedRanges(of text: [UInt8], from start: Int) throws(ScanError) -> [MaskedRange] {
    var ranges: [MaskedRange] = []
    for secret in try finder.secrets(in: text, path: path) where secret.isMasked {
      ranges.append(MaskedRange(range: secret.range, value: secret.value, rule: secret.rule.id))
      remembered.add(secret.value, rule: secret.rule.id)
    }
    for (range, value, rule) in remembered.places(in: text.span, from: start) {
      ranges.append(MaskedRange(range: range, value: value, rule: rule))
    }
    ranges.removeAll { $0.range.upperBound <= start }
    ranges.sort { ($0.range.lowerBound, -$0.range.count) < ($1.range.lowerBound, -$1.range.count) }
    var end = 0
    return ranges.filter { masked in
      guard masked.range.lowerBound >= end else { return false }
      end = masked.range.upperBound
      return true
    }
  }

  private func masked(_ text: [UInt8], _ range: Range<Int>, _ secrets: [MaskedRange]) -> [UInt8] {
    var output: [UInt8] = []
    var place = range.lowerBound
    for secret in secrets where secret.range.lowerBound >= place && secret.range.lowerBound < range.upperBound {
      output += text[place..<secret.range.lowerBound]
      let placeholder = placeholder(for: secret.value, rule: secret.rule)
      output +=
        Self.isBareJSON(secret.range, in: text)
        ? [UInt8(ascii: "\"")] + placeholder + [UInt8(ascii: "\"")] : placeholder
      place = min(secret.range.upperBound, range.upperBound)
    }
    return output + text[place..<range.upperBound]
  }

  /// Whether bytes are a number of a JSON text, which must be a string to have a placeholder.
  private static func isBareJSON(_ range: Range<Int>, in text: [UInt8]) -> Bool {
    guard text[range].allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return false }
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

extension TextSecret {
  /// Whether it is replaced: also where somebody accepted it, since it is a secret all the same; not what is unlikely to be
  /// one, nor what the configuration says is none.
  fileprivate var isMasked: Bool {
    switch suppression?.kind {
    case nil, .inline, .ignoreFile, .baseline: true
    case .allowlist, .settings, .threshold: false
    }
  }
}
