import Foundation

/// A scanner, and how it is asked for each thing that is measured.
struct Tool {
  let name: String
  /// `nil` when it is not installed.
  let program: String?
  let versionArguments: [String]
  /// The arguments for a mode and place that make a JSON report in a file, secrets masked; `nil` when it has no such mode.
  let arguments: @Sendable (_ mode: Scene.Mode, _ place: String, _ report: String) -> [String]?

  /// leaksift and those that it is compared with.
  static func all(leaksift: String?) throws -> [Tool] {
    let own = leaksift ?? release() ?? onPath("leaksift")
    guard let own, FileManager.default.isExecutableFile(atPath: own) else {
      throw Mistake(description: "no leaksift: build it with `swift build -c release`, or name it with --leaksift")
    }
    let path = URL(filePath: own).standardizedFileURL.path
    return [
      Tool(name: "leaksift", program: path, versionArguments: ["version"], arguments: leaksiftArguments),
      Tool(
        name: "kingfisher", program: onPath("kingfisher"), versionArguments: ["--version"],
        arguments: kingfisherArguments),
      Tool(
        name: "betterleaks", program: onPath("betterleaks"), versionArguments: ["version"],
        arguments: gitleaksArguments),
      Tool(name: "gitleaks", program: onPath("gitleaks"), versionArguments: ["version"], arguments: gitleaksArguments),
    ]
  }

  /// The number of findings in a report; `nil` when there is none.
  static func findings(in report: String) -> Int? {
    guard let content = FileManager.default.contents(atPath: report),
      let json = try? JSONSerialization.jsonObject(with: content)
    else { return nil }
    let list = json as? [Any] ?? (json as? [String: Any])?["findings"] as? [Any]
    return list?.count
  }

  /// Bytes that leaksift's report says were scanned.
  static func bytes(in report: String) -> Int? {
    guard let content = FileManager.default.contents(atPath: report),
      let json = try? JSONSerialization.jsonObject(with: content) as? [String: Any]
    else { return nil }
    return (json["coverage"] as? [String: Any])?["bytes"] as? Int
  }

  /// What the tool calls its version.
  var version: String {
    guard let program else { return "not installed" }
    guard let text = try? ChildRun.output([program] + versionArguments) else { return "does not start" }
    return text.split(separator: "\n").first.map { $0.split(separator: " ").last.map(String.init) ?? "" } ?? "unknown"
  }

  // MARK: - Arguments

  private static let leaksiftArguments: @Sendable (Scene.Mode, String, String) -> [String]? = { mode, place, report in
    let what =
      switch mode {
      case .history: ["--history"]
      case .staged: ["--staged"]
      case .tree, .archives, .empty: [String]()
      }
    return ["scan"] + what + ["-f", "json", "-o", report, place]
  }

  private static let kingfisherArguments: @Sendable (Scene.Mode, String, String) -> [String]? = { mode, place, report in
    let what =
      switch mode {
      case .history: ["--git-history", "full"]
      case .staged: ["--staged"]
      // It opens archives by itself.
      case .tree, .archives, .empty: ["--git-history", "none"]
      }
    return ["scan", "--no-validate", "--no-update-check", "--redact", "-q", "-f", "json", "-o", report] + what + [place]
  }

  private static let gitleaksArguments: @Sendable (Scene.Mode, String, String) -> [String]? = { mode, place, report in
    let what =
      switch mode {
      case .history: ["git"]
      case .staged: ["git", "--pre-commit", "--staged"]
      case .tree, .empty: ["dir"]
      case .archives: ["dir", "--max-archive-depth", "8"]
      }
    return what + ["--no-banner", "--redact", "-f", "json", "-r", report, place]
  }

  // MARK: - Programs

  private static func release() -> String? {
    ["../.build/release/leaksift", ".build/release/leaksift"]
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// A program that `PATH` leads to.
  static func onPath(_ name: String) -> String? {
    let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
    return folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }
}
