import GitProcess
import Content

/// What git says about some files of one repository; two starts of git, however many files there are.
struct IgnoreAnswers {
  private let tracked: Set<[UInt8]>
  private let matches: [[UInt8]: IgnoreRule]

  /// Asks git.
  ///
  /// - Parameters:
  ///   - paths: Relative to the repository's top.
  ///   - top: Absolute path of the repository's top.
  init(_ paths: [[UInt8]], top: [UInt8]) throws(GitProcessError) {
    let git = Git(in: String(decoding: top, as: UTF8.self))
    let patterns = ["*.env*", "*.flaskenv*", "*.dev.vars*", ".gitignore"].map { ":(top,glob,icase)**/\($0)" }
    let listed = try git.run(["ls-files", "-z", "-c", "--"] + patterns)
    tracked = Set(listed.standardOutput.split(separator: 0).map(Array.init))
    // The ignore files themselves are checked as well: a rule in one that is ignored protects nobody else.
    var asked = Set(paths)
    for path in paths { asked.formUnion(Self.ignoreFiles(above: path)) }
    let input = asked.sorted { $0.lexicographicallyPrecedes($1) }.reduce(into: [UInt8]()) { $0 += $1 + [0] }
    let checked = try git.run(["check-ignore", "-v", "-z", "--stdin", "--no-index"], input: input, accepting: [0, 1])
    matches = try Self.parse(checked.standardOutput)
  }

  /// Whether an environment or ignore file is in git's index.
  func isTracked(_ path: [UInt8]) -> Bool { tracked.contains(path) }

  func protection(of path: [UInt8]) -> DotEnvFile.Protection {
    if tracked.contains(path) { return .committed }
    guard let rule = matches[path] else { return .unprotected(negation: nil) }
    if rule.isNegation { return .unprotected(negation: rule) }
    guard rule.isOfRepository else { return .local(rule) }
    if tracked.contains(rule.source) { return .ignored(rule) }
    let isHidden = matches[rule.source].map { !$0.isNegation } ?? false
    return isHidden ? .local(rule) : .uncommittedRule(rule)
  }

  /// Reads the output of `check-ignore -v -z`: source, line, pattern and path, each with a NUL.
  static func parse(_ output: [UInt8]) throws(GitProcessError) -> [[UInt8]: IgnoreRule] {
    let unexpected = GitProcessError.failed(
      command: "git check-ignore", status: 0, message: "its output is not source, line, pattern and path")
    let fields = output.split(separator: 0, omittingEmptySubsequences: false)
    guard fields.last?.isEmpty ?? true, fields.count % 4 == 1 else { throw unexpected }
    var matches: [[UInt8]: IgnoreRule] = [:]
    for start in stride(from: 0, to: fields.count - 1, by: 4) {
      guard let line = Int(String(decoding: fields[start + 1], as: UTF8.self)) else { throw unexpected }
      matches[Array(fields[start + 3])] = IgnoreRule(
        source: Array(fields[start]), line: line, pattern: Array(fields[start + 2]))
    }
    return matches
  }

  /// The places of the `.gitignore` files that may have a say about a path.
  private static func ignoreFiles(above path: [UInt8]) -> [[UInt8]] {
    var files: [[UInt8]] = []
    var folder = path
    while !folder.isEmpty {
      folder = Array(PathText.parent(of: folder))
      files.append(PathText.join(folder, ".gitignore".utf8))
    }
    return files
  }
}

extension IgnoreRule {
  var isNegation: Bool { pattern.first == UInt8(ascii: "!") }

  /// Whether the rule is in a `.gitignore` of the working tree: git names those by relative paths,
  /// `.git/info/exclude` by its own, and the personal exclude file by an absolute one.
  fileprivate var isOfRepository: Bool {
    source.first != PathText.slash && PathText.name(of: source).elementsEqual(".gitignore".utf8)
  }
}
