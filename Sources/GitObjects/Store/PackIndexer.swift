internal import ByteSearch
internal import Text

/// Finds the entries of a pack that has no index, and the ids of their objects, as `git index-pack` does.
///
/// A first pass inflates each entry, since nothing else shows where it ends, and hashes those that are no deltas. Then
/// deltas are applied, base by base. A base is in memory until its last delta is applied, which is the one that most
/// others depend on: so of a chain one content is kept, and of *n* deltas in any order at most log2 *n*.
struct PackIndexer {
  /// What an entry of the index says, once its object is known.
  struct Entry {
    var offset: Int
    var crc: UInt32
    var id: ObjectID?
    /// Deltas that depend on it, by offset, and those that depend on them; at least 1, for itself.
    var weight: Int32 = 1
    var firstDelta: Int32 = -1
    var nextDelta: Int32 = -1
  }

  /// The pack up to its own hash.
  let pack: UnsafeRawBufferPointer
  let format: ObjectFormat
  let reader: EntryReader
  let isStopped: () -> Bool
  let buffer = ByteBuffer()
  var script = EditScript()
  var entries: [Entry] = []
  /// Deltas of bases that are named by their ids and were not met yet.
  var waiting: [ObjectID: [Int]] = [:]
  /// Why entries are not in the index, as sentences about the pack without a subject; each reason once.
  private(set) var faults: [String] = []

  /// - Parameters:
  ///   - pack: Up to its own hash; must outlive this value.
  ///   - largest: Bytes of an object above which it is not read, and of the bases that are kept.
  ///   - isStopped: Whether there is no time left.
  init(_ pack: UnsafeRawBufferPointer, _ format: ObjectFormat, largest: Int, isStopped: @escaping () -> Bool) {
    self.pack = pack
    self.format = format
    self.isStopped = isStopped
    reader = EntryReader(inflater: Inflater(), largest: largest)
  }

  /// The bytes of an index of what can be read; ``faults`` says of the rest why not.
  ///
  /// - Parameter count: Number of entries that the pack's header declares.
  mutating func index(count: Int) -> [UInt8] {
    findEntries(count)
    resolveDeltas()
    let unread = entries.count { $0.id == nil }
    if unread > 0, waiting.values.contains(where: { !$0.isEmpty }) {
      faults.append(
        "has \(unread) objects that cannot be read, since what they are deltas of is not in it; a repository into which "
          + "it was fetched can be scanned")
    } else if unread > 0, faults.isEmpty {
      faults.append("has \(unread) objects that cannot be read")
    }
    let known = entries.compactMap { entry in
      entry.id.map { (id: $0, offset: UInt64(entry.offset), crc: entry.crc) }
    }
    return PackIndexWriter.bytes(of: known.sorted { $0.id < $1.id }, format)
  }

  // MARK: - Entries

  private mutating func findEntries(_ count: Int) {
    var offset = PackBytes.firstEntry
    for number in 0..<count {
      guard !isStopped() else {
        return stop(
          after: number, of: count, "there is no time left, of which max_seconds of [archives] sets how much there is")
      }
      guard offset < pack.count, let header = EntryHeader(pack, at: offset, format: format) else {
        return stop(after: number, of: count, "the next one has no valid header")
      }
      let end: Int
      do throws(EntryReader.Fault) { end = try reader.inflate(header, of: pack, into: buffer) } catch {
        return stop(after: number, of: count, "the next one is damaged, or too large")
      }
      let bytes = UnsafeRawBufferPointer(rebasing: pack[offset..<end])
      entries.append(Entry(offset: offset, crc: crc32(bytes)))
      add(header, number)
      offset = end
    }
    if offset < pack.count {
      faults.append("has \(pack.count - offset) bytes after its last object, which are not read")
    }
    for number in entries.indices.reversed() {
      var delta = entries[number].firstDelta
      while delta >= 0 {
        entries[number].weight += entries[Int(delta)].weight
        delta = entries[Int(delta)].nextDelta
      }
    }
  }

  private mutating func add(_ header: EntryHeader, _ number: Int) {
    switch header.representation {
    case .object(let kind):
      let content = buffer.bytes.bindMemory(to: UInt8.self).span
      entries[number].id = contentID(of: content, kind: kind, format: format)
    case .referenceDelta(let base):
      waiting[base, default: []].append(number)
    case .offsetDelta(let base):
      // Entries are in the order of their offsets. One that begins nowhere leaves its delta without an id.
      let place = entries.partitioningIndex { $0.offset >= base }
      guard place < number, entries[place].offset == base else { return }
      entries[number].nextDelta = entries[place].firstDelta
      entries[place].firstDelta = Int32(number)
    }
  }

  private mutating func stop(after number: Int, of count: Int, _ reason: String) {
    faults.append("has \(Counting.count(count, "object")), of which \(Counting.number(number)) are read: \(reason)")
  }
}
