import GitProcess
import Platform
import Serve

/// What calls leaksift in a repository, as lines for its user.
struct HookStatus {
  private let folder: String
  private let top: String?
  private let searchPath: String

  init(of repository: String, searchPath: String) throws(CommandFailure) {
    folder = try hooksFolder(of: repository, isMade: false)
    top = try topOfWorkingTree(of: repository)
    self.searchPath = searchPath
  }

  /// - Throws: When a file that decides it cannot be read.
  func lines() throws(CommandFailure) -> [String] {
    let kinds = top == nil ? ["pre-receive"] : HookKind.allCases.map(\.rawValue)
    let states = try kinds.map { kind throws(CommandFailure) in "\(kind): \(try state(of: kind))" }
    return ["hooks folder: \(folder)"] + states + (try framework()) + (try others()) + [try program()]
  }

  // MARK: - git's own hooks

  private func state(of kind: String) throws(CommandFailure) -> String {
    let path = "\(folder)/\(kind)"
    guard let content = try readFile(path) else { return "none; \(advice(on: kind))" }
    guard FileSystem.isExecutable(path) else {
      return "\(path) is not executable, so git passes over it; `chmod +x` it"
    }
    let text = String(decoding: content, as: UTF8.self)
    if HookScript.isOurs(content) {
      let former = try readFile(path + HookScript.formerSuffix) == nil ? "" : "; the former hook runs first"
      let isOld = kind == HookKind.prePush.rawValue && !text.contains(" hook push")
      return "leaksift's" + former
        + (isOld ? "; of an older version: `leaksift hook install --pre-push` renews it" : "")
    }
    if text.contains("https://pre-commit.com") { return "the pre-commit framework's" }
    if text.contains("leaksift") { return "one that names leaksift" }
    guard let manager = Self.managers.first(where: { text.contains($0.name) || folder.contains(".\($0.name)/") }) else {
      return "another one, without leaksift; \(advice(on: kind))"
    }
    for file in manager.files where try isNamed(in: file) { return "\(manager.name)'s, whose files name leaksift" }
    return "\(manager.name)'s, whose files do not name leaksift; \(advice(on: kind))"
  }

  private func advice(on kind: String) -> String {
    switch HookKind(rawValue: kind) {
    case .preCommit: "`leaksift hook install` installs one"
    case .prePush: "`leaksift hook install --pre-push` installs one"
    case nil: "its one line is `exec leaksift hook receive`"
    }
  }

  // MARK: - Programs that run hooks

  private func framework() throws(CommandFailure) -> [String] {
    let name = ".pre-commit-config.yaml"
    guard let top, let content = try readFile("\(top)/\(name)") else { return [] }
    let ids = String(decoding: content, as: UTF8.self).split(separator: "\n").compactMap(Self.id)
    let own = ids.filter { $0 == "leaksift" || $0.hasPrefix("leaksift-") }
    guard !own.isEmpty else { return ["pre-commit framework: \(name) does not name leaksift"] }
    var remarks: [String] = []
    if !own.contains(where: { $0.hasPrefix("leaksift-push") }) {
      remarks.append("the id for pushes is missing: add `leaksift-push` or `leaksift-push-system`")
    }
    for kind in HookKind.allCases where try !calls(kind) {
      remarks.append("not installed for \(kind.rawValue): `pre-commit install -t \(kind.rawValue)`")
    }
    let isOwn = try readFile("\(folder)/\(HookKind.prePush.rawValue)").map { HookScript.isOurs($0) } ?? false
    if !isOwn, remarks.isEmpty {
      remarks.append(
        "it looks at the first of several pushed refs only: `leaksift hook install --pre-push` looks at all of them")
    }
    return ["pre-commit framework: \(([own.joined(separator: ", ")] + remarks).joined(separator: "; "))"]
  }

  /// Whether git runs the framework at a stage.
  private func calls(_ kind: HookKind) throws(CommandFailure) -> Bool {
    for suffix in ["", HookScript.formerSuffix]
    where try contains("https://pre-commit.com", at: "\(folder)/\(kind.rawValue)\(suffix)") {
      return true
    }
    return false
  }

  /// Whether there is a file with a word in it.
  private func contains(_ word: String, at path: String) throws(CommandFailure) -> Bool {
    try readFile(path).map { String(decoding: $0, as: UTF8.self).contains(word) } ?? false
  }

  /// The id of a line like `- id: leaksift  # comment`.
  private static func id(in line: Substring) -> String? {
    let words = line.split(whereSeparator: { " \t\r\"',{}".contains($0) })
    guard let key = words.firstIndex(of: "id:"), key + 1 < words.count,
      !words[...key].contains(where: { $0.hasPrefix("#") })
    else { return nil }
    return String(words[key + 1])
  }

  /// Programs whose hooks run what files in the working tree name.
  private static let managers = [
    (name: "lefthook", files: ["lefthook.yml", ".lefthook.yml", "lefthook.yaml", ".lefthook.yaml"]),
    (name: "husky", files: [".husky/pre-commit", ".husky/pre-push"]),
  ]

  private func others() throws(CommandFailure) -> [String] {
    let names =
      Self.managers.flatMap(\.files) + [
        ".lintstagedrc", ".lintstagedrc.json", ".lintstagedrc.yml", "lint-staged.config.js", "lint-staged.config.mjs",
        "package.json",
      ] + AgentInstallation.all(program: "leaksift").map(\.projectPath)
    var lines: [String] = []
    for name in names where try isNamed(in: name) { lines.append("\(name): names leaksift") }
    return lines
  }

  /// Whether a file of the working tree names leaksift.
  private func isNamed(in name: String) throws(CommandFailure) -> Bool {
    guard let top else { return false }
    return try contains("leaksift", at: "\(top)/\(name)")
  }

  // MARK: - The program

  private func program() throws(CommandFailure) -> String {
    let path = absoluteProgramPath(name: "leaksift", searchPath: searchPath)
    guard path.hasPrefix("/") else { return "program: not on PATH; \(try fallback())" }
    return "program: \(path)"
  }

  /// What the hooks of `hook install` call without a PATH.
  private func fallback() throws(CommandFailure) -> String {
    var program: String?
    for kind in HookKind.allCases where program == nil {
      program = try readFile("\(folder)/\(kind.rawValue)").flatMap { HookScript.program(in: $0) }
    }
    guard let program else { return "install it, or put its folder there" }
    return FileSystem.isExecutable(program) ? "the hooks call \(program)" : "\(program) is gone, so the hooks refuse"
  }
}
