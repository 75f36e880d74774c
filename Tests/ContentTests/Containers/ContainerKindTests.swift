import Testing

@testable import Content

/// Containers are known by their first bytes; texts that begin alike are none.
struct ContainerKindTests {
  private func kind(_ bytes: [UInt8]) -> ContainerKind? { ContainerKind(bytes.span) }
  private func kind(_ text: String) -> ContainerKind? { kind(Array(text.utf8)) }
  private func whole(_ bytes: [UInt8]) -> ContainerKind? { ContainerKind(whole: bytes.span) }
  private func ends(_ bytes: [UInt8]) -> ContainerKind? { ContainerKind(bytes.span, endOf: MemoryInput(bytes)) }
  private func named(_ path: String, _ head: [UInt8]) -> ContainerKind? {
    NamedContainer.kind(of: Array(path.utf8), head.span)
  }

  /// A header of tar with the checksum that its bytes have.
  private func tarHeader(name: String, magic: String = "") -> [UInt8] {
    var header = [UInt8](repeating: 0, count: 512)
    header.replaceSubrange(0..<name.utf8.count, with: name.utf8)
    header.replaceSubrange(257..<257 + magic.utf8.count, with: magic.utf8)
    header.replaceSubrange(148..<156, with: "        ".utf8)
    let sum = header.reduce(0) { $0 + Int($1) }
    let digits = String(sum, radix: 8)
    header.replaceSubrange(
      148..<156, with: Array((String(repeating: "0", count: 6 - digits.count) + digits).utf8) + [0, 32])
    return header
  }

  @Test func `a tar without its magic number is known by its checksum`() {
    var header = tarHeader(name: "a.txt")
    #expect(kind(header) == .tar)
    #expect(kind(tarHeader(name: "a.txt", magic: "ustar")) == .tar)
    header[0] ^= 1
    #expect(kind(header) == nil)
  }

  @Test(arguments: [
    "", "P", "PK", "PK is not a zip", "BZh9 is a text", "MSCF is too", "070701 is a number\n", "!<arch>",
    "7z", "Rar", "LZIP", "0707070", "%PD",
  ])
  func `a text is no container`(text: String) {
    #expect(kind(text) == nil)
    #expect(kind(text + String(repeating: "x", count: 600)) == nil)
  }

  @Test func `binary content of zeros or numbers is no container`() {
    for byte in UInt8.min...UInt8.max { #expect(kind([UInt8](repeating: byte, count: 33_000)) == nil) }
  }

  @Test func `an LHA archive has its sign behind two bytes and a level that no text has`() {
    var bytes = Array("..-lh5-".utf8) + [UInt8](repeating: 0x20, count: 13) + [0] + Array("name".utf8)
    #expect(kind(bytes) == .lha)
    bytes[20] = 0x20
    #expect(kind(bytes) == nil)
    #expect(kind("a -lhd- is a directory of LHA") == nil)
  }

  @Test func `an image of a disc has its sign far behind its start`() {
    var bytes = [UInt8](repeating: 0, count: 32_769) + Array("CD001".utf8)
    #expect(kind(bytes) == .iso)
    bytes.removeLast()
    #expect(kind(bytes) == nil)
  }

  @Test func `a frame to be skipped comes before the one that tells the compression`() {
    let skipped: [UInt8] = [0x53, 0x2A, 0x4D, 0x18, 2, 0, 0, 0, 1, 1]
    #expect(kind(skipped + [0x28, 0xB5, 0x2F, 0xFD, 0, 0, 0, 0]) == .compressed(.zstd))
    #expect(kind(skipped + [0x04, 0x22, 0x4D, 0x18, 0, 0, 0, 0]) == .compressed(.lz4))
    #expect(kind(skipped + [0, 0, 0, 0, 0, 0, 0, 0]) == nil)
    // Lengths beyond the end.
    #expect(kind([0x53, 0x2A, 0x4D, 0x18, 0xFF, 0xFF, 0xFF, 0xFF]) == nil)
  }

  @Test func `what is not opened is known`() {
    #expect(kind("Rar!\u{1A}\u{7}\u{0}") == .closed("a RAR archive"))
    #expect(kind("# v3 git bundle\n") == .bundle)
    #expect(kind("# v3 git bundles are") == nil)
    #expect(kind("%PDF-1.7") == .closed("a PDF, whose streams are compressed"))
  }

  /// Their signs, and where one is short, what else their headers have.
  private static let closed: [(String, [UInt8])] = [
    ("an asar archive", [4, 0, 0, 0, 64, 0, 0, 0, 60, 0, 0, 0, 56, 0, 0, 0] + Array(#"{"files":{"a"#.utf8)),
    ("a WIM archive", Array("MSWIM\0\0\0".utf8) + [208, 0, 0, 0]),
    ("an ARJ archive", [0x60, 0xEA, 40, 0, 30, 11, 1, 0, 0, 0, 2, 0]),
    ("a SquashFS file system", Array("hsqs".utf8) + [UInt8](repeating: 1, count: 24) + [4, 0, 0, 0]),
    ("a SquashFS file system", Array("sqsh".utf8) + [UInt8](repeating: 1, count: 24) + [0, 4, 0, 0]),
    ("a disk image of macOS", [0x78, 0x01, 0x73, 0x0D, 0x62, 0x62, 0x60, 0]),
    ("a xar archive", Array("xar!".utf8) + [0, 0x1C, 0, 1] + [UInt8](repeating: 0, count: 24)),
    ("compressed with lzop", [0x89, 0x4C, 0x5A, 0x4F, 0, 0x0D, 0x0A, 0x1A, 0x0A]),
    ("compressed with lrzip", Array("LRZI\0\u{6}".utf8)),
    ("compressed with Snappy", [0xFF, 6, 0, 0] + Array("sNaPpY".utf8)),
    ("compressed with Snappy", [0xFF, 6, 0, 0] + Array("S2sTwO".utf8)),
    (
      "changes of a SQLite database that are not in it yet, of which only the bytes are searched",
      [0x37, 0x7F, 0x06, 0x82, 0, 0x2D, 0xE2, 0x18]
    ),
    ("an OLE file, such as an old Office document or an installer", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]),
    ("an ACE archive", [0x31, 0x2A, 0x31, 0, 0, 0, 0x90] + Array("**ACE**".utf8)),
  ]

  @Test(arguments: closed) func `other archives that are not opened are known`(name: String, head: [UInt8]) {
    #expect(kind(head) == .closed(name))
    #expect(kind(Array(head.prefix(5))) == nil)
  }

  @Test func `a disk image of macOS is known by its end, whatever it begins with`() {
    let trailer = Array("koly".utf8) + [0, 0, 0, 4, 0, 0, 2, 0] + [UInt8](repeating: 0, count: 500)
    for start in [[], [UInt8](repeating: 7, count: 40_000), Array("BZh91AY&SY and so on".utf8)] {
      let image = start + trailer
      #expect(whole(image) == .closed("a disk image of macOS"))
      #expect(ends(image) == .closed("a disk image of macOS"))
      #expect(whole(image + [0]) != .closed("a disk image of macOS"))
    }
  }

  /// A record that says where the table is, and a table.
  private func zipEnd(behind front: [UInt8], shift: Int = 0, comment: Int = 0) -> [UInt8] {
    let table = ZipEnd.tableSign + [UInt8](repeating: 0, count: 42)
    func number(_ value: Int, bytes: Int) -> [UInt8] { (0..<bytes).map { UInt8(value >> (8 * $0) & 255) } }
    let record =
      Array("PK\u{5}\u{6}".utf8) + [0, 0, 0, 0, 1, 0, 1, 0] + number(table.count, bytes: 4)
      + number(front.count - shift, bytes: 4) + number(comment, bytes: 2)
    return front + table + record + [UInt8](repeating: 0x78, count: comment)
  }

  @Test func `a zip behind something is known by its end, and where its table is`() {
    let script = Array("#!/bin/sh\nexit\n".utf8)
    for comment in [0, 5, 65_535] {
      for shift in [0, script.count] {
        let bytes = zipEnd(behind: script, shift: shift, comment: comment)
        #expect(whole(bytes) == .trailingZip)
        #expect(ZipEnd(of: MemoryInput(bytes))?.shift == shift)
        for step in [1000, 65_000, 200_000] {
          let long = zipEnd(
            behind: script + [UInt8](repeating: 7, count: 90_000), shift: shift, comment: comment)
          var end = SourceEnd(Array(long.prefix(10)))
          for place in stride(from: 10, to: long.count, by: step) {
            end.add(long, place..<min(place + step, long.count))
          }
          #expect(end.kind == .trailingZip)
        }
      }
    }
    let text = Array("a text that is no program".utf8)
    #expect(whole(zipEnd(behind: text)) == .trailingZip)
    #expect(whole(zipEnd(behind: text, comment: 5)) == nil)
  }

  @Test func `what only looks like the end of a zip is none`() {
    let script = Array("#!/bin/sh\nexit\n".utf8)
    var bytes = zipEnd(behind: script)
    bytes[script.count] = 0
    #expect(whole(bytes) == nil)
    for count in 0..<bytes.count { #expect(whole(Array(bytes[..<count])) == nil) }
    for place in script.count..<bytes.count - 2 {
      var damaged = zipEnd(behind: script)
      damaged[place] = 0xFF
      // Whatever it says, nothing outside of the bytes is looked at.
      _ = whole(damaged)
    }
  }

  @Test func `a file of Brotli is known by its name, unless it is a text`() {
    let bytes: [UInt8] = [0x0B, 0x02, 0x80, 0x61, 0x62, 0x63, 0x03]
    #expect(named("dist/app.js.br", bytes) == .closed("compressed with Brotli"))
    #expect(named("app.js", bytes) == nil)
    #expect(named(".br", bytes) == nil)
    #expect(named("po/de.br", Array("Grüße".utf8)) == nil)
    #expect(named("po/de.br", Array(Array("Grüße".utf8).prefix(3))) == nil)
  }

  @Test(arguments: ["a.7z.002", "a.zip.013", "a.z02", "b/A.Z11", "a.tar.gz.003"])
  func `a later part of a split archive is known by its name, unless it is a text`(path: String) {
    #expect(named(path, [1, 2, 0, 3]) == .closed("a later part of a split archive"))
    #expect(named(path, Array("a text".utf8)) == nil)
  }

  @Test(arguments: ["a.zip", "a.002", "7z.002x", "a.zo2", "release-1.002", ".z02", "a.7z002"])
  func `other names are none of parts`(name: String) { #expect(named(name, [0, 1]) == nil) }

  @Test(arguments: [
    "x^2 + y^2 = z^2", "x\u{1}y and more than that", "x^ and a line that is longer than all of these, is it not so?",
  ])
  func `a text that begins like zlib is none`(text: String) { #expect(kind(text) == nil) }

  @Test(arguments: ["xar! is a word", "hsqs is a word of four letters, is it"])
  func `a text that begins like an archive is none`(text: String) { #expect(kind(text) == nil) }

  @Test(arguments: [
    (
      "INTERNAL ERROR: Function 'archive_read_data_block' invoked with archive structure in state 'fatal'",
      "it is damaged"
    ),
    ("", "it is damaged"), ("ZIP bad CRC", "it is damaged (ZIP bad CRC)"),
  ])
  func `what libarchive says of itself after damage is no reason`(reported: String, reason: String) {
    let failure = ArchiveReader.Failure(reported: reported, endsContainer: true)
    #expect(failure.damage == reason)
    #expect(!failure.isUnsupported && !failure.isEncrypted)
  }

  @Test func `bytes that were gathered count as read, and are followed by the rest`() {
    let pipe = ForwardInput(head: [1, 2, 3]) { _ in .success(0) }
    #expect(pipe.gathered(limit: 10) == ([1, 2, 3], true))
    #expect(pipe.delivered == 3)
    let long = ForwardInput(head: [UInt8](repeating: 7, count: 70_000)) { _ in .success(0) }
    let (start, isWhole) = long.gathered(limit: 10)
    #expect(!isWhole)
    let whole = ForwardInput(head: start, long).gathered(limit: 100_000)
    #expect(whole.bytes.count == 70_000 && whole.isWhole)
    #expect(long.delivered == 70_000)
  }

  @Test func `the window of zstd is read from its header`() {
    let zstd: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0, (27 - 10) << 3, 0, 0, 0, 0, 0, 0, 0, 0]
    #expect(ZstdWindow.size(zstd) == 128 << 20)
    for count in 0..<zstd.count { _ = ZstdWindow.size(Array(zstd[..<count])) }
  }
}
