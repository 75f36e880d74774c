import FileTestSupport
import Platform
import Testing

struct OpenFilesTests {
  @Test func `only writers of the file are found`() throws {
    let folder = try TemporaryFolder()
    try folder.write("a")
    try folder.write("b")
    #expect(try OpenFiles.writer(of: folder.at("a")) == nil)
    let process = Int(
      try folder.shell(
        """
        python3 -c '
        import subprocess
        files = [open("a", "ab"), open("b", "rb")]
        none = subprocess.DEVNULL
        child = subprocess.Popen(
            ["sleep", "60"], stdin=none, stdout=none, stderr=none, pass_fds=[file.fileno() for file in files])
        print(child.pid, end="")'
        """))
    defer { _ = try? folder.shell("kill \(process ?? 0)") }
    #expect(try OpenFiles.writer(of: folder.at("a")) == process)
    #expect(try OpenFiles.writer(of: folder.at("b")) == nil)
    #expect(throws: SystemError.noEntry) { try OpenFiles.writer(of: folder.at("nothing")) }
  }
}
