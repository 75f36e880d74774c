extension Collection<UInt8> {
  /// The bytes as text; what is not UTF-8 is replaced.
  var text: String { String(decoding: self, as: UTF8.self) }

  /// Whether all bytes are printable ASCII, blank included.
  var isPrintableASCII: Bool { allSatisfy { (0x20...0x7E).contains($0) } }

  func starts(with prefix: StaticString) -> Bool {
    starts(with: prefix.bytes)
  }

  /// A big-endian number of at most eight bytes.
  var bigEndian: UInt64 { reduce(0) { $0 << 8 | UInt64($1) } }
}

extension RandomAccessCollection<UInt8> {
  /// Index at which `literal` is first.
  func firstRange(of literal: StaticString) -> Range<Index>? { firstRange(of: literal.bytes) }

  func firstRange(of literal: [UInt8]) -> Range<Index>? {
    guard let head = literal.first, literal.count <= count else { return nil }
    var place = startIndex
    while let found = self[place...].firstIndex(of: head) {
      let rest = self[found...]
      if rest.starts(with: literal) { return found..<index(found, offsetBy: literal.count) }
      place = index(after: found)
    }
    return nil
  }
}

extension StaticString {
  var bytes: [UInt8] { withUTF8Buffer { Array($0) } }
}

extension RandomNumberGenerator {
  /// Random bytes.
  mutating func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &self) }
  }

  /// Random characters of an alphabet.
  mutating func characters(_ count: Int, of alphabet: StaticString) -> [UInt8] {
    let symbols = alphabet.bytes
    return (0..<count).map { _ in symbols.randomElement(using: &self) ?? symbols[0] }
  }
}

/// Alphabets that checks draw random characters from.
enum Alphabet {
  static let alphanumeric: StaticString = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
  static let lowerHex: StaticString = "0123456789abcdef"
}
