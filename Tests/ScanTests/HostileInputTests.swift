import FileTestSupport
import Findings
import Foundation
import Testing

@testable import Scan

/// What cannot be looked at is a gap in the coverage; what wants to stop the scan does not.
@Suite(.serialized) struct HostileInputTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  @Test func `a regex that backtracks forever is a gap`() throws {
    let rules = Samples.tokenRule + "\n[[rules]]\nid = \"slow\"\nregex = '''slow(?:a+)+[!?]'''\nkeywords = [\"slow\"]\n"
    let run = "slow" + String(repeating: "a", count: 60) + "\n"
    try folder.write("f", String(repeating: run, count: 500) + Samples.token())
    let elapsed = try ContinuousClock().measure {
      let report = try folder.scan(rules: rules)
      #expect(report.places.map(\.description) == ["f:501:1"])
      #expect(!report.coverage.complete)
      #expect(report.coverage.gaps.map(\.path) == ["f"])
      #expect(report.coverage.gaps.first?.reason.contains("slow") == true)
    }
    #expect(elapsed < .seconds(20))
  }

  @Test func `a file that may not be read is a gap`() throws {
    try folder.write("secret", Samples.token())
    try folder.write("open", Samples.token(2))
    try folder.shell("chmod 000 secret; chmod 755 .")
    // A worker of its own would have the privileges of the test again.
    let report = try withoutPrivileges { try folder.scan() }
    #expect(report.places.map(\.path) == ["open"])
    #expect(report.coverage.gaps.map(\.path) == ["secret"])
  }

  @Test func `many secrets in one file are all reported`() throws {
    let tokens = (0..<1_500).map { Samples.token(UInt64($0)) }
    try folder.write("f", tokens.joined(separator: " "))
    #expect(try folder.scan().findings.count == tokens.count)
  }

  /// Long enough for several chunks of the reader, which are 16 MB.
  @Test func `a long file is read in bounded memory and nothing is lost`() throws {
    let path = folder.at("big")
    #expect(FileManager.default.createFile(atPath: path, contents: nil))
    let file = try #require(FileHandle(forWritingAtPath: path))
    let size = 40 << 20
    try file.truncate(atOffset: UInt64(size))
    let offsets = [0, 16 << 20, (16 << 20) - 20, (32 << 20) - (128 << 10) - 7, size - 36].sorted()
    for (index, offset) in offsets.enumerated() where index == 0 || offset - offsets[index - 1] >= 36 {
      try file.seek(toOffset: UInt64(offset))
      try file.write(contentsOf: Data(Samples.token(UInt64(index)).utf8))
    }
    try file.close()
    let before = peakMegabytes()
    let report = try folder.scan()
    #expect(report.places.map(\.column) == offsets.filter { $0 != 16 << 20 }.map { $0 + 1 })
    #expect(report.coverage.bytes == size)
    #expect(peakMegabytes() - before < 200)
  }

  /// The most memory the process has held; macOS counts in bytes, Linux in kilobytes.
  private func peakMegabytes() -> Int {
    var usage = rusage()
    #if os(Linux)
      getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
      return Int(usage.ru_maxrss) >> 10
    #else
      getrusage(RUSAGE_SELF, &usage)
      return Int(usage.ru_maxrss) >> 20
    #endif
  }
}
