import Testing

/// Only Platform knows which C library there is.
struct ImportTests {
  @Test func `no file outside of Platform imports the C library`() throws {
    let files = try Project.swiftFiles(in: "Sources").filter { !$0.hasPrefix("Sources/Platform/") }
    #expect(files.count > 300)
    let offenders = try files.filter {
      try Project.text($0).contains(/canImport\(|import (Glibc|Musl|Darwin|Foundation)/)
    }
    #expect(offenders == [])
  }
}
