internal import ByteSearch

/// An object's kind and content.
public struct StoredObject: Sendable {
  /// The object's type.
  public let kind: ObjectKind
  /// The content, without the header that loose objects have.
  public let content: [UInt8]
}

/// Reads single objects by id, trying all copies of an object, and checks each against its id unless it is told not to. One
/// per worker.
public final class ObjectReader {
  /// Bytes beyond which an object is refused by default: a gibibyte.
  public static let usualLargestObject = 1 << 30
  /// Bytes of delta bases that a reader keeps by default.
  public static let usualCacheBytes = 32 << 20

  /// Where the objects are.
  public let store: ObjectStore
  private let entries: EntryReader
  private let checksIDs: Bool
  private var cache: BaseCache
  private var script = EditScript()
  private let scratch = ByteBuffer()
  /// Reads what git has packed since the store was opened.
  private var reopened: ObjectReader?

  /// How often a damaged base may be replaced by another copy while one object is read.
  private static let replacements = 4

  /// Makes a reader with buffers and a cache of its own.
  ///
  /// - Parameters:
  ///   - store: Where the objects are.
  ///   - largestObject: Bytes beyond which an object is refused.
  ///   - cacheBytes: Bytes of delta bases to keep for objects read later.
  ///   - checksIDs: Whether contents are compared with their ids; else the checksums of their streams have to do, for
  ///     objects that a walk has verified.
  public init(
    _ store: ObjectStore, largestObject: Int = ObjectReader.usualLargestObject,
    cacheBytes: Int = ObjectReader.usualCacheBytes, checksIDs: Bool = true
  ) {
    self.store = store
    self.checksIDs = checksIDs
    entries = EntryReader(inflater: Inflater(), largest: largestObject)
    cache = BaseCache(limit: cacheBytes)
  }

  /// Reads an object.
  ///
  /// - Throws: ``GitError/missing(_:)`` when the store does not have it, otherwise why the last copy could not be read.
  /// - Complexity: Inflates the object and all bases of its delta chain that are not cached.
  public func read(_ id: ObjectID) throws(GitError) -> StoredObject {
    do throws(GitError) {
      return try read(id, leavingOut: nil, attempts: Self.replacements)
    } catch {
      // git may have packed it, and deleted its file, since the packs were opened.
      if reopened == nil { reopened = store.reopened().map { ObjectReader($0, largestObject: entries.largest) } }
      if let object = try? reopened?.read(id) { return object }
      throw error
    }
  }

  /// Reads the content of an object that must be of a kind.
  ///
  /// - Throws: As ``read(_:)``, and ``GitError/wrongKind(_:expected:)``.
  public func read(_ id: ObjectID, as kind: ObjectKind) throws(GitError) -> [UInt8] {
    let object = try read(id)
    guard object.kind == kind else { throw .wrongKind(id, expected: kind) }
    return object.content
  }

  /// - Parameters:
  ///   - pack: A pack whose copy is known to be damaged.
  ///   - attempts: How often a damaged base may still be replaced by another copy.
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
    guard !checksIDs || contentID(of: object.content.span, kind: object.kind, format: store.format) == id else {
      throw .corrupt(id, reason: "its content has another hash")
    }
    return object
  }

  private func readLoose(_ id: ObjectID, _ folder: String) throws(GitError) -> StoredObject {
    let (kind, start) = try LooseObject.read(
      id, in: folder, with: entries.inflater, into: scratch, largest: entries.largest)
    return StoredObject(kind: kind, content: Array(scratch.bytes[start...]))
  }

  // MARK: - Delta chains

  /// An entry of a delta chain, and where it is.
  private typealias ChainLink = (location: PackLocation, header: EntryHeader)

  /// Follows an entry's delta chain to a base that is undeltified or cached, then applies the deltas in turn.
  private func readPacked(
    _ id: ObjectID, _ number: Int, _ position: Int, _ attempts: Int
  ) throws(GitError) -> StoredObject {
    guard let offset = store.packs[number].index.offset(at: position) else { throw EntryReader.Fault.header.error(id) }
    var location = PackLocation(pack: number, offset: offset)
    var chain: [ChainLink] = []
    var seen: Set<PackLocation> = []
    while true {
      if let base = cache[location] { return try apply(chain, to: base, id) }
      guard let header = store.packs[location.pack].contents.header(at: location.offset) else {
        return try apply(chain, to: replacement(at: location, id, attempts, EntryReader.Fault.header), id)
      }
      if case .object(let kind) = header.representation {
        return try apply(chain, to: undeltified(header, kind, location, id, attempts), id)
      }
      guard seen.insert(location).inserted else { return try readLoop(chain, id, attempts) }
      chain.append((location, header))
      switch base(of: header, in: location.pack) {
      case .packed(let base): location = base
      case .notPacked(let baseID): return try apply(chain, to: looseBase(baseID, of: id), id)
      }
    }
  }

  /// Reads a delta chain that leads back to itself: some member may have another copy that is not part of the loop.
  private func readLoop(_ chain: [ChainLink], _ id: ObjectID, _ attempts: Int) throws(GitError) -> StoredObject {
    for (index, link) in chain.enumerated() where attempts > 0 {
      guard let found = try? replacement(at: link.location, id, 1, .header) else { continue }
      return try apply(Array(chain[..<index]), to: found, id)
    }
    throw .corrupt(id, reason: "its delta chain is a loop")
  }

  /// Where a delta's base is.
  private enum Base {
    case packed(PackLocation)
    case notPacked(ObjectID)
  }

  private func base(of header: EntryHeader, in pack: Int) -> Base {
    switch header.representation {
    case .object(_): preconditionFailure("only deltas have a base")
    case .offsetDelta(let offset): .packed(PackLocation(pack: pack, offset: offset))
    case .referenceDelta(let id): locate(id, startingWith: pack).map { .packed($0) } ?? .notPacked(id)
    }
  }

  /// Finds an object in the packs.
  ///
  /// - Parameter number: The pack that is searched first: the one with the delta.
  private func locate(_ id: ObjectID, startingWith number: Int) -> PackLocation? {
    for pack in [number] + store.packs.indices.filter({ $0 != number }) {
      let index = store.packs[pack].index
      if let position = index.find(id), let offset = index.offset(at: position) {
        return PackLocation(pack: pack, offset: offset)
      }
    }
    return nil
  }

  /// Reads a base that is in no pack.
  private func looseBase(_ base: ObjectID, of id: ObjectID) throws(GitError) -> StoredObject {
    do throws(GitError) {
      return try read(base, leavingOut: nil, attempts: 0)
    } catch {
      throw .corrupt(id, reason: "its delta base \(base) is \(error.reason)")
    }
  }

  /// Reads an entry that is no delta, or another copy of its object when it is damaged.
  private func undeltified(
    _ header: EntryHeader, _ kind: ObjectKind, _ location: PackLocation, _ id: ObjectID, _ attempts: Int
  ) throws(GitError) -> StoredObject {
    do throws(EntryReader.Fault) {
      try entries.inflate(header, of: store.packs[location.pack].contents.bytes, into: scratch)
    } catch {
      return try replacement(at: location, id, attempts, error)
    }
    let object = StoredObject(kind: kind, content: Array(scratch.bytes))
    cache[location] = object
    return object
  }

  /// Reads another copy of an object whose entry is damaged.
  private func replacement(
    at location: PackLocation, _ id: ObjectID, _ attempts: Int, _ fault: EntryReader.Fault
  ) throws(GitError) -> StoredObject {
    let order = store.packs[location.pack].order
    guard attempts > 0, let rank = order.rank(ofOffset: location.offset) else { throw fault.error(id) }
    let damaged = store.packs[location.pack].index.id(at: Int(order.positions[rank]))
    do throws(GitError) {
      return try read(damaged, leavingOut: location.pack, attempts: attempts - 1)
    } catch {
      throw damaged == id ? fault.error(id) : .corrupt(id, reason: "its delta base \(damaged) is unreadable")
    }
  }

  /// Applies the deltas of a chain, the last one first.
  private func apply(_ chain: [ChainLink], to base: StoredObject, _ id: ObjectID) throws(GitError) -> StoredObject {
    var object = base
    for (location, header) in chain.reversed() {
      do throws(EntryReader.Fault) {
        try entries.inflate(header, of: store.packs[location.pack].contents.bytes, into: scratch)
      } catch {
        throw error.error(id)
      }
      object = StoredObject(kind: base.kind, content: try applyScratchDelta(to: object.content, id))
      cache[location] = object
    }
    return object
  }

  /// The result of the delta in `scratch`.
  private func applyScratchDelta(to base: [UInt8], _ id: ObjectID) throws(GitError) -> [UInt8] {
    var excess: Int?
    do throws(Delta.Fault) {
      let delta = try Delta(scratch.bytes, baseSize: base.count)
      guard delta.resultSize <= entries.largest else {
        excess = delta.resultSize
        throw Delta.Fault.resultSizeMismatch
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
