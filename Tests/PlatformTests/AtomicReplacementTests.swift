import FileTestSupport
import Platform
import Testing

struct AtomicReplacementTests {
  let folder: TemporaryFolder
  var path: [UInt8] { Array(folder.at("f").utf8) }

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func `a file is replaced, and nothing else is left`() throws {
    try folder.write("f", "former")
    try AtomicReplacement.write(Array("new".utf8), to: path, permissions: 0o600)
    #expect(try folder.shell("ls -A; cat f; stat -c %a f") == "f\nnew600\n")
  }

  @Test func `a failure leaves the former file and no other`() throws {
    try folder.write("f", "former")
    #expect(throws: SystemError.noMemory) {
      try AtomicReplacement.write([1], to: path, permissions: 0o600) { _ throws(SystemError) in throw .noMemory }
    }
    #expect(try folder.shell("ls -A; cat f") == "f\nformer")
  }

  @Test func `the temporary file of a process that was killed is in nobody's way`() throws {
    try folder.write("f.leaksift-\(ThisProcess.id)", "left")
    try AtomicReplacement.check(path)
    try AtomicReplacement.write([0x61], to: path, permissions: 0o600)
    #expect(try folder.read("f") == "a")
  }

  @Test func `a folder that is not there is an error`() {
    #expect(throws: SystemError.noEntry) { try AtomicReplacement.check(path + Array("/g".utf8)) }
  }
}
