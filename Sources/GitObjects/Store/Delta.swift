internal import ByteSearch

/// A delta's instructions (gitformat-pack, "Deltified representation").
///
/// A delta gives the size of its base and of its result, then the result piece by piece: "copy `count` bytes of the base
/// from `offset`", or "insert these bytes". For example the base `name = old` and the result `name = new` need
///
///     copy    offset 0, count 7       90 07
///     insert  "new"                   03 6e 65 77
struct Delta {
  /// Declared size of the result in bytes.
  let resultSize: Int
  private let instructions: UnsafeRawBufferPointer

  /// Why a delta cannot be applied.
  enum Fault: Error {
    case truncated
    case baseSizeMismatch
    case copyOutsideBase
    case unknownInstruction
    case resultSizeMismatch

    var reason: String {
      switch self {
      case .truncated: "its delta is truncated"
      case .baseSizeMismatch: "its delta was made for a base of another size"
      case .copyOutsideBase: "its delta copies from outside its base"
      case .unknownInstruction: "its delta contains an unknown instruction"
      case .resultSizeMismatch: "its delta does not give a content of the declared size"
      }
    }
  }

  /// Reads the two sizes at the beginning of a delta.
  ///
  /// - Parameters:
  ///   - bytes: The inflated delta; must outlive this value.
  ///   - baseSize: Size of the base in bytes.
  init(_ bytes: UnsafeRawBufferPointer, baseSize: Int) throws(Fault) {
    var next = 0
    guard let declaredBase = Self.size(bytes, &next), let result = Self.size(bytes, &next) else { throw .truncated }
    guard declaredBase == baseSize else { throw .baseSizeMismatch }
    resultSize = result
    instructions = UnsafeRawBufferPointer(rebasing: bytes[next...])
  }

  /// Writes the result and records the copied runs in `script`. Each instruction is checked before it is executed.
  ///
  /// - Parameters:
  ///   - base: The base, of the size that was passed to `init`.
  ///   - output: Memory for `resultSize` bytes; its contents are undefined when this throws.
  func apply(
    to base: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, script: inout EditScript
  ) throws(Fault) {
    script.removeAll()
    var next = 0
    var written = 0
    while next < instructions.count {
      let operation = instructions[next]
      next &+= 1
      // Invariant: the source of each copy is inside the base or the instructions, its target inside the first
      // `resultSize` bytes of the output.
      if operation & 0x80 != 0 {
        guard next &+ (operation & 0x7f).nonzeroBitCount <= instructions.count else { throw .truncated }
        let (offset, count) = Self.copyOperands(operation, instructions, &next)
        guard offset &+ count <= base.count else { throw .copyOutsideBase }
        guard written &+ count <= resultSize else { throw .resultSizeMismatch }
        if let source = base.baseAddress, let target = output.baseAddress {
          (target + written).copyMemory(from: source + offset, byteCount: count)
        }
        script.copy(from: offset, count: count)
        written &+= count
      } else {
        guard operation != 0 else { throw .unknownInstruction }
        let count = Int(operation)
        guard next &+ count <= instructions.count else { throw .truncated }
        guard written &+ count <= resultSize else { throw .resultSizeMismatch }
        if let source = instructions.baseAddress, let target = output.baseAddress {
          (target + written).copyMemory(from: source + next, byteCount: count)
        }
        script.insert(count: count)
        next &+= count
        written &+= count
      }
    }
    guard written == resultSize else { throw .resultSizeMismatch }
  }

  /// Reads the operand bytes whose bits are set in `operation`; the caller has checked that they are present.
  @inline(__always)
  private static func copyOperands(
    _ operation: UInt8, _ bytes: UnsafeRawBufferPointer, _ next: inout Int
  ) -> (offset: Int, count: Int) {
    var offset = 0
    var count = 0
    for bit in 0..<4 where operation & (1 << bit) != 0 {
      offset |= Int(bytes[next]) << (8 &* bit)
      next &+= 1
    }
    for bit in 0..<3 where operation & (0x10 << bit) != 0 {
      count |= Int(bytes[next]) << (8 &* bit)
      next &+= 1
    }
    return (offset, count == 0 ? 0x10000 : count)
  }

  /// Reads a size: seven bits per byte, least significant first.
  private static func size(_ bytes: UnsafeRawBufferPointer, _ next: inout Int) -> Int? {
    var size = 0
    var shift = 0
    while next < bytes.count, shift < 56 {
      let byte = bytes[next]
      next &+= 1
      size |= Int(byte & 0x7f) << shift
      shift &+= 7
      if byte & 0x80 == 0 { return size }
    }
    return nil
  }
}
