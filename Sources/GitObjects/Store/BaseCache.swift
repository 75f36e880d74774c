/// An entry's pack and its offset there.
struct PackLocation: Hashable {
  /// Number of the pack in its store.
  let pack: Int
  let offset: Int
}

/// Delta bases that were read recently; the ones added first are removed first.
struct BaseCache {
  private let limit: Int
  private var objects: [PackLocation: StoredObject] = [:]
  private var added: [PackLocation] = []
  private var oldest = 0
  private var size = 0

  /// Bytes that an object takes besides its content, roughly.
  private static let overhead = 256

  /// - Parameter limit: Bytes of objects to keep; an object of more than a quarter of that is not kept.
  init(limit: Int) { self.limit = limit }

  subscript(location: PackLocation) -> StoredObject? {
    get { objects[location] }
    set {
      guard let newValue, newValue.content.count <= limit / 4, objects[location] == nil else { return }
      objects[location] = newValue
      added.append(location)
      size += newValue.content.count + Self.overhead
      while size > limit { removeOldest() }
    }
  }

  private mutating func removeOldest() {
    let location = added[oldest]
    oldest += 1
    size -= (objects.removeValue(forKey: location)?.content.count ?? 0) + Self.overhead
    if oldest > 4096 {
      added.removeFirst(oldest)
      oldest = 0
    }
  }
}
