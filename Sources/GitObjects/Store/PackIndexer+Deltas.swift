internal import ByteSearch

extension PackIndexer {
  /// A content that deltas are still to be applied to.
  struct Base {
    var content: [UInt8]
    var kind: ObjectKind
    /// Entries; the last one is the next.
    var deltas: [Int]
  }

  /// Finds the ids of all deltas whose base can be read.
  mutating func resolveDeltas() {
    for number in entries.indices {
      guard let id = entries[number].id, let header = header(of: number),
        case .object(let kind) = header.representation
      else { continue }
      let deltas = takeDeltas(of: number, id)
      guard !deltas.isEmpty, inflate(header) else { continue }
      resolve(Base(content: Array(buffer.bytes), kind: kind, deltas: deltas))
    }
  }

  /// Applies the deltas of a base, and those of what they make.
  private mutating func resolve(_ root: Base) {
    var bases = [root]
    var kept = root.content.count
    while var base = bases.popLast(), !isStopped() {
      kept -= base.content.count
      guard let number = base.deltas.popLast() else { continue }
      let content = content(of: number, from: base)
      if !base.deltas.isEmpty {
        kept += base.content.count
        bases.append(base)
      }
      guard let content else { continue }
      let id = contentID(of: content.span, kind: base.kind, format: format)
      entries[number].id = id
      let deltas = takeDeltas(of: number, id)
      guard !deltas.isEmpty, kept + content.count <= reader.largest else { continue }
      kept += content.count
      bases.append(Base(content: content, kind: base.kind, deltas: deltas))
    }
  }

  private mutating func content(of number: Int, from base: Base) -> [UInt8]? {
    guard let header = header(of: number), inflate(header),
      let delta = try? Delta(buffer.bytes, baseSize: base.content.count), delta.resultSize <= reader.largest
    else { return nil }
    var isWhole = false
    let made = [UInt8](unsafeUninitializedCapacity: delta.resultSize) { output, count in
      isWhole = base.content.span.bytes.withUnsafeBytes { base in
        (try? delta.apply(to: base, into: UnsafeMutableRawBufferPointer(output), script: &script)) != nil
      }
      count = isWhole ? delta.resultSize : 0
    }
    return isWhole ? made : nil
  }

  /// The deltas of an object, each taken once, those that most depend on first.
  private mutating func takeDeltas(of number: Int, _ id: ObjectID) -> [Int] {
    var deltas = waiting.removeValue(forKey: id) ?? []
    var next = Int(entries[number].firstDelta)
    entries[number].firstDelta = -1
    while next >= 0 {
      deltas.append(next)
      next = Int(entries[next].nextDelta)
    }
    return deltas.sorted { entries[$0].weight > entries[$1].weight }
  }

  private func header(of number: Int) -> EntryHeader? {
    EntryHeader(pack, at: entries[number].offset, format: format)
  }

  /// - Returns: Whether the entry is in the buffer now; it was once, so that it is unless memory or file changed.
  private func inflate(_ header: EntryHeader) -> Bool { (try? reader.inflate(header, of: pack, into: buffer)) != nil }
}
