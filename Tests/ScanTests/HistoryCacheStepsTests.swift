import FileTestSupport
import Rules
import Testing

/// Repositories that change at random between scans: each scan with the cache reports what one without it does.
struct HistoryCacheStepsTests {
  @Test(arguments: 0..<5 as Range<UInt64>)
  func `whatever happens between scans, the report is the same`(seed: UInt64) throws {
    var life = try RepositoryLife(seed: seed)
    for number in 0..<20 {
      let step = try life.step()
      // A second scan sees what the first one wrote down of a repository that is damaged, perhaps.
      try life.scans.compare("seed \(seed), step \(number): \(step)")
      try life.scans.compare(branch: number % 3 == 0 ? "HEAD" : nil, "seed \(seed), again after \(number): \(step)")
      if try life.mend() { try life.scans.compare("seed \(seed), mended after \(number): \(step)") }
    }
    try life.checkCacheHoldsNoSecret()
  }
}

/// A repository to which things happen.
private struct RepositoryLife {
  let scans: CachedScans
  private var generator: SeededGenerator
  private var secrets: [String] = []
  private var clock = 1_700_000_000
  private var ghosts: [String] = []
  private var names = 0
  /// What undoes the last damage.
  private var mending: [(name: String, bytes: [UInt8])] = []

  private var folder: TemporaryFolder { scans.folder }
  /// What has git take the time from here.
  private var dated: String { "GIT_AUTHOR_DATE='\(clock) +0000' GIT_COMMITTER_DATE='\(clock) +0000'" }

  init(seed: UInt64) throws {
    scans = try CachedScans()
    generator = SeededGenerator(seed: seed)
    let format = seed % 4 == 3 ? "--object-format=sha256" : ""
    try folder.shell("git init -q \(format) -b main . && git config gc.auto 0")
    for _ in 0..<6 { try commit() }
  }

  /// Lets something happen.
  ///
  /// - Returns: What it was.
  mutating func step() throws -> String {
    switch below(16) {
    case 0...2: return try commit()
    case 3: return try settings()
    case 4: return try branch()
    case 5: return try merge()
    case 6: return try tag()
    case 7: return try forgetRefs()
    case 8...9: return try pack()
    case 10: return try nameMissing()
    case 11: return try bringMissing()
    case 12...13: return try damagePack()
    default: return try damageLoose()
    }
  }

  /// Undoes damage; false when there is none.
  mutating func mend() throws -> Bool {
    defer { mending = [] }
    for file in mending { try folder.write(file.name, file.bytes) }
    return !mending.isEmpty
  }

  // MARK: - Changes

  @discardableResult
  private mutating func commit() throws -> String {
    for _ in 0...below(2) {
      let name = ["a", "b/a", "b/c/a", "b/c/d", "e/f"][below(5)]
      var lines = (try? folder.read(name))?.split(separator: "\n").map(String.init) ?? []
      if lines.isEmpty { lines = (0..<60).map { "line \($0) of \(name), which makes a chain of deltas" } }
      lines[below(lines.count)] = below(4) == 0 ? "k = \(secret())" : "value \(below(1000))"
      try folder.write(name, lines.joined(separator: "\n") + "\n")
    }
    return try record(below(6) == 0 ? "message \(secret())" : "message")
  }

  private mutating func settings() throws -> String {
    try folder.write(
      ["", "b/", "e/"][below(3)] + [".env", "prod.env"][below(2)], "PASSWORD=\(random())\nA=\(below(9))\n")
    return try record("settings")
  }

  private mutating func record(_ message: String) throws -> String {
    clock += below(3)
    try quietly(
      "{ git add -A && \(dated) git commit -q --allow-empty -m '\(message)'; } "
        + "|| git reset -q --hard")
    return "commit: \(message.prefix(8))"
  }

  private mutating func branch() throws -> String {
    if below(2) == 0 {
      names += 1
      try quietly("git checkout -q -f -b branch\(names)")
      return "new branch"
    }
    try quietly("git checkout -q -f \(try anyBranch())")
    return "other branch"
  }

  private mutating func merge() throws -> String {
    try quietly(
      "\(dated) git merge -q -X ours -m merge \(try anyBranch()) >/dev/null "
        + "|| { git merge --abort; git reset -q --hard; }")
    return "merge"
  }

  private mutating func tag() throws -> String {
    names += 1
    let what = ["HEAD", "'HEAD^{tree}'", "'HEAD:b'", "HEAD:a"][below(4)]
    let annotation = below(2) == 0 ? "" : "-m 'tag \(below(2) == 0 ? secret() : "plain")'"
    try folder.shell(
      "git rev-parse -q --verify \(what) >/dev/null && \(dated) git tag \(annotation) tag\(names) \(what) || true")
    return "tag \(what)"
  }

  private mutating func forgetRefs() throws -> String {
    try folder.shell(
      "for b in $(git for-each-ref --format='%(refname)' | head -\(1 + below(3))); do "
        + "[ $b = \"$(git symbolic-ref HEAD)\" ] || git update-ref -d $b; done")
    if below(2) == 0 { return "refs deleted" }
    for command in ["reset -q --hard HEAD~1", "reflog expire --expire=now --all", "gc -q --prune=now"] {
      try quietly("git \(command)")
    }
    return "refs deleted and objects pruned"
  }

  private mutating func pack() throws -> String {
    let command = [
      "git repack -q -a -d -f --depth=50", "git repack -q -d", "git repack -q -a -d -f --depth=1 --window=2",
      "git gc -q --aggressive", "git -c pack.indexVersion=1 repack -q -a -d -f", "git repack -q -a -d -k",
    ][below(6)]
    try quietly(command)
    return command
  }

  /// A folder that names a blob that is not there.
  private mutating func nameMissing() throws -> String {
    names += 1
    let content = below(2) == 0 ? "ghost \(names)" : "ghost \(secret())"
    let name = below(3) == 0 ? "e.env" : "ghost"
    let tree =
      "id=$(echo '\(content)' | git hash-object --stdin); "
      + "tree=$({ git ls-tree HEAD; printf '100644 blob %s\\t\(name)\\n' $id; } | sort -u -k4 | git mktree --missing)"
    try folder.shell(
      "\(tree); git update-ref refs/heads/ghost\(names) $(\(dated) git commit-tree -p HEAD -m ghost $tree)"
    )
    ghosts.append(content)
    return "a missing blob"
  }

  private mutating func bringMissing() throws -> String {
    guard let ghost = ghosts.popLast() else { return "nothing" }
    try folder.shell("echo '\(ghost)' | git hash-object -w --stdin")
    return "the missing blob \(ghost.prefix(8))"
  }

  // MARK: - Damage

  private mutating func damagePack() throws -> String {
    let packs = try files(".git/objects/pack/*.pack")
    guard let pack = packs.first, var bytes = try folder.bytes(pack) else { return "nothing" }
    mending = [(pack, bytes)]
    bytes[12 + below(bytes.count - 32)] ^= UInt8(1 + below(255))
    try folder.shell("chmod u+w \(pack)")
    try folder.write(pack, bytes)
    return "a damaged pack"
  }

  /// Takes everything out of packs, and one object away or its bytes amiss.
  private mutating func damageLoose() throws -> String {
    for pack in try files(".git/objects/pack/*.pack") {
      let base = pack.dropLast(5)
      try folder.shell(
        "mv \(pack) loose.pack && rm -f \(base).* && git unpack-objects -q < loose.pack && rm -f loose.pack")
    }
    let all = try files(".git/objects/??/*")
    let victim = all[below(all.count)]
    guard var bytes = try folder.bytes(victim) else { return "nothing" }
    mending = [(victim, bytes)]
    try folder.shell("chmod u+w \(victim)")
    if below(2) == 0 {
      try folder.shell("rm -f \(victim)")
      return "a lost object"
    }
    bytes[below(bytes.count)] ^= UInt8(1 + below(255))
    try folder.write(victim, bytes)
    return "a damaged object"
  }

  // MARK: - Checks

  /// Neither the secrets nor the ids of blobs that hold them stand in the cache's file.
  func checkCacheHoldsNoSecret() throws {
    let bytes = try scans.cacheFile().bytes
    for secret in secrets { #expect(!bytes.contains(Array(secret.utf8.dropFirst(4).prefix(8)))) }
    let guilty = try folder.shell(
      "git cat-file --batch-all-objects --batch-check='%(objecttype) %(objectname)' | sed -n 's/^blob //p' | "
        + "while read id; do if git cat-file blob $id | grep -q tkn_; then echo $id; fi; done")
    for id in guilty.split(separator: "\n") {
      let raw = stride(from: 0, to: id.count, by: 2).compactMap { UInt8(id.dropFirst($0).prefix(2), radix: 16) }
      #expect(raw.count >= 20 && !bytes.contains(raw))
    }
  }

  // MARK: - Chance

  private mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &generator) }

  private mutating func random() -> String { Samples.random(seed: UInt64(below(1 << 30))) }

  private mutating func secret() -> String {
    secrets.append("tkn_" + random())
    return secrets[secrets.count - 1]
  }

  private mutating func anyBranch() throws -> String {
    let all = try folder.shell("git for-each-ref --format='%(refname:short)' refs/heads").split(separator: "\n")
    return String(all[below(all.count)])
  }

  private func files(_ pattern: String) throws -> [String] {
    try folder.shell("ls \(pattern) 2>/dev/null || true").split(separator: "\n").map(String.init)
  }

  /// Runs what may fail in a repository that lacks objects.
  private func quietly(_ command: String) throws { try folder.shell("{ \(command); } 2>/dev/null || true") }
}
