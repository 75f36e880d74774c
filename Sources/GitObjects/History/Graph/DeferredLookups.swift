/// Ids that are looked up later, many at a time, so that the waits for memory overlap.
///
/// Looking up an id reads a bucket of the forest's table, an id in an index, and a node: three accesses that likely wait
/// for memory, each needing the one before. With many ids at hand each step is prefetched for all of them first:
///
///     add a, add b, add c      prefetches the buckets
///     prefetch()               reads the buckets, prefetches the ids and nodes
///     resolveAll { ... }       looks up a, b and c, hardly waiting
struct DeferredLookups<Target> {
  /// What each id that has been looked up leads to, by the number of its look-up.
  private(set) var targets: [Target] = []
  private var waiting: [ObjectID] = []
  /// How many of the waiting ids have been prefetched.
  private var prefetched = 0
  private let forest: ObjectForest

  private static var batch: Int { 512 }

  init(_ forest: ObjectForest) {
    self.forest = forest
    waiting.reserveCapacity(Self.batch)
  }

  /// Number of ids that were added: the number of the next look-up.
  var count: Int { targets.count + waiting.count }

  /// Whether it is time to look up the waiting ids.
  var isFull: Bool { waiting.count >= Self.batch }

  /// Adds an id, which gets the next number.
  mutating func add(_ id: ObjectID) {
    waiting.append(id)
    forest.prefetchBucket(of: id)
  }

  /// Prefetches what looking up the newest ids will read: to be called a little after they were added, and a little before
  /// they are looked up.
  mutating func prefetch() {
    while prefetched < waiting.count {
      forest.prefetchNode(of: waiting[prefetched])
      prefetched += 1
    }
  }

  /// Looks up all waiting ids.
  ///
  /// - Parameter target: Returns what an id leads to, given the number of its look-up and its node; the node is nil when
  ///   the store lacks it.
  mutating func resolveAll(_ target: (_ number: Int, _ id: ObjectID, _ node: Node?) -> Target) {
    prefetch()
    for id in waiting { targets.append(target(targets.count, id, forest.node(of: id))) }
    waiting.removeAll(keepingCapacity: true)
    prefetched = 0
  }
}
