import FileTestSupport
import Findings
import GitProcess
import Content
import Testing

@testable import DotEnv

/// Folders that an audit cannot look into, and answers of git that it does not understand.
@Suite(.serialized) struct UnreadFolderTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("app/README")
    try folder.write("app/.env", "A=1\n")
    try folder.write(".gitignore", "data/\n.env\n")
    try folder.write("data/.env", "A=1\n")
    try folder.commitAll()
    try folder.shell("chmod 755 .")
  }

  @Test func `a folder of listed files that can no longer be read is a gap, once`() throws {
    var listing = try WorkingTree.list(folder.path)
    try folder.shell("chmod 000 app")
    defer { _ = try? folder.shell("chmod 755 app") }
    let gaps = try withoutPrivileges { DotEnvCandidates.find(in: listing).gaps }
    #expect(gaps.map(\.path) == ["app"])
    #expect(gaps.first?.reason.contains("its environment files are not known: permission denied") == true)
    listing.gaps = gaps
    #expect(try withoutPrivileges { DotEnvCandidates.find(in: listing).gaps } == [])
  }

  @Test func `an ignored folder that nobody may open is git's to ignore`() throws {
    let listing = try WorkingTree.list(folder.path)
    #expect(DotEnvCandidates.find(in: listing).files.map(\.displayPath) == ["app/.env", "data/.env"])
    try folder.shell("chmod 000 data")
    defer { _ = try? folder.shell("chmod 755 data") }
    let found = try withoutPrivileges { DotEnvCandidates.find(in: listing) }
    #expect(found.files.map(\.displayPath) == ["app/.env"] && found.gaps == [])
  }

  @Test func `a root that cannot be opened is a gap`() throws {
    var listing = try WorkingTree.list(folder.path)
    listing.root += Array("/gone".utf8)
    #expect(DotEnvCandidates.find(in: listing).gaps.map(\.path) == ["."])
  }

  @Test(arguments: ["a\0", "a\0one\0b\0c\0", "a\u{0}1\0b\0c"])
  func `an answer of git that is not as documented is an error`(_ output: String) {
    #expect(throws: GitProcessError.self) { try IgnoreAnswers.parse(Array(output.utf8)) }
  }
}
