internal import ByteSearch

/// An object's kind and bytes.
public struct StoredObject: Sendable {
  public let kind: ObjectKind
  public let content: [UInt8]
}

/// Reads single objects by id, trying every copy there is, and checks each against its id. One per worker.
public final class ObjectReader {
  /// Content beyond this size is refused unless told otherwise: a gibibyte.
  public static let usualLargestObject = 1 << 30

  /// Where the objects are.
  public let store: ObjectStore
  private let entries: EntryReader
  private var cache: BaseCache
  private var script = EditScript()
  private let scratch = ByteBuffer()
  /// Reads what git has packed since the store was opened.
  private var later: ObjectReader?

  /// - Parameters:
  ///   - store: Where the objects are.
  ///   - largestObject: Bytes beyond which an object is refused.
  ///   - cacheBytes: Bytes of delta bases to keep for objects read later.
  public init(
    _ store: ObjectStore, largestObject: Int = ObjectReader.usualLargestObject, cacheBytes: Int = 32 << 20
  ) {
    self.store = store
    entries = EntryReader(inflater: Inflater(), largest: largestObject)
    cache = BaseCache(limit: cacheBytes)
  }

  /// Reads an object.
  ///
  /// - Throws: ``GitError/missing(_:)`` when nothing holds it, otherwise why the last copy tried was no good.
  public func read(_ id: ObjectID) throws(GitError) -> StoredObject {
    do throws(GitError) {
      return try read(id, leavingOut: nil, attempts: 4)
    } catch {
      // git may have packed it, and deleted its file, since the packs were opened.
      if later == nil { later = store.reopened().map { ObjectReader($0, largestObject: entries.largest) } }
      if let object = try? later?.read(id) { return object }
      throw error
    }
  }

  /// Reads an object of a kind that is known.
  public func read(_ id: ObjectID, as kind: ObjectKind) throws(GitError) -> [UInt8] {
    let object = try read(id)
    guard object.kind == kind else { throw .wrongKind(id, expected: kind) }
    return object.content
  }

  /// - Parameters:
  ///   - pack: A pack whose copy is known to be bad.
  ///   - attempts: How often a bad base may still be replaced by a copy from elsewhere.
  private func read(_ id: ObjectID, leavingOut pack: Int?, attempts: Int) throws(GitError) -> StoredObject {
    var fault = GitError.missing(id)
    for number in store.packs.indices where number != pack {
      guard let position = store.packs[number].index.find(id) else { continue }
      do throws(GitError) {
        return try verified(readPacked(id, number, position, attempts), id)
      } catch {
        fault = error
      }
    }
    for folder in store.looseFolders {
      do throws(GitError) {
        return try verified(readLoose(id, folder), id)
      } catch {
        if !error.isAbsence { fault = error }
      }
    }
    throw fault
  }

  private func verified(_ object: StoredObject, _ id: ObjectID) throws(GitError) -> StoredObject {
    guard contentID(of: object.content.span, kind: object.kind, format: store.format) == id else {
      throw .corrupt(id, reason: "its content has another hash")
    }
    return object
  }

  private func readLoose(_ id: ObjectID, _ folder: String) throws(GitError) -> StoredObject {
    let (kind, start) = try LooseObject.read(
      id, in: folder, with: entries.inflater, into: scratch, largest: entries.largest)
    return StoredObject(kind: kind, content: Array(scratch.bytes[start...]))
  }

  /// Follows an entry's bases down to one that is whole or known, then builds up again.
  private func readPacked(
    _ id: ObjectID, _ number: Int, _ position: Int, _ attempts: Int
  ) throws(GitError) -> StoredObject {
    guard let offset = store.packs[number].index.offset(at: position) else { throw EntryReader.Fault.header.error(id) }
    var place = Place(pack: number, offset: offset)
    var chain: [(place: Place, entry: PackEntry)] = []
    var seen: Set<Place> = []
    while true {
      if let known = cache[place] { return try build(known, chain, id) }
      guard let entry = store.packs[place.pack].entry(at: place.offset) else {
        return try build(replacement(of: place, id, attempts, EntryReader.Fault.header), chain, id)
      }
      if case .whole(let kind) = entry.source {
        return try build(whole(entry, kind, place, id, attempts), chain, id)
      }
      guard seen.insert(place).inserted else { return try buildFromLoop(chain, id, attempts) }
      chain.append((place, entry))
      switch base(of: entry, in: place.pack) {
      case .entry(let base): place = base
      case .elsewhere(let baseID): return try build(looseBase(baseID, of: id), chain, id)
      }
    }
  }

  /// Builds on whichever member of a loop has a copy elsewhere that is no part of it.
  private func buildFromLoop(
    _ chain: [(place: Place, entry: PackEntry)], _ id: ObjectID, _ attempts: Int
  ) throws(GitError) -> StoredObject {
    for (index, link) in chain.enumerated() where attempts > 0 {
      guard let found = try? replacement(of: link.place, id, 1, .header) else { continue }
      return try build(found, Array(chain[..<index]), id)
    }
    throw .corrupt(id, reason: "its chain of deltas is a loop")
  }

  /// Where a delta's base is.
  private enum Base {
    case entry(Place)
    case elsewhere(ObjectID)
  }

  private func base(of entry: PackEntry, in pack: Int) -> Base {
    switch entry.source {
    case .whole(_): preconditionFailure("only deltas have a base")
    case .deltaOfOffset(let offset): .entry(Place(pack: pack, offset: offset))
    case .deltaOfObject(let id): locate(id, near: pack).map { .entry($0) } ?? .elsewhere(id)
    }
  }

  /// Finds an object in the packs, first in the one that asks.
  private func locate(_ id: ObjectID, near number: Int) -> Place? {
    for pack in [number] + store.packs.indices.filter({ $0 != number }) {
      let index = store.packs[pack].index
      if let position = index.find(id), let offset = index.offset(at: position) {
        return Place(pack: pack, offset: offset)
      }
    }
    return nil
  }

  /// A base that no pack has.
  private func looseBase(_ base: ObjectID, of id: ObjectID) throws(GitError) -> StoredObject {
    do throws(GitError) {
      return try read(base, leavingOut: nil, attempts: 0)
    } catch {
      throw .corrupt(id, reason: "its delta base \(base) is \(error.reason)")
    }
  }

  private func whole(
    _ entry: PackEntry, _ kind: ObjectKind, _ place: Place, _ id: ObjectID, _ attempts: Int
  ) throws(GitError) -> StoredObject {
    let pack = store.packs[place.pack]
    do throws(EntryReader.Fault) {
      try entries.inflate(entry, of: pack.bytes(0..<pack.dataEnd), into: scratch)
    } catch {
      return try replacement(of: place, id, attempts, error)
    }
    let object = StoredObject(kind: kind, content: Array(scratch.bytes))
    cache[place] = object
    return object
  }

  /// A copy from elsewhere of the object whose entry is bad.
  private func replacement(
    of place: Place, _ id: ObjectID, _ attempts: Int, _ fault: EntryReader.Fault
  ) throws(GitError) -> StoredObject {
    let order = store.packs[place.pack].order
    guard attempts > 0, let rank = order.rank(ofOffset: place.offset) else { throw fault.error(id) }
    let bad = store.packs[place.pack].index.id(at: Int(order.positions[rank]))
    do throws(GitError) {
      return try read(bad, leavingOut: place.pack, attempts: attempts - 1)
    } catch {
      throw bad == id ? fault.error(id) : .corrupt(id, reason: "its delta base \(bad) is unreadable")
    }
  }

  /// Applies the deltas of `chain`, last one first.
  private func build(
    _ base: StoredObject, _ chain: [(place: Place, entry: PackEntry)], _ id: ObjectID
  ) throws(GitError) -> StoredObject {
    var object = base
    for (place, entry) in chain.reversed() {
      let pack = store.packs[place.pack]
      do throws(EntryReader.Fault) {
        try entries.inflate(entry, of: pack.bytes(0..<pack.dataEnd), into: scratch)
      } catch {
        throw error.error(id)
      }
      object = StoredObject(kind: base.kind, content: try applied(to: object.content, id))
      cache[place] = object
    }
    return object
  }

  /// The content that the delta in `scratch` makes of `base`.
  private func applied(to base: [UInt8], _ id: ObjectID) throws(GitError) -> [UInt8] {
    var excess: Int?
    do throws(Delta.Fault) {
      let delta = try Delta(scratch.bytes, baseSize: base.count)
      guard delta.resultSize <= entries.largest else {
        excess = delta.resultSize
        throw Delta.Fault.otherResultSize
      }
      var fault: Delta.Fault?
      let made = [UInt8](unsafeUninitializedCapacity: delta.resultSize) { output, count in
        do throws(Delta.Fault) {
          try base.span.bytes.withUnsafeBytes { base throws(Delta.Fault) in
            try delta.apply(to: base, into: UnsafeMutableRawBufferPointer(output), script: &script)
          }
          count = delta.resultSize
        } catch {
          fault = error
        }
      }
      if let fault { throw fault }
      return made
    } catch {
      if let excess { throw .tooLarge(id, bytes: excess) }
      throw .corrupt(id, reason: error.reason)
    }
  }
}

/// An entry's place among all packs.
struct Place: Hashable {
  let pack: Int
  let offset: Int
}

/// Delta bases that were read lately, the oldest given up first.
struct BaseCache {
  private let limit: Int
  private var objects: [Place: StoredObject] = [:]
  private var age: [Place] = []
  private var oldest = 0
  private var held = 0

  init(limit: Int) { self.limit = limit }

  subscript(place: Place) -> StoredObject? {
    get { objects[place] }
    set {
      guard let newValue, newValue.content.count <= limit / 4, objects[place] == nil else { return }
      objects[place] = newValue
      age.append(place)
      held += newValue.content.count + 256
      while held > limit { dropOldest() }
    }
  }

  private mutating func dropOldest() {
    let place = age[oldest]
    oldest += 1
    held -= (objects.removeValue(forKey: place)?.content.count ?? 0) + 256
    if oldest > 4096 {
      age.removeFirst(oldest)
      oldest = 0
    }
  }
}
