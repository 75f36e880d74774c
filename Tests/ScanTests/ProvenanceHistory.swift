import FileTestSupport
import Rules

/// A repository with everything that makes it hard to tell who brought what, built by real git.
///
/// Each token stands on a line of its own and is put into one file once, so that git can say where it comes from.
struct ProvenanceHistory {
  let folder: TemporaryFolder
  private var random: SeededGenerator
  private var files: [String: [String]] = [:]
  private var tokens: UInt64 = 0
  private var time = 1_700_000_000

  /// A file name that is not UTF-8, in words for a shell and as a report shows it.
  #if os(Linux)
    static let oddName = (shell: "$(printf 'odd\\377.txt')", shown: "odd\\xFF.txt")
  #else
    // The file systems of macOS take only UTF-8.
    static let oddName = (shell: "odd one.txt", shown: "odd one.txt")
  #endif

  init(seed: UInt64, packed: Bool) throws {
    folder = try TemporaryFolder()
    random = SeededGenerator(seed: seed)
    try folder.shell("git init -q -b main .")
    try buildTrunk()
    try buildMerges()
    try buildRenamesAndReturns()
    if packed { try folder.shell("git repack -q -adf --depth=20") }
  }

  // MARK: - Steps

  private mutating func buildTrunk() throws {
    for name in ["a.txt", "src/b.txt", "odd"] { files[name] = (0..<20).map { "\(name) line \($0)" } }
    for name in ["a.txt", "src/b.txt", "odd"] { try addToken(to: name) }
    try commit("start")
    for round in 0..<8 {
      let name = ["a.txt", "src/b.txt", "odd"][round % 3]
      try addLine(to: name)
      try addToken(to: name)
      try commit("edit \(round)")
    }
    try removeToken(from: "a.txt")
    try commit("remove a secret")
  }

  private mutating func buildMerges() throws {
    for branch in ["left", "right", "third"] {
      try folder.shell("git checkout -q -b \(branch) main")
      files["\(branch).txt"] = ["first line of \(branch)"]
      try addToken(to: "\(branch).txt")
      try commit("begin \(branch)")
      try addLine(to: "\(branch).txt")
      try addToken(to: "\(branch).txt")
      try commit("continue \(branch)")
      try folder.shell("git checkout -q main")
    }
    try addToken(to: "src/b.txt")
    try commit("go on beside the branches")
    for merged in ["left", "right third"] {
      try folder.shell("git merge -q --no-commit --no-ff \(merged) 2>/dev/null")
      // What a merge brings itself stands in none of its parents.
      try addToken(to: "a.txt")
      try addLine(to: "odd")
      try commit("merge \(merged)")
    }
  }

  private mutating func buildRenamesAndReturns() throws {
    try folder.shell("mkdir -p lib && git mv src/b.txt lib/c.txt && git mv left.txt left-moved.txt")
    files["lib/c.txt"] = files.removeValue(forKey: "src/b.txt")
    files["left-moved.txt"] = files.removeValue(forKey: "left.txt")
    try addToken(to: "lib/c.txt")
    try commit("rename, and add a line")
    let before = files["a.txt"] ?? []
    try removeToken(from: "a.txt")
    try removeToken(from: "odd")
    try commit("remove two secrets")
    try write("a.txt", before)
    try commit("bring one back")
    try addToken(to: "lib/c.txt")
    try commit("regretted")
    try folder.shell("git reset -q --hard HEAD~1")
    files["lib/c.txt"]?.removeAll { $0.hasSuffix(Samples.token(tokens)) }
    try folder.shell("git rm -q right.txt")
    files["right.txt"] = nil
    try addLine(to: "lib/c.txt")
    try commit("delete a file")
  }

  // MARK: - Edits

  private mutating func addToken(to name: String) throws {
    tokens += 1
    try insert("key = \(Samples.token(tokens))", into: name)
  }

  private mutating func addLine(to name: String) throws {
    try insert("filler \(UInt32.random(in: 0...UInt32.max, using: &random))", into: name)
  }

  private mutating func insert(_ line: String, into name: String) throws {
    var lines = files[name] ?? []
    lines.insert(line, at: Int.random(in: 0...lines.count, using: &random))
    try write(name, lines)
  }

  private mutating func removeToken(from name: String) throws {
    var lines = files[name] ?? []
    if let first = lines.firstIndex(where: { $0.hasPrefix("key") }) { lines.remove(at: first) }
    try write(name, lines)
  }

  private mutating func write(_ name: String, _ lines: [String]) throws {
    files[name] = lines
    try folder.write(name, lines.joined(separator: "\n") + "\n")
    if name == "odd" { try folder.shell("mv odd \"\(Self.oddName.shell)\"") }
  }

  private mutating func commit(_ message: String) throws {
    time += 100
    try folder.shell(
      """
      git add -A
      GIT_AUTHOR_NAME='Author \(time % 7)' GIT_AUTHOR_DATE='\(time - 50) +0200' GIT_COMMITTER_DATE='\(time) +0000' \
        git commit -q -m '\(message)'
      """)
  }
}
