import FileTestSupport
import Testing

@testable import Content

/// Archives behind programs and scripts.
struct AppendedContainerTests {
  private func whole(_ bytes: [UInt8]) -> ContainerKind? { ContainerKind(whole: bytes.span) }
  private static func little(_ value: Int, _ bytes: Int) -> [UInt8] {
    (0..<bytes).map { UInt8(value >> (8 * $0) & 255) }
  }

  /// Bytes with numbers at places.
  private static func bytes(_ count: Int, _ numbers: (place: Int, value: [UInt8])...) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    for (place, value) in numbers { bytes.replaceSubrange(place..<place + value.count, with: value) }
    return bytes
  }

  /// Programs of 1,024 bytes, of which only the headers are there.
  private static let programs: [(String, [UInt8])] = [
    (
      "PE",
      bytes(
        1024, (0, Array("MZ".utf8)), (0x3C, little(0x80, 4)), (0x80, Array("PE\0\0".utf8)), (0x86, little(2, 2)),
        (0x94, little(16, 2)), (0xA8 + 16, little(256, 4)), (0xA8 + 20, little(512, 4)),
        (0xD0 + 16, little(256, 4)), (0xD0 + 20, little(768, 4)))
    ),
    (
      "ELF with sections",
      bytes(
        1024, (0, [0x7F, 0x45, 0x4C, 0x46, 2, 1]), (40, little(960, 8)), (54, little(56, 2)), (58, little(64, 2)),
        (60, little(1, 2)))
    ),
    (
      "ELF, its table of sections before them",
      bytes(
        1024, (0, [0x7F, 0x45, 0x4C, 0x46, 2, 1]), (40, little(64, 8)), (58, little(64, 2)), (60, little(2, 2)),
        (64 + 24, little(512, 8)), (64 + 32, little(512, 8)), (128 + 4, little(8, 4)), (128 + 24, little(900, 8)),
        (128 + 32, little(5000, 8)))
    ),
    (
      "ELF of 32 bits, the highest byte first",
      bytes(
        1024, (0, [0x7F, 0x45, 0x4C, 0x46, 1, 2]), (28, [0, 0, 0, 64]), (42, [0, 32]), (44, [0, 1]),
        (64 + 4, [0, 0, 1, 0]), (64 + 16, [0, 0, 3, 0]))
    ),
    (
      "Mach-O",
      bytes(
        1024, (0, [0xCF, 0xFA, 0xED, 0xFE]), (16, little(2, 4)), (32, little(0x1D, 4)), (36, little(16, 4)),
        (48, little(0x19, 4)), (52, little(72, 4)), (48 + 40, little(512, 8)), (48 + 48, little(512, 8)))
    ),
    (
      "Mach-O of 32 bits",
      bytes(
        1024, (0, [0xCE, 0xFA, 0xED, 0xFE]), (16, little(1, 4)), (28, little(1, 4)), (32, little(56, 4)),
        (28 + 32, little(512, 4)), (28 + 36, little(512, 4)))
    ),
  ]

  private static let sevenZip: [UInt8] = [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, 0, 4] + [UInt8](repeating: 1, count: 24)
  private static let gzip: [UInt8] = [0x1F, 0x8B, 8, 0] + [UInt8](repeating: 1, count: 24)

  @Test(arguments: programs) func `what follows a program is known where its headers say that it ends`(
    name: String, program: [UInt8]
  ) {
    #expect(ProgramEnd.place(program.span) == 1024)
    #expect(whole(program) == nil)
    #expect(whole(program + Self.gzip) == .appended(.compressed(.gzip), at: 1024))
    #expect(whole(program + [9] + Self.gzip) == nil)
    // Behind settings.
    #expect(whole(program + Array("settings".utf8) + Self.sevenZip) == .appended(.sevenZip, at: 1032))
    #expect(whole(program + [UInt8](repeating: 9, count: AppendedContainer.reach) + Self.sevenZip) == nil)
    // What is in the program itself, such as one that reads 7z, is no archive.
    #expect(whole(program[..<700] + Self.sevenZip + program[732...]) == nil)
  }

  @Test(arguments: programs) func `what is damaged or cut says no end outside of it`(name: String, program: [UInt8]) {
    for place in 0..<256 {
      var damaged = program + Self.gzip
      damaged[place] = 0xFF
      _ = whole(damaged)
      _ = whole(Array(damaged[..<place]))
    }
  }

  @Test(arguments: programs) func `what is not opened behind a program is known`(name: String, program: [UInt8]) {
    let rar = Array("Rar!\u{1A}\u{7}\u{1}\u{0}".utf8)
    for settings in [[], Array(";settings".utf8)] {
      #expect(whole(program + settings + rar) == .closed("a program, followed by a RAR archive"))
    }
    let installer: [UInt8] = [0, 0, 0, 0, 0xEF, 0xBE, 0xAD, 0xDE] + Array("NullsoftInst".utf8)
    #expect(whole(program + installer) == .closed("a program, followed by an installer of NSIS"))
    let image = Array("hsqs".utf8) + [UInt8](repeating: 1, count: 24) + [4, 0, 0, 0]
    #expect(whole(program + image) == .closed("a program, followed by a SquashFS file system"))
  }

  @Test func `an archive after a line of a script is known, unless it is a text`() {
    let script = Array("#!/bin/sh\ntail -n +4 $0 | tar xz\nexit\n".utf8)
    #expect(whole(script + Self.gzip) == .appended(.compressed(.gzip), at: script.count))
    let long = script + [UInt8](repeating: 0x23, count: 50_000) + [0x0A]
    #expect(whole(long + Self.gzip) == .appended(.compressed(.gzip), at: long.count))
    let head = Array(long.prefix(ContainerKind.headSize))
    #expect(
      ContainerKind(head.span, endOf: MemoryInput(long + Self.gzip)) == .appended(.compressed(.gzip), at: long.count))
    #expect(whole(script + Array("!<arch>\n".utf8) + Array("a text of an é".utf8).prefix(13)) == nil)
    #expect(whole(script + Array("%PDF-1.7 of a document\n".utf8)) == nil)
    #expect(whole(Array(script.dropFirst()) + Self.gzip) == nil)
    // Wherever the line ends, and whatever else of the script is not ASCII.
    for count in 470..<530 {
      let front = script + [UInt8](repeating: 0x23, count: count) + Array("é\n".utf8)
      #expect(whole(front + Self.gzip) == .appended(.compressed(.gzip), at: front.count))
    }
  }

  @Test(arguments: programs) func `an archive behind a program that is read once is known at the end`(
    name: String, program: [UInt8]
  ) {
    let content = program + Array("settings".utf8) + Self.sevenZip + [UInt8](repeating: 7, count: 200_000)
    for (first, step) in [(512, 1), (512, 1000), (1000, 70_000), (1024, 200_000)] {
      var end = SourceEnd(Array(content.prefix(first)))
      let until = step == 1 ? 3000 : content.count
      for place in stride(from: first, to: until, by: step) { end.add(content, place..<min(place + step, until)) }
      #expect(end.kind == .appended(.sevenZip, at: 1032))
    }
    var end = SourceEnd(Array(program.prefix(600)))
    end.add(program, 600..<1024)
    #expect(end.kind == nil)
  }
}
