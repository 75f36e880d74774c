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
}
