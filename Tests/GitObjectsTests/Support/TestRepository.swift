import GitProcess

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif
@testable import GitObjects

/// A repository in a temporary folder, built by real git and removed in the end.
final class TestRepository {
  let path: String
  private let parent: String

  init(_ options: [String] = []) throws {
    parent = try Self.temporaryFolder()
    path = "\(parent)/repository"
    _ = try Git().run(["-c", "init.defaultBranch=main", "init", "-q"] + options + [path])
  }

  /// Copies another repository with `git clone`.
  init(cloning other: TestRepository, _ options: [String] = []) throws {
    parent = try Self.temporaryFolder()
    path = "\(parent)/repository"
    _ = try Git(mayConnect: true).run(["clone", "-q"] + options + ["file://\(other.path)", path])
  }

  deinit { removeTree(parent) }

  /// Runs git in the repository and returns its output.
  @discardableResult
  func git(_ arguments: String..., input: String = "") throws -> String {
    String(decoding: try output(arguments, input: Array(input.utf8)), as: UTF8.self)
  }

  /// Runs git in the repository and returns its output's bytes.
  func output(_ arguments: [String], input: [UInt8] = []) throws -> [UInt8] {
    let identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "protocol.file.allow=always"]
    return try Git(in: path, mayConnect: true).run(identity + arguments, input: input).standardOutput
  }

  /// Opens the repository's objects.
  func openObjectStore() throws -> ObjectStore { try Repository(at: path).openObjectStore() }

  /// Lines of git's output.
  func lines(_ arguments: String...) throws -> [String] {
    String(decoding: try output(arguments), as: UTF8.self).split(separator: "\n").map { String($0) }
  }

  /// Reads a history from a fast-import stream.
  ///
  /// - Parameter isLoose: Whether each object becomes a loose one instead of an entry of a pack.
  func load(_ stream: FastImport, isLoose: Bool = false) throws {
    let limit = isLoose ? 1_000_000 : 1
    _ = try output(
      ["-c", "fastimport.unpackLimit=\(limit)", "fast-import", "--quiet", "--force", "--date-format=raw"],
      input: stream.bytes)
  }

  /// Folder beside the repository.
  func sibling(_ name: String) -> String { "\(parent)/\(name)" }

  static func temporaryFolder() throws -> String {
    var template = Array("/tmp/git-objects-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw TestFailure.noFolder }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

/// Removes a folder and everything in it; symbolic links are removed, not followed.
func removeTree(_ path: String) {
  var status = stat()
  guard lstat(path, &status) == 0 else { return }
  guard status.st_mode & S_IFMT == S_IFDIR else {
    unlink(path)
    return
  }
  for name in (try? Files.names(in: path)) ?? [] { removeTree("\(path)/\(name)") }
  rmdir(path)
}

/// Removes a file, which must be there.
func removeFile(_ path: String) throws {
  guard unlink(path) == 0 else { throw TestFailure.cannotWrite(path) }
}

enum TestFailure: Error {
  case noFolder
  case cannotWrite(String)
}

/// Writes a file, replacing its contents.
func write(_ bytes: [UInt8], to path: String) throws {
  chmod(path, 0o644)
  let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
  guard descriptor >= 0 else { throw TestFailure.cannotWrite(path) }
  defer { close(descriptor) }
  guard bytes.withUnsafeBytes({ write(descriptor, $0.baseAddress, $0.count) }) == bytes.count else {
    throw TestFailure.cannotWrite(path)
  }
}

/// A stream of commands for `git fast-import`.
struct FastImport {
  private(set) var bytes: [UInt8] = []
  private var mark = 0

  /// Adds a commit; times advance by a minute each.
  ///
  /// - Parameters:
  ///   - parents: Marks of the parents, the first one first.
  ///   - files: Content by path; nil deletes.
  /// - Returns: The commit's mark.
  @discardableResult
  mutating func commit(
    on branch: String = "main", parents: [Int] = [], message: String = "change",
    _ files: [(path: [UInt8], content: [UInt8]?)]
  ) -> Int {
    mark += 1
    let when = "\(1_600_000_000 + mark * 60) +0100"
    add("commit refs/heads/\(branch)\nmark :\(mark)\n")
    add("author Ann Author <ann@example.org> \(when)\ncommitter Carl Committer <carl@example.org> \(when)\n")
    add("data \(message.utf8.count)\n\(message)\n")
    if let first = parents.first { add("from :\(first)\n") }
    for other in parents.dropFirst() { add("merge :\(other)\n") }
    for file in files {
      if let content = file.content {
        add("M 100644 inline ")
        bytes += file.path + [0x0a]
        add("data \(content.count)\n")
        bytes += content + [0x0a]
      } else {
        add("D ")
        bytes += file.path + [0x0a]
      }
    }
    add("\n")
    return mark
  }

  /// The same with text.
  @discardableResult
  mutating func commit(
    on branch: String = "main", parents: [Int] = [], message: String = "change", files: [String: String?]
  ) -> Int {
    commit(
      on: branch, parents: parents, message: message,
      files.sorted { $0.key < $1.key }.map { (Array($0.key.utf8), $0.value.map { Array($0.utf8) }) })
  }

  private mutating func add(_ text: String) { bytes += Array(text.utf8) }
}

/// A small generator that gives the same numbers for the same seed.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 | 1 }

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state &* 0x2545_f491_4f6c_dd1d
  }
}

/// A text of lines that compresses and deltifies as source code does.
func sampleText(lines: Int, seed: UInt64) -> [UInt8] {
  var random = SeededGenerator(seed: seed)
  let words = ["let", "value", "return", "func", "public", "struct", "for", "in", "guard", "else", "index", "count"]
  return (0..<lines).flatMap { number in
    Array("\(number): \((0..<8).map { _ in words.randomElement(using: &random) ?? "" }.joined(separator: " "))\n".utf8)
  }
}

/// A history with branches, merges with content of their own, an octopus, renames, deletions and odd paths.
func variedHistory(commits: Int = 40, lines: Int = 100, seed: UInt64 = 7) -> FastImport {
  var random = SeededGenerator(seed: seed)
  var stream = FastImport()
  var long = sampleText(lines: lines, seed: seed)
  var last = stream.commit(
    message: "start", [(Array("src/long.txt".utf8), long), (Array("README".utf8), Array("read me\n".utf8))])
  for round in 0..<commits {
    let at = Int.random(in: 0..<long.count, using: &random)
    long.replaceSubrange(at..<min(at + 20, long.count), with: Array("edit \(round)".utf8))
    last = stream.commit(
      parents: [last], message: "edit \(round)\n\nbody",
      [(Array("src/long.txt".utf8), long), (Array("src/deep/er/\(round % 5).txt".utf8), Array("\(round)\n".utf8))])
  }
  let left = stream.commit(on: "left", parents: [last], files: ["left.txt": "left\n"])
  let right = stream.commit(on: "right", parents: [last], files: ["right.txt": "right\n"])
  let merge = stream.commit(
    parents: [last, left], message: "merge with content of its own",
    files: ["left.txt": "left\n", "evil.txt": "born in a merge\n"])
  let octopus = stream.commit(
    parents: [merge, left, right], message: "octopus",
    files: ["right.txt": "right\n", "octopus.txt": "eight arms\n"])
  let renamed = stream.commit(parents: [octopus], files: ["evil.txt": nil, "moved/evil.txt": "born in a merge\n"])
  let odd = stream.commit(
    parents: [renamed], [([0x66, 0xff, 0xfe, 0x2e, 0x62], Array("not UTF-8\n".utf8)), (Array("README".utf8), nil)])
  stream.commit(parents: [odd], files: ["README": "read me\n", "empty": ""])
  return stream
}
