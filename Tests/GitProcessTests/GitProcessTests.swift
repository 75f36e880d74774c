import GitProcess
import Testing

struct GitProcessTests {
  @Test func returnsWhatGitWrites() throws {
    let output = try Git().run(["version"])
    #expect(output.status == 0)
    #expect(String(decoding: output.standardOutput, as: UTF8.self).hasPrefix("git version "))
  }

  @Test func feedsAndDrainsMoreThanAPipeHolds() throws {
    // Copies its input to its output while both are larger than any channel; neither side may wait for the other.
    let line = Array("a line without trailing blanks\n".utf8)
    let input = Array(repeatElement(line, count: 1 << 17).joined())
    let output = try Git().run(["stripspace"], input: input)
    #expect(output.standardOutput == input)
  }

  @Test func hashesInputOfAnySize() throws {
    let output = try Git().run(["hash-object", "--stdin"], input: [UInt8](repeating: 65, count: 3 << 20))
    #expect(output.standardOutput.count == 41)
    let empty = try Git().run(["hash-object", "--stdin"])
    // The id of the empty blob is fixed by git's object format.
    #expect(String(decoding: empty.standardOutput, as: UTF8.self) == "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391\n")
  }

  @Test func saysWhichCommandFailedAndWhy() {
    #expect {
      try Git(in: "/").run(["rev-parse", "--verify", "no-such-revision"])
    } throws: { error in
      guard case GitProcessError.failed("git rev-parse", 128, let message) = error else { return false }
      return message.hasPrefix("fatal: ")
    }
  }

  @Test func keepsCredentialsOutOfErrors() {
    let user = "someone:something"
    #expect {
      try Git(mayConnect: true).run(["ls-remote", "nosuchscheme://\(user)@localhost/x"])
    } throws: { error in
      !"\(error)".contains(user) && "\(error)".contains("git ls-remote")
    }
  }

  @Test(arguments: ["file:///", "https://localhost:1/x", "."])
  func asksNoOtherRepositoryUnlessItMay(place: String) {
    #expect {
      try Git(in: "/").run(["ls-remote", place])
    } throws: { error in
      "\(error)".contains("not allowed")
    }
    #expect {
      try Git(in: "/", mayConnect: true).run(["ls-remote", place])
    } throws: { error in
      !"\(error)".contains("not allowed")
    }
  }

  @Test func survivesAChildThatDoesNotReadItsInput() throws {
    let output = try Git().run(["version"], input: [UInt8](repeating: 10, count: 4 << 20))
    #expect(output.status == 0)
  }

  @Test func stopsAStreamEarly() throws {
    var seen = 0
    let status = try Git().stream(["help", "-a"]) { chunk in
      seen += chunk.count
      return false
    }
    #expect(status == nil)
    #expect(seen > 0)
  }
}
