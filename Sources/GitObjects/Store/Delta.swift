internal import ByteSearch

/// A delta's instructions (gitformat-pack, "Deltified representation").
struct Delta {
  /// Size of the content that the delta says it makes.
  let resultSize: Int
  private let instructions: UnsafeRawBufferPointer

  /// Why a delta cannot be applied.
  enum Fault: Error {
    case truncated
    case otherBaseSize
    case outsideBase
    case unknownInstruction
    case otherResultSize

    var reason: String {
      switch self {
      case .truncated: "its delta is truncated"
      case .otherBaseSize: "its delta is of another base"
      case .outsideBase: "its delta reaches outside its base"
      case .unknownInstruction: "its delta holds an unknown instruction"
      case .otherResultSize: "its delta makes another size than it says"
      }
    }
  }

  /// Reads the sizes that a delta begins with.
  ///
  /// - Parameters:
  ///   - bytes: The inflated delta; must outlive this value.
  ///   - baseSize: Bytes in the base.
  init(_ bytes: UnsafeRawBufferPointer, baseSize: Int) throws(Fault) {
    var next = 0
    guard let declaredBase = Self.size(bytes, &next), let result = Self.size(bytes, &next) else { throw .truncated }
    guard declaredBase == baseSize else { throw .otherBaseSize }
    resultSize = result
    instructions = UnsafeRawBufferPointer(rebasing: bytes[next...])
  }

  /// Writes the content and notes in `script` what is copied; each instruction is checked before it is followed.
  ///
  /// - Parameters:
  ///   - base: The base whose size `init` was told.
  ///   - output: Room for `resultSize` bytes; of unknown content when this throws.
  func apply(
    to base: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, script: inout EditScript
  ) throws(Fault) {
    script.removeAll()
    var next = 0
    var written = 0
    while next < instructions.count {
      let operation = instructions[next]
      next &+= 1
      // Invariant: what is copied lies in the base or the instructions, and where it goes in the first `resultSize`
      // bytes of the output.
      if operation & 0x80 != 0 {
        guard next &+ (operation & 0x7f).nonzeroBitCount <= instructions.count else { throw .truncated }
        let (offset, count) = Self.copyOperands(operation, instructions, &next)
        guard offset &+ count <= base.count else { throw .outsideBase }
        guard written &+ count <= resultSize else { throw .otherResultSize }
        if let source = base.baseAddress, let target = output.baseAddress {
          (target + written).copyMemory(from: source + offset, byteCount: count)
        }
        script.copy(from: offset, count: count)
        written &+= count
      } else {
        guard operation != 0 else { throw .unknownInstruction }
        let count = Int(operation)
        guard next &+ count <= instructions.count else { throw .truncated }
        guard written &+ count <= resultSize else { throw .otherResultSize }
        if let source = instructions.baseAddress, let target = output.baseAddress {
          (target + written).copyMemory(from: source + next, byteCount: count)
        }
        script.insert(count: count)
        next &+= count
        written &+= count
      }
    }
    guard written == resultSize else { throw .otherResultSize }
  }

  /// Reads the operands whose bits are set; the caller has checked that they are there.
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

  /// Reads a size: seven bits a byte, least significant first.
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
