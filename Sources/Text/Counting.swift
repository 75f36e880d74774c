/// Numbers as messages and reports for people write them.
package enum Counting {
  /// The number with commas between groups of three digits.
  package static func number(_ value: Int) -> String {
    var groups: [String] = []
    var rest = String(value.magnitude)
    while rest.count > 3 {
      groups.insert(String(rest.suffix(3)), at: 0)
      rest.removeLast(3)
    }
    return (value < 0 ? "-" : "") + ([rest] + groups).joined(separator: ",")
  }

  /// The number and its noun, such as `1 file` or `4,982 files`.
  ///
  /// - Parameter plural: The noun's plural where it is not formed with an `s`.
  package static func count(_ value: Int, _ noun: String, plural: String? = nil) -> String {
    "\(number(value)) \(value == 1 ? noun : plural ?? "\(noun)s")"
  }

  /// Bytes in decimal units, such as `44.1 MB`; tenths are cut off, not rounded.
  package static func bytes(_ value: Int) -> String {
    let units = [(1_000_000_000_000, "TB"), (1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")]
    guard let (size, unit) = units.first(where: { value >= $0.0 }) else { return count(value, "byte") }
    return "\(value / size).\(value % size * 10 / size) \(unit)"
  }

  /// Bytes in megabytes, so that a number that grows keeps its unit.
  package static func megabytes(_ value: Int) -> String {
    let tenths = value / 100_000
    return "\(number(tenths / 10)).\(tenths % 10) MB"
  }

  /// A duration that a person can grasp, such as `340 ms`, `1.2 s` or `3 min 5 s`.
  package static func duration(milliseconds: Int) -> String {
    if milliseconds < 1_000 { return "\(milliseconds) ms" }
    if milliseconds < 60_000 { return "\(milliseconds / 1_000).\(milliseconds % 1_000 / 100) s" }
    return "\(number(milliseconds / 60_000)) min \(milliseconds % 60_000 / 1_000) s"
  }
}
