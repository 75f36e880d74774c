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
    guard mostLayers > 0 else { return [] }
    var (found, parts): ([Range<Int>], EncodedParts) = ([], EncodedParts())
    parts.forEach(in: EncodedParts.Reach(runs: text.indices, escapes: 0..<0), of: text.span) { part in
      guard let decoded = part.decoded(in: text.span, mostLayers: mostLayers) else { return }
      let isCopy =
        decoded.bytes.firstRange(of: secret) != nil
        || !ranges(of: secret, in: decoded.bytes, mostLayers: mostLayers - decoded.layers.count).isEmpty
      if isCopy { found.append(part.range) }
    }
    return found
  }
}
