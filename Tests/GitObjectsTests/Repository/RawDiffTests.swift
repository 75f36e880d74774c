import GitProcess
import Testing

@testable import GitObjects

/// What git prints about changes is understood to its last byte, or an error.
struct RawDiffTests {
  private static let id = String(repeating: "ab", count: 20)
  private static let added = ":000000 100644 \(String(repeating: "0", count: 40)) \(id) A\0new\0"
  private static let renamed = ":100644 100644 \(id) \(id) R100\0old\0moved\0"

  private func paths(_ output: String) throws -> [String] {
    var paths: [String] = []
    try RawDiffEntry.forEach(of: Array(output.utf8)) { entry, commit in
      paths.append(String(decoding: entry.path, as: UTF8.self) + (commit == nil ? "" : " in a commit"))
    }
    return paths
  }

  @Test func `entries, renames and commits are read`() throws {
    #expect(try paths("") == [])
    #expect(try paths(Self.added + Self.renamed) == ["new", "moved"])
    #expect(try paths("\(Self.id)\0" + Self.added) == ["new in a commit"])
  }

  @Test(arguments: [
    "garbage\0" + added, added + ":garbage\0x\0", added + "warning: too many files\0",
    // Cut within an entry, before a path, and before the second name of a renamed file.
    String(added.dropLast(2)), String(added.dropLast()), added + ":000000 100644 \(id) \(id) A\0",
    added + ":100644 100644 \(id) \(id) R100\0old\0", added + ":000000 100644 \(id) nothing A\0x\0",
  ])
  func `what is not as git documents it is an error`(_ output: String) {
    #expect(throws: GitProcessError.self) { try paths(output) }
  }
}
