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
  /// What was let through last, as it came, and after it what was not: one buffer, which grows and shrinks in its place.
  private var text: [UInt8] = []
  /// Where in the text what was not let through begins.
  private var start = 0
  /// A private key whose end has not come.
  private var key: [UInt8]?
  /// Bytes that the beginning of a stream has to have before it is known how to read it.
  private static let shortestStart = 4
  /// The same for one with NULs, of which more may show an encoding.
  private static let shortestBinary = 1_024
  /// The first bytes, while they are too few; `nil` after them.
  private var first: [UInt8]? = []
  /// For a stream in UTF-16 or UTF-32.
  private var transcoder: TextTranscoder?

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
  public private(set) var isBinary = false

  /// Takes the next bytes of the stream.
  ///
  /// - Parameter isPaused: Whether nothing more is there for now, so that whole lines are let through.
  /// - Returns: What may be shown.
  /// - Throws: ``ScanError`` when the project's files cannot be used.
  public func take(_ bytes: [UInt8], isPaused: Bool) throws(ScanError) -> [UInt8] {
    let bytes = read(bytes)
    if isBinary { return bytes }
    text += bytes
    let output = try release {
      if pendingCount >= Self.block { return lastLineEnd(before: pendingCount - Self.lookahead) }
      return isPaused ? lastLineEnd(before: pendingCount) : 0
    }
    return transcoder?.encoded(output) ?? output
  }

  /// Ends the stream.
  ///
  /// - Returns: What was left of it.
  public func finish() throws(ScanError) -> [UInt8] {
    let rest = read([], isLast: true)
    if isBinary { return rest }
    text += rest
    var output = try release(isLast: true) { pendingCount }
    if let key { output += placeholder(for: key, rule: Self.keyRule) }
    key = nil
    return transcoder?.encoded(output, isLast: true) ?? output
  }

  /// The next bytes as they are searched; the first ones say how.
  private func read(_ bytes: [UInt8], isLast: Bool = false) -> [UInt8] {
    var bytes = bytes
    if let start = first {
      bytes = start + bytes
      transcoder = TextTranscoder(start: bytes)
      isBinary = transcoder == nil && looksBinary(bytes.span)
      let shortest = isBinary ? Self.shortestBinary : Self.shortestStart
      first = bytes.count < shortest && !isLast ? bytes : nil
      if first != nil {
        (transcoder, isBinary) = (nil, false)
        return []
      }
    }
    return transcoder?.decoded(bytes, isLast: isLast) ?? bytes
  }

  /// Number of bytes that were not let through.
  private var pendingCount: Int { text.count - start }

  /// How many pending bytes come before an offset in them and end a line; in a very long line the offset less the lookahead.
  private func lastLineEnd(before offset: Int) -> Int {
    if let end = text[start..<start + max(0, offset)].lastIndex(of: UInt8(ascii: "\n")) { return end + 1 - start }
    return pendingCount > Self.longestLine ? max(0, min(offset, pendingCount - Self.lookahead)) : 0
  }

  // MARK: - Letting through

  /// Lets through what it can.
  ///
  /// - Parameter limit: Says up to which pending byte, as often as something was let through.
  private func release(isLast: Bool = false, upTo limit: () -> Int) throws(ScanError) -> [UInt8] {
    var output: [UInt8] = []
    while true {
      output += passKey()
      let (end, waiting) = (limit(), pendingCount)
      guard key == nil, end > 0 else { return output }
      let passed = try passText(upTo: end, isLast: isLast)
      output = output.isEmpty ? passed : output + passed
      if key == nil, pendingCount == waiting { return output }
    }
  }

  private func passText(upTo limit: Int, isLast: Bool) throws(ScanError) -> [UInt8] {
    let secrets = try maskedRanges(of: text, from: start)
    var end = start + limit
    let reaching = secrets.first { $0.range.lowerBound < end && $0.range.upperBound >= end }
    // What reaches the end may go on.
    if let reaching, !isLast, pendingCount < Self.mostPending { end = max(start, reaching.range.lowerBound) }
    let opening = unfinishedKey()
    if let opening, opening < end { end = opening }
    let output = secrets.masking(start..<end, of: text) {
      placeholders.placeholder(for: $0.value, rule: $0.rule)
    }
    let dropped = max(0, end - Self.context)
    text.removeSubrange(..<dropped)
    start = end - dropped
    if end == opening { key = takePending() }
    return output
  }

  /// Where a private key begins that does not end in what is pending.
  private func unfinishedKey() -> Int? {
    let text = text
    return KeyBlock.unfinished(in: text.span.extracting(start...)).map { start + $0 }
  }

  private func takePending() -> [UInt8] {
    defer { text.removeSubrange(start...) }
    return Array(text[start...])
  }

  /// Lets nothing of a private key through but a placeholder at its end.
  private func passKey() -> [UInt8] {
    guard var key else { return [] }
    let seen = key.count
    key += takePending()
    guard let end = KeyBlock.end(in: key.span) else {
      // What is no key for so long is not kept back for ever.
      guard key.count > KeyBlock.longest else {
        self.key = key
        return []
      }
      self.key = nil
      text += key[seen...]
      return placeholder(for: Array(key[..<seen]), rule: Self.keyRule)
    }
    self.key = nil
    text += key[end...]
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
