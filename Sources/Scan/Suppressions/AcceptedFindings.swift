internal import Text

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
    return "\(name) is the baseline: \(Counting.number(used.count)) of its "
      + "\(Counting.number(index.file.entries.count)) entries "
      + "hide\(used.count == 1 ? "s" : "") a finding"
  }
}
