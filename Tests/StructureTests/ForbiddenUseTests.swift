import Testing

/// What source files must not use.
struct ForbiddenUseTests {
  @Test func `no file outside of Platform imports the C library`() throws {
    let files = try Project.swiftFiles(in: "Sources").filter { !$0.hasPrefix("Sources/Platform/") }
    #expect(files.count > 300)
    let offenders = try files.filter {
      try Project.text($0).contains(/canImport\(|import (Glibc|Musl|Darwin|Foundation)/)
    }
    #expect(offenders == [])
  }

  /// The check that the compiler makes for it names the file, with a length that depends on the folder of the build: two
  /// builds of one commit would differ.
  @Test func `no file makes the program depend on where it is built`() throws {
    let offenders = try Project.swiftFiles(in: "Sources").filter {
      try Project.text($0).contains(/withoutActuallyEscaping|#filePath/)
    }
    #expect(offenders == [])
  }
}
