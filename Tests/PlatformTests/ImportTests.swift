import Foundation
import Testing

/// The sources themselves: only Platform knows which C library there is.
struct ImportTests {
  private static let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Sources")

  @Test func `no file outside of Platform imports the C library`() throws {
    let files = try #require(FileManager.default.enumerator(atPath: Self.sources.path))
    var offenders: [String] = []
    for case let file as String in files where file.hasSuffix(".swift") && !file.hasPrefix("Platform/") {
      let text = try String(contentsOf: Self.sources.appendingPathComponent(file), encoding: .utf8)
      if text.contains(/canImport\(|import (Glibc|Musl|Darwin|Foundation)/) { offenders.append(file) }
    }
    #expect(offenders == [])
  }
}
