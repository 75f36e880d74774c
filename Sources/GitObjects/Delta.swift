internal import ByteSearch

/// A delta's instructions, checked against its base before anything is written (gitformat-pack, "Deltified representation").
struct Delta {
  /// Size of the content that the delta makes.
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

  /// Checks every instruction and notes in `script` what is copied.
  ///
  /// - Parameters:
  ///   - bytes: The inflated delta; must outlive this value.
  ///   - baseSize: Bytes in the base.
  init(_ bytes: UnsafeRawBufferPointer, baseSize: Int, script: inout EditScript) throws(Fault) {
    var next = 0
    guard let declaredBase = Self.size(bytes, &next), let result = Self.size(bytes, &next) else { throw .truncated }
    guard declaredBase == baseSize else { throw .otherBaseSize }
    resultSize = result
    instructions = UnsafeRawBufferPointer(rebasing: bytes[next...])
    try Self.check(instructions, baseSize: baseSize, resultSize: result, &script)
  }

  private static func check(
    _ bytes: UnsafeRawBufferPointer, baseSize: Int, resultSize: Int, _ script: inout EditScript
  ) throws(Fault) {
    script.removeAll()
    var next = 0
    while next < bytes.count {
      let operation = bytes[next]
      next &+= 1
      if operation & 0x80 != 0 {
        guard next &+ (operation & 0x7f).nonzeroBitCount <= bytes.count else { throw .truncated }
        let (offset, count) = copyOperands(operation, bytes, &next)
        guard offset &+ count <= baseSize else { throw .outsideBase }
        script.copy(from: offset, count: count)
      } else {
        guard operation != 0 else { throw .unknownInstruction }
        next &+= Int(operation)
        guard next <= bytes.count else { throw .truncated }
        script.insert(count: Int(operation))
      }
      guard script.length <= resultSize else { throw .otherResultSize }
    }
    guard script.length == resultSize else { throw .otherResultSize }
  }

  /// Writes the content.
  ///
  /// Invariant: `init` has checked that all instructions are whole, reach only into a base of this size, and make
  /// exactly `resultSize` bytes; so nothing is checked again here.
  ///
  /// - Parameters:
  ///   - base: The base whose size `init` was told.
  ///   - output: Room for `resultSize` bytes.
  func apply(to base: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) {
    guard resultSize > 0, let target = output.baseAddress, let code = instructions.baseAddress else { return }
    var next = 0
    var written = 0
    while next < instructions.count {
      let operation = instructions[next]
      next &+= 1
      if operation & 0x80 != 0 {
        let (offset, count) = Self.copyOperands(operation, instructions, &next)
        if let source = base.baseAddress { (target + written).copyMemory(from: source + offset, byteCount: count) }
        written &+= count
      } else {
        (target + written).copyMemory(from: code + next, byteCount: Int(operation))
        next &+= Int(operation)
        written &+= Int(operation)
      }
    }
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
