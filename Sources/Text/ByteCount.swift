/// The number of bytes that a text such as `512M` means; K, M and G count by 1024.
///
/// - Returns: `nil` when it means none, zero or more than can be counted.
package func byteCount(_ text: String) -> Int? {
  let shifts: [Character: Int] = ["K": 10, "M": 20, "G": 30]
  let shift = text.last.flatMap { shifts[Character($0.uppercased())] }
  guard let number = Int(shift == nil ? text : String(text.dropLast())), number > 0 else { return nil }
  let (bytes, isTooLarge) = number.multipliedReportingOverflow(by: 1 << (shift ?? 0))
  return isTooLarge ? nil : bytes
}
