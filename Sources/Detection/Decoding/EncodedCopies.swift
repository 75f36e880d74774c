import ByteSearch

/// Finds other copies of a secret in a text: those that are encoded.
public enum EncodedCopies {
  /// Where a text has runs that encode a secret.
  ///
  /// - Complexity: Linear in the text, and in what its runs encode.
  public static func ranges(of secret: [UInt8], in text: [UInt8]) -> [Range<Int>] {
    ranges(of: secret, in: text, mostLayers: 5)
  }

  private static func ranges(of secret: [UInt8], in text: [UInt8], mostLayers: Int) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var place = 0
    while mostLayers > 0, let run = EncodedRun.first(in: text.span, after: place, beginningBefore: text.count) {
      place = run.range.upperBound
      guard let decoded = DecodedRun(run, in: text.span, mostLayers: mostLayers) else { continue }
      let isCopy =
        decoded.bytes.firstRange(of: secret) != nil
        || !ranges(of: secret, in: decoded.bytes, mostLayers: mostLayers - decoded.layers.count).isEmpty
      if isCopy { found.append(run.range) }
    }
    return found
  }
}
