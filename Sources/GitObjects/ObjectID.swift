/// Name of an object: the SHA-1 or SHA-256 of its kind, size and content, kept inline.
public struct ObjectID: Hashable, Comparable, Sendable, CustomStringConvertible {
  // Big-endian words, so that comparing words compares bytes; a SHA-1 leaves the last twelve bytes zero.
  let word0: UInt64
  let word1: UInt64
  let word2: UInt64
  let word3: UInt64
  /// Which hash the id is made of.
  public let format: ObjectFormat

  /// Reads an id from raw bytes.
  ///
  /// - Parameter bytes: 20 or 32 bytes; any other count gives nil.
  public init?(_ bytes: Span<UInt8>) {
    guard let format = ObjectFormat(byteCount: bytes.count) else { return nil }
    self = bytes.withUnsafeBytes { ObjectID(unchecked: $0, format) }
  }

  /// Reads an id from an array of 20 or 32 bytes.
  public init?(_ bytes: [UInt8]) {
    self.init(bytes.span)
  }

  /// Reads 40 or 64 hexadecimal digits.
  public init?(hex: some Collection<UInt8>) {
    guard hex.count == 40 || hex.count == 64 else { return nil }
    var bytes: [UInt8] = []
    var high: UInt8?
    for digit in hex {
      guard let value = hexValue(digit) else { return nil }
      if let first = high {
        bytes.append(first << 4 | value)
        high = nil
      } else {
        high = value
      }
    }
    self.init(bytes.span)
  }

  /// Reads 40 or 64 hexadecimal digits.
  public init?(_ hex: String) {
    self.init(hex: Array(hex.utf8))
  }

  /// Reads hexadecimal digits in the midst of other text, without allocating.
  ///
  /// - Parameter start: Offset of the first of 40 or 64 digits.
  init?(hexIn text: Span<UInt8>, at start: Int, _ format: ObjectFormat) {
    guard start >= 0, start + format.byteCount * 2 <= text.count else { return nil }
    func word(_ index: Int, _ digits: Int) -> UInt64? {
      var word: UInt64 = 0
      for offset in 0..<digits {
        guard let digit = hexValue(text[start &+ index &* 16 &+ offset]) else { return nil }
        word = word << 4 | UInt64(digit)
      }
      return word << UInt64(64 - digits * 4)
    }
    let isShort = format == .sha1
    guard let first = word(0, 16), let second = word(1, 16), let third = word(2, isShort ? 8 : 16),
      let fourth = isShort ? 0 : word(3, 16)
    else { return nil }
    (word0, word1, word2, word3) = (first, second, third, fourth)
    self.format = format
  }

  /// Reads an id that lies at the start of `bytes`.
  ///
  /// The caller has checked that `bytes` holds at least the format's byte count.
  init(unchecked bytes: UnsafeRawBufferPointer, _ format: ObjectFormat) {
    func word(_ index: Int) -> UInt64 {
      UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self))
    }
    word0 = word(0)
    word1 = word(1)
    self.format = format
    switch format {
    case .sha1:
      word2 = UInt64(UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt32.self))) << 32
      word3 = 0
    case .sha256:
      word2 = word(2)
      word3 = word(3)
    }
  }

  /// The id's 20 or 32 bytes.
  public var bytes: [UInt8] {
    let all = [word0, word1, word2, word3].flatMap { word in
      stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> UInt64($0)) }
    }
    return Array(all.prefix(format.byteCount))
  }

  /// The id in lower-case hexadecimal digits.
  public var hex: String {
    String(unsafeUninitializedCapacity: format.byteCount * 2) { text in
      // Invariant: two digits a byte, sixteen a word, as many as there is room for.
      for place in 0..<format.byteCount * 2 {
        let word = place < 32 ? (place < 16 ? word0 : word1) : (place < 48 ? word2 : word3)
        let digit = UInt8(truncatingIfNeeded: word >> UInt64(60 - place % 16 * 4)) & 15
        text[place] = digit + (digit < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10)
      }
      return format.byteCount * 2
    }
  }

  /// The same as ``hex``.
  public var description: String { hex }

  /// Whether every byte is zero, git's way to write "no object".
  public var isNull: Bool { word0 | word1 | word2 | word3 == 0 }

  public static func < (left: ObjectID, right: ObjectID) -> Bool {
    if left.word0 != right.word0 { return left.word0 < right.word0 }
    if left.word1 != right.word1 { return left.word1 < right.word1 }
    if left.word2 != right.word2 { return left.word2 < right.word2 }
    return left.word3 < right.word3
  }
}

/// Value of a hexadecimal digit.
func hexValue(_ digit: UInt8) -> UInt8? {
  switch digit {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
  case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
  case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
  default: nil
  }
}
