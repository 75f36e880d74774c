package import ByteSearch
public import GitObjects

extension ObjectReader {
  /// The content of a blob as a text: its encoding is decoded.
  ///
  /// - Throws: ``GitError`` when the blob cannot be read.
  public func text(of blob: ObjectID) throws(GitError) -> [UInt8] {
    BlobText.decoded(try read(blob, as: .blob))
  }
}

/// Blobs as texts.
public enum BlobText {
  /// The text of a blob's content, in UTF-8 or in an 8-bit encoding of its own.
  public static func decoded(_ content: [UInt8]) -> [UInt8] { TextEncoding.decoded(content.span) ?? content }
}

/// The blobs of a delta family as texts, each decoded only when it has to be: one for each worker.
///
/// Most blobs are in UTF-8 and are searched as they are. Whether one is needs a look at what its delta inserted, since
/// it is known of its base: only a text with NULs can be in two encodings, or be binary.
package struct BlobFamilyTexts {
  /// A blob's text.
  package enum Text {
    /// The content is the text.
    case content(isBinary: Bool)
    /// Decoded: deltas say nothing about it.
    case decoded([UInt8])
  }

  /// Slots whose content has NULs.
  private var withNulls: Set<Int> = []

  package init() {}

  /// - Parameters:
  ///   - content: The blob's content.
  ///   - slot: Where the walker has it.
  ///   - base: The slot of its base, whose text is ``Text/content(isBinary:)``; `nil` when there is none.
  ///   - edits: How the content was made from the base's.
  /// - Complexity: Linear in the bytes that were inserted; without a base in all bytes.
  package mutating func text(
    of content: Span<UInt8>, at slot: Int, base: Int?, _ edits: EditScript?
  ) -> Text {
    let hasNulls = TextEncoding.hasNulls(content, changedBy: base.flatMap { withNulls.contains($0) ? nil : edits })
    if hasNulls { withNulls.insert(slot) } else if !withNulls.isEmpty { withNulls.remove(slot) }
    if let decoded = TextEncoding.decoded(content, hasNulls: hasNulls, changedBy: edits) { return .decoded(decoded) }
    return .content(isBinary: hasNulls && looksBinary(content))
  }
}
