/// A constant table of bytes inside the binary.
///
/// Invariant: `start` points at `count` bytes of static storage, so the table lives as long as the process.
package struct FittedTable: @unchecked Sendable {
  private let bytes: UnsafeBufferPointer<UInt8>

  package init(start: UnsafePointer<UInt8>, count: Int) {
    bytes = UnsafeBufferPointer(start: start, count: count)
  }

  /// Number of bytes.
  package var count: Int { bytes.count }

  /// The value at `index`, which must be inside the table.
  package subscript(index: Int) -> Int {
    precondition(index < bytes.count)
    return Int(bytes[index])
  }
}
