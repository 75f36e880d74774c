import Platform

/// How unpredictable the characters of a text are, taken one by one.
public enum Entropy {
  /// Shannon entropy in bits per byte, from 0 (one repeated byte, or nothing) to 8.
  ///
  /// H = log2 n - (sum of c * log2 c) / n, over the counts c of each byte value among n bytes.
  public static func bitsPerByte(_ bytes: Span<UInt8>) -> Double {
    guard !bytes.isEmpty else { return 0 }
    var counts = InlineArray<256, UInt32>(repeating: 0)
    for index in bytes.indices { counts[Int(bytes[index])] &+= 1 }
    var sum = 0.0
    for value in counts.indices where counts[value] > 1 {
      let count = Double(counts[value])
      sum += count * count.binaryLogarithm
    }
    let total = Double(bytes.count)
    return max(0, total.binaryLogarithm - sum / total)
  }
}
