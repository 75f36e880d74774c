import CDeflate
import Text

/// A way to write a text.
public enum Encoding: String, CaseIterable, Sendable {
  case base64, base64url, unpadded, hex, uppercaseHex, percent, backslashU, backslashX, octal, entities
  /// As mail programs write it: broken lines, and few escapes.
  case mail
  /// Every byte of it.
  case quotedPrintable
  case codePoints
  /// In base64, as all that is compressed.
  case gzip, zlib

  /// What a report says of it.
  public var layers: String {
    switch self {
    case .base64, .base64url, .unpadded: "base64"
    case .hex, .uppercaseHex: "hex"
    case .percent: "percent"
    case .backslashU, .backslashX, .octal: "backslash"
    case .entities: "entities"
    case .mail, .quotedPrintable: "quoted-printable"
    case .codePoints: "code-points"
    case .gzip: "base64+gzip"
    case .zlib: "base64+zlib"
    }
  }

  /// A text written so.
  public func apply(_ bytes: [UInt8]) -> [UInt8] { apply(PlantedText(bytes: bytes, secret: 0..<0)).bytes }

  /// A text written so, and where what is to be masked of it is then.
  public func apply(_ text: PlantedText) -> PlantedText {
    switch self {
    case .base64: text.whole(Base64.encode(text.bytes))
    case .base64url: text.whole(Base64.encode(text.bytes, .url))
    case .unpadded: text.whole(Base64.encode(text.bytes, padded: false))
    case .hex: text.whole(Array(Hexadecimal.text(of: text.bytes).utf8))
    case .uppercaseHex: text.whole(text.bytes.flatMap { Array(Hexadecimal.uppercased($0).utf8) })
    case .percent: text.each { "%" + Hexadecimal.uppercased($0) }
    case .backslashU: text.each { "\\u00" + Hexadecimal.text(of: [$0]) }
    case .backslashX: text.each { "\\x" + Hexadecimal.text(of: [$0]) }
    case .octal: text.each { "\\" + ($0 < 64 ? "0" : "") + ($0 < 8 ? "0" : "") + String($0, radix: 8) }
    case .entities: text.each { "&#\($0);" }
    case .quotedPrintable: text.each { "=" + Hexadecimal.uppercased($0) }
    case .codePoints: text.each(separator: " ") { "U+00" + Hexadecimal.uppercased($0) }
    case .mail: text.mailed
    case .gzip: text.whole(Base64.encode(Self.compressed(text.bytes, libdeflate_gzip_compress)))
    case .zlib: text.whole(Base64.encode(Self.compressed(text.bytes, libdeflate_zlib_compress)))
    }
  }

  private static func compressed(
    _ bytes: [UInt8],
    _ compress: (OpaquePointer?, UnsafeRawPointer?, Int, UnsafeMutableRawPointer?, Int) -> Int
  ) -> [UInt8] {
    let compressor = libdeflate_alloc_compressor(6)
    defer { libdeflate_free_compressor(compressor) }
    return [UInt8](unsafeUninitializedCapacity: bytes.count + 200) { buffer, count in
      count = compress(compressor, bytes, bytes.count, buffer.baseAddress, buffer.count)
    }
  }
}

/// A text with a secret in it, encoded or not.
public struct PlantedText: Sendable {
  /// The text.
  public var bytes: [UInt8]
  /// Where it is, or the run that it is encoded in.
  public var secret: Range<Int>

  /// - Parameter secret: Where it is.
  public init(bytes: [UInt8], secret: Range<Int>) {
    (self.bytes, self.secret) = (bytes, secret)
  }

  /// A secret in a text that every encoding changes: a line that mail breaks inside it.
  public init(_ secret: String) {
    let start = "first line\nthe value of which we spoke in the last letter, on page 12, is "
    bytes = Array("\(start)\(secret) here\n".utf8)
    self.secret = start.utf8.count..<start.utf8.count + secret.utf8.count
  }

  /// The text between two lines.
  public var framed: PlantedText {
    let start = Array("the start\n".utf8)
    return PlantedText(
      bytes: start + bytes + Array("\nthe end\n".utf8),
      secret: secret.lowerBound + start.count..<secret.upperBound + start.count)
  }

  fileprivate func whole(_ bytes: [UInt8]) -> PlantedText { PlantedText(bytes: bytes, secret: bytes.indices) }

  fileprivate func each(separator: String = "", _ written: (UInt8) -> String) -> PlantedText {
    var starts: [Int] = []
    var result: [UInt8] = []
    for byte in bytes {
      if !result.isEmpty { result += separator.utf8 }
      starts.append(result.count)
      result += written(byte).utf8
    }
    starts.append(result.count)
    return PlantedText(bytes: result, secret: starts[secret.lowerBound]..<starts[secret.upperBound])
  }

  /// As RFC 2045, section 6.7, has it: lines of at most 76 bytes.
  fileprivate var mailed: PlantedText {
    var column = 0
    return each { byte in
      let written = byte == UInt8(ascii: "=") ? "=3D" : String(UnicodeScalar(byte))
      if byte == UInt8(ascii: "\n") {
        column = 0
        return written
      }
      column += written.utf8.count
      if column <= 75 { return written }
      column = written.utf8.count
      return "=\n" + written
    }
  }
}
