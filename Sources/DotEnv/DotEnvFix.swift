import Findings
import Content
import Text

/// What `leaksift env --fix` did.
public struct DotEnvFixReport: Sendable, Equatable {
  /// One sentence for each thing done.
  public var done: [String] = []
  /// One sentence for each file that is still not protected, and what to do about it.
  public var open: [String] = []
}

/// Adds the missing lines to `.gitignore`.
public enum DotEnvFix {
  /// Protects the unprotected files of an audit by lines in their repository's top `.gitignore`.
  ///
  /// Adds no line twice, changes no other, and checks with git afterwards whether each file is ignored now. Running it again
  /// changes nothing. Files in git cannot be protected this way; what to do about them is reported.
  /// - Parameters:
  ///   - files: An audit's files.
  ///   - root: The root of the audited listing.
  public static func protect(_ files: [DotEnvFile], root: [UInt8]) -> DotEnvFixReport {
    var report = DotEnvFixReport()
    for file in files where file.protection == .committed {
      report.open.append(
        "\(file.file.displayPath) is in git, where no ignore rule reaches it: run `git rm --cached` on it, then commit")
    }
    let outside = files.count { $0.protection == .outsideRepository }
    if outside > 0 {
      report.open.append("\(Counting.number(outside)) not in a git repository: there is no .gitignore to add a line to")
    }
    let tops = Set(files.compactMap(\.repository)).sorted { $0.lexicographicallyPrecedes($1) }
    for top in tops {
      let missing = files.filter { $0.repository == top && $0.needsLine }
      if !missing.isEmpty { protect(missing, top: top, root: root, &report) }
    }
    return report
  }

  private static func protect(_ files: [DotEnvFile], top: [UInt8], root: [UInt8], _ report: inout DotEnvFixReport) {
    let path = PathText.join(top, ".gitignore".utf8)
    do {
      var ignoreFile = try IgnoreFile(path)
      let lines = Set(files.compactMap { line(for: PathText.name(of: $0.file.path)) })
        .filter { !ignoreFile.contains($0) }.sorted { $0.lexicographicallyPrecedes($1) }
      if !lines.isEmpty {
        ignoreFile.append(lines)
        try ignoreFile.save()
        let names = lines.map { PathText.display($0) }.joined(separator: ", ")
        report.done.append("added to \(PathText.display(path)): \(names)")
      }
      verify(files, top: top, root: root, &report)
    } catch {
      report.open.append("\(PathText.display(path)) was left as it is: \(error.reason)")
    }
  }

  /// Asks git again and reports what is still open.
  private static func verify(_ files: [DotEnvFile], top: [UInt8], root: [UInt8], _ report: inout DotEnvFixReport) {
    let paths = files.map { DotEnvAudit.path(of: $0.file, below: top, root: root) }
    do {
      let answers = try IgnoreAnswers(paths, top: top)
      for (file, path) in zip(files, paths) {
        if let problem = problem(answers.protection(of: path)) {
          report.open.append("\(file.file.displayPath) \(problem)")
        }
      }
      if !answers.isTracked(Array(".gitignore".utf8)) {
        report.open.append("\(PathText.display(top))/.gitignore is not in git yet: add and commit it")
      }
    } catch {
      report.open.append("git could not confirm the protection: \(error)")
    }
  }

  private static func problem(_ protection: DotEnvFile.Protection) -> String? {
    switch protection {
    case .unprotected(let negation?):
      return "is still not ignored: \(negation.place) takes it back with \(PathText.display(negation.pattern))"
    case .unprotected(nil): return "is still not ignored: its name cannot be written as an ignore rule"
    case .local(let rule): return "is still ignored for you alone, by \(rule.place)"
    case .committed, .inHistory: return "is in git"
    case .ignored, .uncommittedRule, .outsideRepository, .unknown: return nil
    }
  }

  /// The rule that ignores a name in every folder (gitignore(5)); `nil` where a rule cannot name it.
  static func line(for name: ArraySlice<UInt8>) -> [UInt8]? {
    if name.contains(UInt8(ascii: "\n")) || name.last == UInt8(ascii: "\r") { return nil }
    var line: [UInt8] = []
    for (index, byte) in name.enumerated() {
      let isSpecial = "*?[\\".utf8.contains(byte)
      let isLeading = index == 0 && "#!".utf8.contains(byte)
      if isSpecial || isLeading { line.append(UInt8(ascii: "\\")) }
      line.append(byte)
    }
    return line
  }
}

extension DotEnvFile {
  /// Whether a line in the repository's `.gitignore` would help.
  fileprivate var needsLine: Bool {
    switch protection {
    case .unprotected, .local: true
    case .committed, .inHistory, .uncommittedRule, .ignored, .outsideRepository, .unknown: false
    }
  }
}
