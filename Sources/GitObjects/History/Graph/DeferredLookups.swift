/// Ids that are looked up later, many at a time, so that the waits for memory overlap.
struct DeferredLookups {
  /// What each id that has been looked up leads to, by the number that it was given.
  private(set) var targets: [Int32] = []
  private var waiting: [ObjectID] = []
  /// How many of those that wait have been announced.
  private var announced = 0
  private let forest: ObjectForest

  private static let batch = 512

  init(_ forest: ObjectForest) {
    self.forest = forest
    waiting.reserveCapacity(Self.batch)
  }

  /// Ids so far: the number of the next one.
  var count: Int { targets.count + waiting.count }

  /// Whether it is time to look up those that wait.
  var isFull: Bool { waiting.count >= Self.batch }

  /// Gives an id the next number.
  mutating func add(_ id: ObjectID) {
    waiting.append(id)
    forest.prefetchStart(of: id)
  }

  /// Has the memory brought near that looking up the newest ids will read: to be called a little after they were added,
  /// and a little before they are looked up.
  mutating func announce() {
    while announced < waiting.count {
      forest.prefetchNode(of: waiting[announced])
      announced += 1
    }
  }

  /// Looks up all that wait.
  ///
  /// - Parameter target: What an id leads to, by its number and its node; the node is nil when the store lacks it.
  mutating func settle(_ target: (_ number: Int, _ id: ObjectID, _ node: Int32?) -> Int32) {
    announce()
    for id in waiting { targets.append(target(targets.count, id, forest.node(of: id))) }
    waiting.removeAll(keepingCapacity: true)
    announced = 0
  }
}
