import CArchive
import Platform

/// Reads the members of one container with libarchive, in the order that the container has them.
///
/// The only file with pointers into libarchive. Invariants: `archive` is used by one thread and freed once; libarchive
/// calls `client` only while one of its functions runs, and the client, with the block that it hands out, lives as long
/// as the archive.
final class ArchiveReader {
  /// One member, before its content is read.
  struct Member {
    /// Any bytes but NUL; empty when the container does not tell.
    var name: [UInt8]
    var isFile: Bool
    var isEncrypted: Bool
    /// As the container states it; `nil` when it does not.
    var size: Int?
  }

  enum Step {
    case member(Member)
    case end
    case failed(Failure)
  }

  /// What libarchive reports.
  struct Failure {
    /// libarchive's own words; it may have none.
    var words: String
    /// Whether it is a method that libarchive does not have, rather than damage.
    var isUnsupported: Bool
    /// Whether a password would be needed.
    var isEncrypted: Bool
    /// Whether no other member can be read either.
    var endsContainer: Bool

    /// As a part of a sentence about damage.
    var damage: String { words.isEmpty ? "it is damaged" : "it is damaged (\(words))" }
  }

  private let archive: OpaquePointer
  private let client: Client
  /// Why the last content ended early.
  private(set) var contentFailure: Failure?

  /// - Parameter input: Is read as libarchive asks for it, also while members are read.
  init(_ kind: ContainerKind, _ input: ContainerInput, isStopped: @escaping () -> Bool) {
    CharacterLocale.useUTF8()
    guard let made = archive_read_new() else { fatalError("out of memory") }
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
    case .zip: archive_read_support_format_zip(archive)
    case .tar:
      archive_read_support_format_tar(archive)
      // What follows the end of an archive that was appended to another is not lost.
      archive_read_set_format_option(archive, "tar", "read_concatenated_archives", "1")
    case .cpio: archive_read_support_format_cpio(archive)
    case .ar: archive_read_support_format_ar(archive)
    case .sevenZip: archive_read_support_format_7zip(archive)
    case .cab: archive_read_support_format_cab(archive)
    case .iso: archive_read_support_format_iso9660(archive)
    case .rpm:
      archive_read_support_filter_rpm(archive)
      for compression in ContainerKind.Compression.allCases { enable(compression, archive) }
      archive_read_support_format_cpio(archive)
    case .compressed(let compression):
      enable(compression, archive)
      archive_read_support_format_raw(archive)
      archive_read_support_format_empty(archive)
    case .bundle, .closed: break
    }
  }

  private static func enable(_ compression: ContainerKind.Compression, _ archive: OpaquePointer) {
    switch compression {
    case .gzip: archive_read_support_filter_gzip(archive)
    case .bzip2: archive_read_support_filter_bzip2(archive)
    case .xz: archive_read_support_filter_xz(archive)
    case .lzma: archive_read_support_filter_lzma(archive)
    case .lzip: archive_read_support_filter_lzip(archive)
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
    contentFailure = nil
    var entry: OpaquePointer?
    var status = ARCHIVE_RETRY
    for _ in 0..<Self.mostRetries where status == ARCHIVE_RETRY { status = archive_read_next_header(archive, &entry) }
    if status == ARCHIVE_EOF { return client.input.failure == nil ? .end : .failed(failure(endsContainer: true)) }
    guard status >= ARCHIVE_WARN, let entry else { return .failed(failure(endsContainer: true)) }
    return .member(member(entry))
  }

  private func member(_ entry: OpaquePointer) -> Member {
    // Names that no conversion made sense of are there in one form only.
    let name = archive_entry_pathname(entry) ?? archive_entry_pathname_utf8(entry)
    let length = name.map(Self.length) ?? 0
    let type = archive_entry_filetype(entry)
    return Member(
      name: name.map { name in (0..<length).map { UInt8(bitPattern: name[$0]) } } ?? [],
      // `AE_IFREG`, a macro with a cast; of members of `ar` archives only the permissions are there.
      isFile: (type == 0o100000 || type == 0) && archive_entry_hardlink(entry) == nil,
      isEncrypted: archive_entry_is_encrypted(entry) != 0,
      size: archive_entry_size_is_set(entry) != 0 ? Int(archive_entry_size(entry)) : nil)
  }

  private static func length(_ text: UnsafePointer<CChar>) -> Int {
    var length = 0
    while text[length] != 0 { length += 1 }
    return length
  }

  /// Reads the member's content on into a part of a buffer.
  ///
  /// - Returns: How many bytes were read; 0 at the end, and after a failure that ``contentFailure`` tells.
  func read(into buffer: inout [UInt8], from start: Int, count: Int) -> Int {
    precondition(start >= 0 && count >= 0 && start + count <= buffer.count)
    guard contentFailure == nil else { return 0 }
    for _ in 0..<Self.mostRetries {
      // Invariant: start and count were checked to be in the buffer.
      let got = buffer.withUnsafeMutableBytes { bytes in
        bytes.baseAddress.map { archive_read_data(archive, $0 + start, count) } ?? 0
      }
      if got >= 0 { return got }
      if got != Int(ARCHIVE_RETRY), got != Int(ARCHIVE_WARN) {
        contentFailure = failure(endsContainer: got == Int(ARCHIVE_FATAL))
        return 0
      }
    }
    contentFailure = failure(endsContainer: true)
    return 0
  }

  /// Hostile input may ask for a repetition for ever.
  private static let mostRetries = 16

  /// Bytes of the container that were used up to here, without those that were only read ahead.
  var consumed: Int { Int(archive_filter_bytes(archive, -1)) }

  private func failure(endsContainer: Bool) -> Failure {
    if let reason = client.input.failure {
      return Failure(words: reason, isUnsupported: false, isEncrypted: false, endsContainer: endsContainer)
    }
    let words = archive_error_string(archive).map { String(cString: $0) } ?? ""
    func mentions(_ parts: [String]) -> Bool { parts.contains { words.contains($0) } }
    return Failure(
      words: words, isUnsupported: mentions(Self.unsupported),
      isEncrypted: mentions(["rypt", "assphrase"]) && !words.hasPrefix("Truncated"), endsContainer: endsContainer)
  }

  /// How libarchive 3.6 reports methods that it lacks; the same words with others, such as "Unsupported header version",
  /// are about damage.
  private static let unsupported = [
    "Unsupported ZIP compression", "Unsupported CAB compression", "Unexpected codec", "Unknown codec",
    "Unsupported form of BCJ2", "Multivolume", "but currently not supported",
  ]
}

/// What libarchive calls for the container's bytes.
private final class Client {
  let input: ContainerInput
  private let isStopped: () -> Bool
  private let block = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)
  private var place = 0

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
    buffer.withUnsafeBytes { block.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    pointer?.pointee = UnsafeRawPointer(block.baseAddress)
    return count
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
