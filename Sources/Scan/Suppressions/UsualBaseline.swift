/// The baseline of a folder that nobody has to name: `.leaksift-baseline` at the top of its repository, or in the folder
/// itself outside of repositories.
///
/// - Returns: Where that file is, or would be.
public func usualBaseline(of folder: String) -> String {
  ProjectFolder.file(".leaksift-baseline", in: ProjectFolder.around(folder).last?.path ?? folder)
}

/// A baseline in use, and which of its entries a scan has met.
struct AcceptedFindings {
  let index: BaselineIndex
  /// Whether nobody named it.
  let isUsual: Bool
  var used: Set<Int> = []

  var name: String { index.file.name }

  /// Says that a baseline was used which nobody named.
  var note: String? {
    guard isUsual else { return nil }
    return "\(name) is the baseline: \(used.count) of its \(index.file.entries.count) entries "
      + "hide\(used.count == 1 ? "s" : "") a finding"
  }
}
