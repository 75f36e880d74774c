/// Name of an object: the SHA-1 or SHA-256 of its kind, size and content, stored inline.
public struct ObjectID: Hashable, Comparable, Sendable, CustomStringConvertible {
  // Big-endian words, so that comparing words compares bytes; the last twelve bytes of a SHA-1 are zero.
  let word0: UInt64
  let word1: UInt64
  let word2: UInt64
  let word3: UInt64
  /// The hash function.
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

  /// Reads 40 or 64 hexadecimal digits in ASCII; anything else gives nil.
  public init?(hex: some Collection<UInt8>) {
    guard let format = ObjectFormat(byteCount: hex.count / 2), hex.count % 2 == 0 else { return nil }
    let id = hex.withContiguousStorageIfAvailable { ObjectID(hexIn: $0.span, at: 0, format) }
    guard let id = id ?? ObjectID(hexIn: Array(hex).span, at: 0, format) else { return nil }
    self = id
  }

  /// Reads 40 or 64 hexadecimal digits; anything else gives nil.
  public init?(_ hex: String) {
    self.init(hex: Array(hex.utf8))
  }

  /// Reads hexadecimal digits inside other text, without allocating.
  ///
  /// - Parameter start: Offset of the first of 40 or 64 digits.
  init?(hexIn text: Span<UInt8>, at start: Int, _ format: ObjectFormat) {
    guard start >= 0, start + format.byteCount * 2 <= text.count else { return nil }
    var digits = HexDigits(start)
    // The guard has checked that all digits are inside the text.
    (word0, word1, word2, word3) = text.withUnsafeBytes { bytes in
      let first = digits.next64(in: bytes)
      let second = digits.next64(in: bytes)
      guard format == .sha256 else { return (first, second, UInt64(digits.next32(in: bytes)) << 32, 0) }
      return (first, second, digits.next64(in: bytes), digits.next64(in: bytes))
    }
    guard digits.areValid else { return nil }
    self.format = format
  }

  /// Reads an id at the start of `bytes`, of which the caller has checked that there are at least the format's byte
  /// count.
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

  /// Appends the id's 20 or 32 bytes.
  func append(to bytes: inout [UInt8]) {
    withUnsafeBytes(of: (word0.bigEndian, word1.bigEndian, word2.bigEndian, word3.bigEndian)) {
      bytes.append(contentsOf: $0[..<format.byteCount])
    }
  }

  /// The id in lower-case hexadecimal digits.
  public var hex: String {
    String(unsafeUninitializedCapacity: format.byteCount * 2) { text in
      // Invariant: two digits per byte, sixteen per word; the capacity is that of all digits.
      for index in 0..<format.byteCount * 2 {
        let word = index < 32 ? (index < 16 ? word0 : word1) : (index < 48 ? word2 : word3)
        let digit = UInt8(truncatingIfNeeded: word >> UInt64(60 - index % 16 * 4)) & 15
        text[index] = digit + (digit < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10)
      }
      return format.byteCount * 2
    }
  }

  /// The same as ``hex``.
  public var description: String { hex }

  /// The first byte, by which the fan-out table of an index counts ids.
  var firstByte: Int { Int(word0 >> 56) }

  /// Whether this is git's null id, which means "no object": every byte is zero.
  public var isNull: Bool { word0 | word1 | word2 | word3 == 0 }

  /// Compares the ids byte by byte.
  public static func < (left: ObjectID, right: ObjectID) -> Bool {
    if left.word0 != right.word0 { return left.word0 < right.word0 }
    if left.word1 != right.word1 { return left.word1 < right.word1 }
    if left.word2 != right.word2 { return left.word2 < right.word2 }
    return left.word3 < right.word3
  }
}
