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
  private var remembered = RememberedSecrets(most: RememberedSecrets.mostOfStream)
  /// What was let through last, as it came.
  private var before: [UInt8] = []
  /// What has not been let through.
  private var pending: [UInt8] = []
  /// A private key whose end has not come.
  private var key: [UInt8]?
  /// `nil` before the first bytes.
  private var looksBinary: Bool?

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

  /// Whether the stream passes as it is, since it begins as no text does.
  public var isBinary: Bool { looksBinary ?? false }

  /// Takes the next bytes of the stream.
  ///
  /// - Parameter isPaused: Whether nothing more is there for now, so that whole lines are let through.
  /// - Returns: What may be shown.
  /// - Throws: ``ScanError`` when the project's files cannot be used.
  public func take(_ bytes: [UInt8], isPaused: Bool) throws(ScanError) -> [UInt8] {
    pending += bytes
    if looksBinary == nil, !pending.isEmpty {
      // The span of a property would escape its scope, which the optimiser refuses.
      let start = pending
      looksBinary = Content.looksBinary(start.span)
    }
    if isBinary {
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
    if isBinary { return [] }
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
    let output = secrets.masking(start..<end, of: text) {
      placeholders.placeholder(for: $0.value, rule: $0.rule)
    }
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

  /// What must be replaced from an offset on: what is found, and what was found before.
  private func maskedRanges(of text: [UInt8], from start: Int) throws(ScanError) -> [MaskedRange] {
    var ranges: [MaskedRange] = []
    for secret in try finder.secrets(in: text, path: path) where secret.isMasked {
      ranges.append(MaskedRange(secret))
      remembered.add(secret.value, rule: secret.rule.id)
    }
    ranges += remembered.places(in: text.span, from: start)
    return ranges.filter { $0.range.upperBound > start }.apart
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
