import Text

/// What a run encodes, with what is compressed in it, and where each byte of it comes from.
struct DecodedRun: DecodedPart {
  private let run: EncodedRun
  private let content: RunDecoder.Content
  /// What was decoded, outermost first.
  private(set) var layers: [DecodingLayer]
  /// What came of it.
  private(set) var bytes: [UInt8]
  /// Why the bytes are not all that the run has; `nil` when they are.
  private(set) var failure: String?
  /// Whether bytes no longer come from some of the characters each.
  private var isCompressed = false

  /// - Parameters:
  ///   - text: The text that the run is in.
  ///   - mostLayers: Layers beyond are not decoded; at least 1.
  /// - Returns: `nil` when the run has nothing that could be a secret.
  init?(_ run: EncodedRun, in text: Span<UInt8>, mostLayers: Int) {
    let content =
      if let piece = run.onlyPiece {
        RunDecoder.content(of: text.extracting(piece), mayBeCut: piece.lowerBound == 0)
      } else {
        RunDecoder.content(of: run.joined(in: text).span, mayBeCut: run.range.lowerBound == 0)
      }
    guard let content else { return nil }
    self.run = run
    self.content = content
    (layers, bytes) = ([content.layer], content.bytes)
    decompress(mostLayers)
    // What is beside an escape may be a part of what it is without it, which is decoded as well.
    if failure != nil, run.endsAtEscape(in: text) { failure = nil }
    if let text = UTF16Text.narrowed(bytes), layers.count < mostLayers {
      layers.append(.utf16)
      bytes = text
    }
  }

  /// Whether a run of one piece has something that could be a secret.
  static func mayHaveSecret(_ piece: Range<Int>, of text: Span<UInt8>) -> Bool {
    RunDecoder.part(of: text.extracting(piece), mayBeCut: piece.lowerBound == 0) != nil
  }

  private mutating func decompress(_ mostLayers: Int) {
    while layers.count < mostLayers, let compression = Compression(of: bytes.span) {
      do throws(Compression.Failure) {
        bytes = try compression.decompressed(bytes)
        layers.append(compression.layer)
        isCompressed = true
      } catch {
        failure = compression.failure(error)
        return
      }
    }
  }

  /// Where the characters are that a place in the bytes comes from, to the byte.
  func start(of place: Range<Int>) -> Int { run.offset(ofCharacter: characters(of: place).lowerBound) }

  /// The whole run, or the whole lines of it that a place in the bytes comes from.
  func place(of place: Range<Int>) -> Range<Int> {
    run.place(ofCharacters: characters(of: place), of: content.characters)
  }

  func origin(of range: Range<Int>) -> Range<Int> { run.lookedAt }

  func isHidden(_ range: Range<Int>) -> Bool { true }

  private func characters(of place: Range<Int>) -> Range<Int> {
    if isCompressed { return content.characters }
    return content.characters(of: layers.last == .utf16 ? place.lowerBound * 2..<place.upperBound * 2 : place)
  }
}

extension EncodedRun {
  /// The run's characters, without what is between its pieces.
  fileprivate func joined(in text: Span<UInt8>) -> [UInt8] {
    var joined: [UInt8] = []
    for piece in pieces { text.extracting(piece).withUnsafeBufferPointer { joined.append(contentsOf: $0) } }
    return joined
  }

  /// Whether an escape that may write another character is right after it.
  fileprivate func endsAtEscape(in text: Span<UInt8>) -> Bool {
    let end = range.upperBound - padding
    guard end < text.count, let family = EscapeFamily(introducer: text[end]) else { return false }
    return EscapedRun.isMark(end, family, in: text)
  }

  /// Where a character of the run is in the text.
  fileprivate func offset(ofCharacter character: Int) -> Int {
    var before = 0
    for piece in pieces {
      if character < before + piece.count { return piece.lowerBound + character - before }
      before += piece.count
    }
    return range.upperBound
  }

  /// The pieces that some characters are in.
  ///
  /// - Parameter decoded: The characters that were decoded at all: what is before or after them is not of the run.
  fileprivate func place(ofCharacters characters: Range<Int>, of decoded: Range<Int>) -> Range<Int> {
    var before = 0
    var (start, end) = (range.lowerBound, range.upperBound)
    for piece in pieces {
      let part = (before..<before + piece.count).clamped(to: decoded)
      let shift = piece.lowerBound - before
      before += piece.count
      if part.contains(characters.lowerBound) { start = part.lowerBound + shift }
      if part.contains(characters.upperBound - 1) {
        end = part.upperBound + shift
        return start..<(end + padding == range.upperBound ? range.upperBound : end)
      }
    }
    return start..<max(start, end)
  }
}

extension Compression {
  /// What a failure means for the scan; `nil` where it only means that the data was none.
  fileprivate func failure(_ failure: Failure) -> String? {
    switch (self, failure) {
    case (_, .tooLarge):
      "it has compressed data in base64 of more than \(Self.mostBytes >> 20) MB, which are not searched"
    case (.gzip, .damaged): "it has compressed data in base64 that are damaged or cut off"
    // Two bytes say too little.
    case (.zlib, .damaged): nil
    }
  }
}
