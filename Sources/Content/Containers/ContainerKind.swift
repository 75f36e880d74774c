import ByteSearch

/// What a container's bytes show: its name says nothing.
///
/// The numbers are those of the formats' own descriptions; where a number alone is short enough to begin a text or other
/// content by chance, more of the header has to fit.
enum ContainerKind: Equatable, Sendable {
  case zip, tar, cpio, ar, sevenZip, cab, iso, rpm, lha
  /// A zip that follows something else, such as a program that starts or unpacks it.
  case trailingZip
  /// A container that follows a program which unpacks it, and where it begins.
  indirect case appended(ContainerKind, at: Int)
  /// A database of SQLite.
  case database
  /// A repository in one file, which is scanned as one.
  case bundle
  /// One compressed file, whatever it contains.
  case compressed(Compression)
  /// Something that leaksift does not open; the name, as a report writes it.
  case closed(String)

  enum Compression: CaseIterable {
    case gzip, zlib, bzip2, xz, lzma, lzip, zstd, lz4, compress
  }

  /// How many bytes show every kind: an image of a disc begins with 32,768 bytes of something else (ECMA-119, 6.2.1).
  static let headSize = 32_768 + 6

  /// How many bytes show that something is a text where containers are not known by their signs alone.
  static let shownAsText = 512

  /// Whether reading it means to jump about in it.
  var needsSeeking: Bool { [.sevenZip, .zip, .trailingZip, .database].contains(self) }

  /// What it is that leaksift does not open inside another container; `nil` for what it does.
  var nameOfClosed: String? {
    switch self {
    case .closed(let name): name
    case .bundle: "a git bundle in another container"
    default: nil
    }
  }

  /// - Parameter head: The first ``headSize`` bytes, or the whole content when it is shorter.
  /// - Returns: `nil` for everything else.
  init?(_ head: Span<UInt8>) {
    guard head.count > 5 else { return nil }
    // Nearly all texts end here.
    if let kind = Self.kind(head) {
      self = kind
    } else if TarHeader.isValid(head) {
      self = .tar
    } else if LHAHeader.isValid(head) {
      self = .lha
    } else if head.count >= Self.headSize, head.hasBytes(Array("CD001".utf8), at: 32_769) {
      self = .iso
    } else {
      return nil
    }
  }

  private static func kind(_ head: Span<UInt8>) -> ContainerKind? {
    var start: UInt64 = 0
    for index in 0..<8 { start = start << 8 | (index < head.count ? UInt64(head[index]) : 0) }
    switch start >> 32 {
    case 0x504B_0304, 0x504B_0506, 0x504B_0708: return .zip
    case 0x377A_BCAF where start >> 16 & 0xFFFF == 0x271C: return .sevenZip
    case 0x5351_4C69 where head.hasBytes(DatabaseFile.sign, at: 0): return .database
    case 0x4D53_4346 where start & 0xFFFF_FFFF == 0: return .cab
    case 0x213C_6172 where start & 0xFFFF_FFFF == 0x6368_3E0A: return .ar
    case 0xEDAB_EEDB: return .rpm
    case 0x2320_7632 where head.hasBytes(Array("# v2 git bundle\n".utf8), at: 0),
      0x2320_7633 where head.hasBytes(Array("# v3 git bundle\n".utf8), at: 0):
      return .bundle
    case 0x3037_3037, 0xC771_0000...0xC771_FFFF, 0x71C7_0000...0x71C7_FFFF:
      return CpioHeader.isValid(head) ? .cpio : nil
    default:
      return Compression(head, from: 0).map(ContainerKind.compressed)
        ?? ClosedContainer.name(head).map(ContainerKind.closed)
        ?? (GzipInput.isZlib(head) ? .compressed(.zlib) : nil)
    }
  }
}

extension ContainerKind.Compression {
  /// The compression of what begins at a place.
  fileprivate init?(_ head: Span<UInt8>, from start: Int) {
    func has(_ bytes: UInt8..., at offset: Int = 0) -> Bool { head.hasBytes(bytes, at: start + offset) }
    guard start + 8 <= head.count else { return nil }
    switch head[start] {
    case 0x1F where has(0x1F, 0x8B, 8) && head[start + 3] & 0xE0 == 0: self = .gzip
    case 0x1F where has(0x1F, 0x9D) && head[start + 2] & 0x60 == 0: self = .compress
    case 0x42 where has(0x42, 0x5A, 0x68) && 0x31...0x39 ~= head[start + 3]:
      // The digits of pi before a block, of its root at the end.
      guard has(0x31, 0x41, 0x59, 0x26, at: 4) || has(0x17, 0x72, 0x45, 0x38, at: 4) else { return nil }
      self = .bzip2
    case 0xFD where has(0xFD, 0x37, 0x7A, 0x58, 0x5A, 0): self = .xz
    case 0x4C where has(0x4C, 0x5A, 0x49, 0x50, 1): self = .lzip
    case 0x5D where has(0x5D, 0, 0) && has(0xFF, 0xFF, 0xFF, at: 5): self = .lzma
    case 0x28 where has(0x28, 0xB5, 0x2F, 0xFD): self = .zstd
    case 0x04 where has(0x04, 0x22, 0x4D, 0x18), 0x02 where has(0x02, 0x21, 0x4C, 0x18): self = .lz4
    case 0x50...0x5F where has(0x2A, 0x4D, 0x18, at: 1):
      // A frame to be skipped, of both zstd and lz4 (RFC 8878, 3.1.2).
      let length = (0..<4).reduce(0) { $0 | Int(head[start + 4 + $1]) << (8 * $1) }
      self.init(head, from: start + 8 + length)
    default: return nil
    }
  }
}

extension Span<UInt8> {
  /// Whether some bytes are at a place.
  func hasBytes(_ bytes: [UInt8], at start: Int) -> Bool {
    guard start >= 0, start + bytes.count <= count else { return false }
    return bytes.indices.allSatisfy { self[start + $0] == bytes[$0] }
  }

  /// Whether the first ``ContainerKind/shownAsText`` bytes are a text in UTF-8.
  var beginsLikeText: Bool {
    let start = extracting(first: ContainerKind.shownAsText)
    if start.firstIndex(of: 0, in: 0..<start.count) != nil { return false }
    // The last character may be cut.
    return (0..<4).contains { cut in
      String(validating: (0..<max(0, start.count - cut)).map { start[$0] }, as: UTF8.self) != nil
    }
  }
}
