import RandomTestSupport
import ByteSearch
import Testing

@testable import GitObjects

/// A delta gives the result of its instructions or is refused; in either case nothing outside the buffer is written.
@Suite struct DeltaTests {
  private static let canary: UInt8 = 0xA5

  /// What applying a delta came to.
  private struct Applied {
    var content: [UInt8]?
    var script = EditScript()
    var isConfined: Bool
  }

  private func apply(_ delta: [UInt8], to base: [UInt8]) -> Applied {
    var applied = Applied(isConfined: true)
    delta.withUnsafeBytes { bytes in
      base.withUnsafeBytes { base in
        guard let delta = try? Delta(bytes, baseSize: base.count), delta.resultSize <= 1 << 16 else { return }
        var memory = [UInt8](repeating: Self.canary, count: delta.resultSize + 64)
        memory.withUnsafeMutableBytes { memory in
          let output = UnsafeMutableRawBufferPointer(rebasing: memory[..<delta.resultSize])
          if (try? delta.apply(to: base, into: output, script: &applied.script)) != nil {
            applied.content = Array(output)
          }
        }
        applied.isConfined = memory[delta.resultSize...].allSatisfy { $0 == Self.canary }
      }
    }
    return applied
  }

  /// The result of the same instructions, byte by byte, as gitformat-pack defines it; `nil` where they are truncated or
  /// copy from outside the base.
  private func naive(_ instructions: [UInt8], base: [UInt8]) -> [UInt8]? {
    var result: [UInt8] = []
    var rest = instructions[...]
    while let operation = rest.popFirst() {
      guard operation & 0x80 != 0 else {
        guard operation > 0, rest.count >= Int(operation) else { return nil }
        result += rest.prefix(Int(operation))
        rest.removeFirst(Int(operation))
        continue
      }
      var operands = [Int](repeating: 0, count: 7)
      for bit in 0..<7 where operation >> UInt8(bit) & 1 == 1 {
        guard let byte = rest.popFirst() else { return nil }
        operands[bit] = Int(byte)
      }
      let offset = operands[0] | operands[1] << 8 | operands[2] << 16 | operands[3] << 24
      let size = operands[4] | operands[5] << 8 | operands[6] << 16
      let count = size == 0 ? 0x10000 : size
      guard offset + count <= base.count else { return nil }
      result += base[offset..<offset + count]
    }
    return result
  }

  /// Instructions that are mostly in order.
  private func instructions(for base: [UInt8], using random: inout TestRandom) -> [UInt8] {
    var made: [UInt8] = []
    for _ in 0..<Int.random(in: 0...8, using: &random) {
      switch Int.random(in: 0..<12, using: &random) {
      case 0: made.append(UInt8.random(in: 0...255, using: &random))
      case 1...5:
        let count = Int.random(in: 1...127, using: &random)
        made.append(UInt8(count))
        made += (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      default:
        let offset = Int.random(in: 0...base.count, using: &random)
        let count = Int.random(in: 0...max(1, base.count - offset), using: &random)
        made += [0x80 | 0b0011_0011, UInt8(offset & 0xff), UInt8(offset >> 8), UInt8(count & 0xff), UInt8(count >> 8)]
      }
    }
    if Int.random(in: 0..<8, using: &random) == 0, !made.isEmpty { made.removeLast() }
    return made
  }

  @Test func `a delta gives the result of its instructions or is refused`() {
    var random = TestRandom()
    for _ in 0..<5_000 {
      let base = (0..<Int.random(in: 0...700, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
      let instructions = instructions(for: base, using: &random)
      let expected = naive(instructions, base: base)
      let length =
        (expected?.count ?? 100)
        + (Int.random(in: 0..<6, using: &random) == 0 ? Int.random(in: 1...3, using: &random) : 0)
      let applied = apply(HandmadePack.size(base.count) + HandmadePack.size(length) + instructions, to: base)
      #expect(applied.isConfined)
      #expect(applied.content == (length == expected?.count ? expected : nil))
      guard let content = applied.content else { continue }
      #expect(applied.script.length == content.count)
      for run in applied.script.runs {
        #expect(content[run.start..<run.end] == base[run.baseStart..<run.baseStart + run.length])
      }
    }
  }

  @Test func `a delta for a base of another size is refused`() {
    #expect(apply(HandmadePack.size(4) + HandmadePack.size(1) + [1, 7], to: [1, 2, 3]).content == nil)
    #expect(apply(HandmadePack.size(3) + HandmadePack.size(1) + [1, 7], to: [1, 2, 3]).content == [7])
  }
}
