import DotEnv
import Findings
import GitObjects
import Inputs

/// A file's content that a commit, or the next one, brings.
struct ContentChange: Sendable {
  var path: [UInt8]
  var blob: ObjectID
  /// What was there before: in each parent of the commit, or in `HEAD`; of a renamed file under its former name.
  var former: [FormerFile]
  /// The commit; `nil` for a staged change.
  var commit: Commit?

  /// Whether a former version is the same, so that nothing is new: a file that was renamed only, or a side of a merge.
  var isUnchanged: Bool { former.contains { $0.blob == blob } }
}

extension [ContentChange] {
  /// Findings about environment files that the changes add: once for each path.
  func environmentFindings(_ reader: ObjectReader, showSecrets: Bool) -> [Finding] {
    var seen: Set<[UInt8]> = []
    return compactMap { change in
      guard DotEnvName.isJudged(PathText.name(of: change.path)),
        !change.former.contains(where: { DotEnvName.isJudged(PathText.name(of: $0.path)) }),
        seen.insert(change.path).inserted
      else { return nil }
      var finding = DotEnvAudit.finding(
        path: change.path, content: try? reader.read(change.blob, as: .blob), protection: .committed,
        options: EnvironmentAudit.options(showSecrets: showSecrets))
      for index in finding?.occurrences.indices ?? 0..<0 { finding?.occurrences[index].commit = change.commit }
      return finding
    }
  }
}
