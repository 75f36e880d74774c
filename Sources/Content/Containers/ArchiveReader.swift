import CArchive
import Platform

/// Reads the members of one container with libarchive, in the order that the container has them.
///
/// The only file with pointers into libarchive. Invariants: `archive` is used by one thread and freed once; libarchive
/// calls `client` only while one of its functions runs, and the client, with the block that it hands out, lives as long
/// as the archive.
final class ArchiveReader {
  private let kind: ContainerKind
  private let archive: OpaquePointer
  private let client: Client
  /// Bytes of contents that may still be made where decompressing takes as much memory; `nil` where it does not.
  var allowance: Int?
  /// Why the last content ended early, or else what is wrong with it.
  private(set) var contentFailure: Failure?
  private var isContentOver = false
  /// Why members were passed over, of which not even the header could be read.
  private(set) var headerFailure: Failure?

  /// - Parameter input: Is read as libarchive requests it, also while members are read.
  init(_ kind: ContainerKind, _ input: ContainerInput, isStopped: @escaping () -> Bool) {
    CharacterLocale.useUTF8()
    guard let made = archive_read_new() else { fatalError("out of memory") }
    self.kind = kind
    archive = made
    client = Client(input, isStopped)
    Self.enable(kind, made)
    archive_read_set_read_callback(made) { _, data, block in Client.of(data).read(block) }
    if input.length != nil {
      archive_read_set_seek_callback(made) { _, data, offset, whence in Client.of(data).seek(offset, whence) }
      archive_read_set_skip_callback(made) { _, data, count in Client.of(data).skip(count) }
    }
    archive_read_set_callback_data(made, Unmanaged.passUnretained(client).toOpaque())
  }

  deinit { archive_read_free(archive) }

  /// Formats and filters one by one: none that starts another program, and none beside the one that was recognised.
  private static func enable(_ kind: ContainerKind, _ archive: OpaquePointer) {
    switch kind {
    case .zip, .trailingZip: archive_read_support_format_zip(archive)
    case .tar:
      archive_read_support_format_tar(archive)
      // What follows the end of an archive that was appended to another is not lost.
      archive_read_set_format_option(archive, "tar", "read_concatenated_archives", "1")
    case .cpio: archive_read_support_format_cpio(archive)
    case .ar: archive_read_support_format_ar(archive)
    case .sevenZip: archive_read_support_format_7zip(archive)
    case .cab: archive_read_support_format_cab(archive)
    case .lha: archive_read_support_format_lha(archive)
    case .iso: archive_read_support_format_iso9660(archive)
    case .rpm:
      // The only member is the compressed archive after the headers.
      archive_read_support_filter_rpm(archive)
      archive_read_support_format_raw(archive)
    case .compressed(let compression):
      enable(compression, archive)
      archive_read_support_format_raw(archive)
      archive_read_support_format_empty(archive)
    case .bundle, .closed, .database, .appended: break
    }
  }

  private static func enable(_ compression: ContainerKind.Compression, _ archive: OpaquePointer) {
    switch compression {
    case .bzip2: archive_read_support_filter_bzip2(archive)
    // ``GzipInput`` or ``LZMAInput`` has decompressed it.
    case .gzip, .zlib, .xz, .lzma, .lzip: break
    case .zstd: archive_read_support_filter_zstd(archive)
    case .lz4: archive_read_support_filter_lz4(archive)
    case .compress: archive_read_support_filter_compress(archive)
    }
  }

  // MARK: - Members

  private var isOpen = false

  /// Goes on to the next member, past what was not read of the last one.
  func next() -> Step {
    if !isOpen {
      isOpen = true
      if archive_read_open1(archive) < ARCHIVE_WARN { return .failed(failure(endsContainer: true)) }
    }
    (contentFailure, isContentOver) = (nil, false)
    (block, hole, place) = (UnsafeRawBufferPointer(start: nil, count: 0), 0, 0)
    var entry: OpaquePointer?
    var status = ARCHIVE_RETRY
    var passedOver = headerFailure
    for _ in 0..<Self.mostRetries where status == ARCHIVE_RETRY {
      status = archive_read_next_header(archive, &entry)
      if status == ARCHIVE_RETRY || isPastGarbage(status) { passedOver = passedOver ?? failure(endsContainer: false) }
    }
    // Else the container's end says so.
    if status != ARCHIVE_RETRY { headerFailure = passedOver }
    if status == ARCHIVE_EOF, hasGarbageBeforeTrailer {
      headerFailure = headerFailure ?? Failure(words: "bytes before its end are no header", endsContainer: false)
    }
    if status == ARCHIVE_EOF { return client.input.failure == nil ? .end : .failed(failure(endsContainer: true)) }
    guard status >= ARCHIVE_WARN, let entry else { return .failed(failure(endsContainer: true)) }
    return .member(member(entry))
  }

  /// Whether the header came after bytes that are none, which libarchive reports of cpio with a warning.
  private func isPastGarbage(_ status: Int32) -> Bool {
    status == ARCHIVE_WARN && archive_error_string(archive).map { String(cString: $0).hasPrefix("Skipped ") } == true
  }

  /// Whether the header that ends a cpio archive came after bytes that are none, of which libarchive then says nothing.
  private var hasGarbageBeforeTrailer: Bool {
    guard kind == .cpio else { return false }
    let trailer =
      switch archive_format(archive) {
      case Self.cpioPOSIX: 76 + 11
      case Self.cpioSVR4, Self.cpioSVR4WithSums: 110 + 14
      default: 26 + 12
      }
    return consumed - Int(archive_read_header_position(archive)) > trailer
  }

  // `ARCHIVE_FORMAT_CPIO_…`, macros with an expression.
  private static let cpioPOSIX: Int32 = 0x10001
  private static let cpioSVR4: Int32 = 0x10004
  private static let cpioSVR4WithSums: Int32 = 0x10005

  private func member(_ entry: OpaquePointer) -> Member {
    let type = archive_entry_filetype(entry)
    let size = archive_entry_size_is_set(entry) != 0 ? Int(archive_entry_size(entry)) : nil
    let isLink = archive_entry_hardlink(entry) != nil
    let target = Self.bytes(archive_entry_symlink(entry) ?? archive_entry_symlink_utf8(entry))
    // A zip that only goes forward may say behind a folder how much it has.
    let unknownSize = kind == .zip ? 1 : 0
    // `AE_IFREG`, a macro with a cast; of members of `ar` archives only the permissions are there.
    let isRegular = type == 0o100000 || type == 0
    return Member(
      // Names that no conversion made sense of are there in one form only.
      name: Self.bytes(archive_entry_pathname(entry) ?? archive_entry_pathname_utf8(entry)),
      // The last of the hard links of cpio has the content, and any of pax may; folders of an image of a disc have a size.
      isFile: target.isEmpty && (isRegular && !isLink || (isRegular || kind != .iso) && size ?? unknownSize > 0),
      isRegular: isRegular, target: target,
      isEncrypted: archive_entry_is_encrypted(entry) != 0, size: size)
  }

  private static func bytes(_ text: UnsafePointer<CChar>?) -> [UInt8] {
    guard let text else { return [] }
    var length = 0
    while text[length] != 0 { length += 1 }
    return (0..<length).map { UInt8(bitPattern: text[$0]) }
  }

  /// The next bytes of the content that are in libarchive's memory, until it is called again.
  private var block = UnsafeRawBufferPointer(start: nil, count: 0)
  /// Zeros before the block, of a file with holes.
  private var hole = 0
  /// Bytes of the content that came before.
  private var place = 0

  /// Reads the member's content on into a part of a buffer.
  ///
  /// - Returns: How many bytes were read; 0 at the end, and after a failure that ``contentFailure`` describes.
  func read(into buffer: inout [UInt8], from start: Int, count: Int) -> Int {
    precondition(start >= 0 && count >= 0 && start + count <= buffer.count)
    while hole == 0, block.isEmpty { if !readBlock() { return 0 } }
    let got = min(count, hole > 0 ? hole : block.count)
    // Invariant: start and count were checked to be in the buffer, and the block has as many bytes.
    buffer.withUnsafeMutableBytes { bytes in
      let target = UnsafeMutableRawBufferPointer(rebasing: bytes[start..<start + got])
      if hole > 0 {
        target.initializeMemory(as: UInt8.self, repeating: 0)
      } else {
        target.copyMemory(from: .init(rebasing: block[..<got]))
      }
    }
    if hole > 0 { hole -= got } else { block = UnsafeRawBufferPointer(rebasing: block[got...]) }
    place += got
    allowance = allowance.map { $0 - got }
    return got
  }

  /// - Returns: Whether there is a next block, be it empty. What came before damage is not lost, as it would be if
  ///   libarchive filled the buffer.
  private func readBlock() -> Bool {
    guard !isContentOver else { return false }
    for _ in 0..<Self.mostRetries {
      var (start, size, offset) = (UnsafeRawPointer?.none, 0, Int64(0))
      switch archive_read_data_block(archive, &start, &size, &offset) {
      case let status where status == ARCHIVE_OK || status == ARCHIVE_WARN:
        // With the warning that a checksum or size differs comes a block as good as others.
        if status == ARCHIVE_WARN {
          contentFailure = contentFailure ?? failure(endsContainer: false)
          if start == nil || size == 0 { continue }
        }
        block = UnsafeRawBufferPointer(start: start, count: size)
        hole = max(0, Int(offset) - place)
        return true
      case ARCHIVE_EOF: return false
      case ARCHIVE_RETRY: break
      case let status:
        (contentFailure, isContentOver) = (failure(endsContainer: status == ARCHIVE_FATAL), true)
        return false
      }
    }
    (contentFailure, isContentOver) = (failure(endsContainer: true), true)
    return false
  }

  /// Hostile input may make libarchive repeat for ever.
  private static let mostRetries = 16

  /// Whether the last member is decompressed by a method whose memory only what it made bounds: libarchive sets no limit
  /// to those of zip that have a window of their own.
  var takesUnknownMemory: Bool {
    let method = archive_format_name(archive).map { String(cString: $0) } ?? ""
    return ["(lzma)", "(xz)", "(ppmd-1)"].contains { method.hasSuffix($0) }
  }

  /// Bytes of the container that were used up to here, without those that were only read ahead.
  var consumed: Int { Int(archive_filter_bytes(archive, -1)) }

  /// Goes past a content that libarchive does not read, of which the container does not say how long it is.
  ///
  /// - Returns: Whether there is one: an empty one may have two bytes of deflate, and 24 that describe it behind it
  ///   (APPNOTE.TXT 6.3.10, 4.3.9).
  func passesOverContent() -> Bool {
    let start = consumed
    archive_read_data_skip(archive)
    return consumed - start > 26
  }

  /// Bytes after those that were used, of a container that only goes forward; `nil` when some of them are gone.
  var leftover: ArraySlice<UInt8>? { client.lastBytes(client.place - consumed) }

  private func failure(endsContainer: Bool) -> Failure {
    if let reason = client.input.failure {
      return Failure(
        words: reason, isOfInput: true, endsContainer: endsContainer)
    }
    let reported = archive_error_string(archive).map { String(cString: $0) } ?? ""
    return Failure(reported: reported, endsContainer: endsContainer)
  }
}

/// What libarchive calls for the container's bytes.
private final class Client {
  let input: ContainerInput
  private let isStopped: () -> Bool
  private let block = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)
  private(set) var place = 0
  /// Bytes of the buffer that were read last.
  private var filled = 0

  init(_ input: ContainerInput, _ isStopped: @escaping () -> Bool) {
    self.input = input
    self.isStopped = isStopped
  }

  deinit { block.deallocate() }

  static func of(_ data: UnsafeMutableRawPointer?) -> Client {
    // Invariant: the archive was given this object, which lives as long as the archive.
    guard let data else { preconditionFailure("libarchive was given its client") }
    return Unmanaged<Client>.fromOpaque(data).takeUnretainedValue()
  }

  func read(_ pointer: UnsafeMutablePointer<UnsafeRawPointer?>?) -> Int {
    if isStopped() { return Int(ARCHIVE_FATAL) }
    let count = input.next(into: &buffer)
    if input.failure != nil { return Int(ARCHIVE_FATAL) }
    place += count
    // At the end nothing new comes in place of the last.
    if count > 0 { filled = count }
    buffer.withUnsafeBytes { block.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    pointer?.pointee = UnsafeRawPointer(block.baseAddress)
    return count
  }

  /// The end of what was read; `nil` when there is less.
  func lastBytes(_ count: Int) -> ArraySlice<UInt8>? {
    0...filled ~= count ? buffer[..<filled].suffix(count) : nil
  }

  func seek(_ offset: Int64, _ whence: Int32) -> Int64 {
    let base = [Self.start: 0, Self.current: place, Self.end: input.length ?? 0][whence] ?? 0
    let (target, isTooLarge) = base.addingReportingOverflow(Int(offset))
    guard !isTooLarge, target >= 0 else { return Int64(ARCHIVE_FATAL) }
    place = target
    input.seek(to: target)
    return Int64(target)
  }

  func skip(_ count: Int64) -> Int64 {
    let skipped = max(0, min(Int(count), (input.length ?? 0) - place))
    place += skipped
    input.seek(to: place)
    return Int64(skipped)
  }

  // The values of `lseek`, which the C library's headers name.
  private static let start: Int32 = 0
  private static let current: Int32 = 1
  private static let end: Int32 = 2
}
