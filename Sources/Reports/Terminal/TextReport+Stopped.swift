import Findings

/// What to do about a leak that was found before it was committed: it need not be revoked.
extension TextReport {
  /// Whether the findings are staged only.
  var isStopped: Bool { report.mode == "staged" }

  var adviceOnStopping: [String] {
    let steps = [
      "Take it out of the file, and then `git add` the file again; or leave the file out of the commit: "
        + "`git restore --staged \(stagedPath)`. A secret belongs in a secret store or an ignored file.",
      "Is it none? A comment `leaksift:allow reason=\"...\"` on its line hides it, or a line with its fingerprint (16 "
        + "digits, above) in `.leaksiftignore`.",
      "To go past the hook once: `git commit --no-verify`.",
    ]
    return ["Stopped before the commit: nothing has left this machine. What to do next:"]
      + steps.enumerated().flatMap { style.wrapped("  \($0 + 1). ", $1) }
  }

  /// The path of the only file with findings, where it needs no quoting.
  private var stagedPath: String {
    let paths = Set(report.findings.flatMap(\.occurrences).map { openable($0.path) })
    guard paths.count == 1, let path = paths.first, path.isPlainShellWord else {
      return "FILE"
    }
    return path
  }
}
