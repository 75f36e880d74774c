/// One step from the bytes of a file to a text in which a secret is written plainly.
public enum DecodingLayer: String, CaseIterable, Sendable, Hashable {
  /// RFC 4648, with either alphabet, padded or not, also when it is wrapped over lines.
  case base64
  case hexadecimal = "hex"
  /// Compressed data as RFC 1952 describes it.
  case gzip
  /// Compressed data as RFC 1950 describes it.
  case zlib
  /// `%41`, as URLs have it, and `%u0041`.
  case percent
  /// `\u0041`, `\u{41}`, `\x41`, `\101` and others of string literals.
  case backslash
  /// `&#65;` and others of HTML and XML, with or without `;`.
  case entities
  /// `=41` and broken lines, as mail has them.
  case quotedPrintable = "quoted-printable"
  /// `U+0041 U+0042`, as Unicode writes code points.
  case codePoints = "code-points"
  /// UTF-16 with ASCII in it, as PowerShell's encoded commands are.
  case utf16 = "utf-16"
  /// Keys in the binary form that PEM writes in base64.
  case der

  /// Whether most bytes stay as they are, so that a text has what is in it at the same place.
  var isEscape: Bool {
    switch self {
    case .percent, .backslash, .entities, .quotedPrintable, .codePoints: true
    case .base64, .hexadecimal, .gzip, .zlib, .utf16, .der: false
    }
  }
}

/// How a secret was encoded where it was found.
public final class DecodedSecret: Sendable {
  /// What was decoded, outermost first.
  public let layers: [DecodingLayer]
  /// Where the secret is in each text that came of decoding, outermost first: the last range is the secret's own, those
  /// before it are of what was decoded on.
  let places: [Range<Int>]
  /// The bytes of the outermost text that decide on what was decoded; they may reach beyond it.
  let lookedAt: Range<Int>
  /// A hash of the encoded bytes as the outermost text has them: they may be megabytes.
  private let written: Int

  init(layers: [DecodingLayer], places: [Range<Int>], lookedAt: Range<Int>, written: Span<UInt8>) {
    (self.layers, self.places, self.lookedAt, self.written) = (layers, places, lookedAt, Self.hash(written))
  }

  /// Whether the outermost text has the secret as it is but for escapes.
  var isEscaped: Bool { layers.allSatisfy(\.isEscape) }

  /// The layers as reports name them: `base64+gzip`.
  public var name: String { layers.name }

  /// Whether some bytes are those that the secret was decoded from.
  func isWritten(as bytes: Span<UInt8>) -> Bool { Self.hash(bytes) == written }

  private static func hash(_ bytes: Span<UInt8>) -> Int {
    var hasher = Hasher()
    bytes.withUnsafeBufferPointer { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    return hasher.finalize()
  }

  /// Whether both are the same place, or overlapping ones, in what was decoded from the same bytes.
  func overlaps(_ other: DecodedSecret) -> Bool {
    for (place, otherPlace) in zip(places, other.places) {
      if place == otherPlace { continue }
      return place.overlaps(otherPlace)
    }
    return true
  }
}

extension [DecodingLayer] {
  /// The layers as reports name them, outermost first: `base64+gzip`.
  public var name: String { map(\.rawValue).joined(separator: "+") }
}

/// A match in what was decoded, for `explain`.
public struct DecodedValue: Sendable {
  /// What was decoded, outermost first.
  public var layers: [DecodingLayer]
  /// The secret as it was decoded.
  public var value: [UInt8]
  /// The bytes of the outermost text that decide on what was decoded; they may reach beyond it.
  var lookedAt: Range<Int>
}
