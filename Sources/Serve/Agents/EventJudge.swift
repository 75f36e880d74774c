import Content
import Findings
import Platform
import Scan
import Text

/// Judges one event by what is in it and by what it would bring in.
struct EventJudge {
  /// Most files that a call may bring in, and most bytes of each and of all, that are looked at: an agent goes on when its
  /// hook takes too long.
  private static let mostFiles = 64
  private static let longestFile = 16 << 20
  private static let mostBytes = 64 << 20

  /// Finds secrets as a scan of the project does.
  let finder: SecretFinder
  let policy: AgentPolicy
  /// Looks up a variable of the environment.
  let variable: (String) -> String?
  /// The whole environment, as `NAME=value`.
  let environment: () -> [String]
  /// Where relative paths start.
  let folder: String
  /// Where the project is, as an absolute path that ends with `/`.
  let top: String
  var allowances: Allowances
  private var findings: [AgentFinding] = []
  private var gaps: [String] = []
  private var hidesInText = false

  init(
    finder: SecretFinder, policy: AgentPolicy, allowances: Allowances, folder: String,
    variable: @escaping (String) -> String?, environment: @escaping () -> [String]
  ) {
    self.finder = finder
    self.policy = policy
    self.allowances = allowances
    self.variable = variable
    self.environment = environment
    self.folder = folder
    top = PathText.display(FileSystem.resolved(UsualFile.top(of: folder))) + "/"
  }

  /// Judges an event.
  mutating func answer(to event: AgentEvent) throws(ScanError) -> AgentAnswer {
    switch event.moment {
    case .other: return .allow
    case .afterTool: return try masked(event)
    case .prompt, .beforeTool: break
    }
    let looks = event.commands.map { CommandLook.look(at: $0, in: folder, variable: variable) }
    if let refusal = GuardedFiles.refusal(event, looks) { return .stop(refusal) }
    for words in event.words { try add(words.text, of: words.label, path: words.path) }
    for command in event.commands { try add(command, of: "the command", path: "command") }
    for write in event.writes { try addWrite(write) }
    try addEnvironment(looks)
    if let refusal = try addFiles(event.reads.map(absolute) + looks.flatMap(\.files)) { return .stop(refusal) }
    if !findings.isEmpty { return .stop(AgentFinding.reason(findings, isPrompt: event.moment == .prompt)) }
    if let question = GuardedFiles.question(event, looks) { return .ask(question) }
    if hidesInText { return .ask("leaksift: the agent writes a secret with a comment that hides it from scans.") }
    return gaps.isEmpty ? .allow : .warn("leaksift did not look at everything: \(gaps.joined(separator: "; ")).")
  }

  // MARK: - Texts

  private mutating func add(_ text: String, of label: String, path: String) throws(ScanError) {
    try add(Array(text.utf8), of: label, path: path)
  }

  private mutating func add(_ text: [UInt8], of label: String, path: String) throws(ScanError) {
    let shown = relative(path)
    for secret in try finder.secrets(in: text, path: path) where policy.refuses(secret, at: shown) {
      note(secret, label)
    }
  }

  private mutating func addWrite(_ write: AgentEvent.Write) throws(ScanError) {
    let path = absolute(write.path)
    let shown = relative(path)
    for secret in try finder.secrets(in: Array(write.text.utf8), path: path) {
      if secret.suppression?.kind == .inline { hidesInText = true }
      if policy.refuses(secret, at: shown) { note(secret, "the new text of \(Escaping.visible(shown))") }
    }
  }

  private mutating func note(_ secret: TextSecret, _ label: String) {
    if !allowances.use(secret.fingerprint) { findings.append(AgentFinding(secret: secret, label: label)) }
  }

  private mutating func addEnvironment(_ looks: [BroughtIn]) throws(ScanError) {
    let all = looks.contains(where: \.hasEnvironment)
    let names = looks.reduce(into: Set<String>()) { $0.formUnion($1.variables) }
    guard all || !names.isEmpty else { return }
    let shown = environment().filter { entry in all || names.contains(String(entry.prefix { $0 != "=" })) }
    try add(shown.joined(separator: "\n") + "\n", of: "the environment", path: "environment")
  }

  // MARK: - Files

  /// Looks at files that the model would see; returns why one of them may not be read at all.
  private mutating func addFiles(_ paths: [String]) throws(ScanError) -> String? {
    var seen: Set<String> = []
    var left = Self.mostBytes
    for path in paths where seen.insert(path).inserted {
      // A word of a command need not be a file, and a folder's files are judged when they are read.
      guard FileSystem.isFile(path), !isOfKernel(path) else { continue }
      let shown = Escaping.visible(relative(path))
      if policy.protects(relative(path)) {
        return "leaksift stopped this: \(shown) is protected by the settings of leaksift. Do not read it; ask the user."
      }
      guard seen.count <= Self.mostFiles else {
        gaps.append("more than \(Self.mostFiles) files")
        return nil
      }
      do throws(FileError) {
        let bytes = try RegularFile.content(of: path, limit: min(left, Self.longestFile))
        left -= bytes.count
        try addFile(BlobText.decoded(bytes), path, shown)
      } catch {
        if error == .tooLarge { gaps.append("\(shown) is too large") }
      }
    }
    return nil
  }

  private mutating func addFile(_ bytes: [UInt8], _ path: String, _ shown: String) throws(FileError) {
    do throws(ScanError) { try add(bytes, of: shown, path: path) } catch {
      gaps.append("\(shown): \(error)")
    }
  }

  /// Whether a file is made by the kernel while it is read, some of them without an end; environments are looked at.
  private func isOfKernel(_ path: String) -> Bool {
    let real = PathText.display(FileSystem.resolved(path))
    return real.hasPrefix("/sys/") || real.hasPrefix("/proc/") && !real.hasSuffix("/environ")
  }

  private func absolute(_ path: String) -> String {
    let path = path.hasPrefix("file://") ? String(path.dropFirst(7)) : path
    return path.hasPrefix("/") || folder.isEmpty || folder == "." ? path : "\(folder)/\(path)"
  }

  /// A path from the top of the project, where it is in it.
  private func relative(_ path: String) -> String {
    let real = PathText.display(FileSystem.resolved(path))
    return real.hasPrefix(top) ? String(real.dropFirst(top.count)) : path
  }

  // MARK: - Results

  /// Masks what a tool returned.
  private mutating func masked(_ event: AgentEvent) throws(ScanError) -> AgentAnswer {
    guard let result = event.result else { return .allow }
    // Rules and settings that depend on a path see that of the one file that was read.
    let path = event.reads.count == 1 ? absolute(event.reads[0]) : "result"
    var mask = ResultMask()
    let shown = relative(path)
    let texts = result.texts
    var seen: Set<String> = []
    for text in texts where seen.insert(text).inserted { mask.add(try counted(text, path, shown), of: text) }
    // Once more with the names beside the values.
    if texts.count > 1 { mask.addValues(try counted(result.compact, path, shown)) }
    if mask.secrets.isEmpty { return .allow }
    let label = path == "result" ? "the result" : Escaping.visible(shown)
    let findings = mask.secrets.map { AgentFinding(secret: $0, label: label) }
    return .replace(result: mask.applied(to: result), reason: AgentFinding.maskedReason(findings))
  }

  private mutating func counted(_ text: String, _ path: String, _ shown: String) throws(ScanError) -> [TextSecret] {
    try finder.secrets(in: Array(text.utf8), path: path).filter {
      policy.refuses($0, at: shown) && !allowances.use($0.fingerprint)
    }
  }
}
