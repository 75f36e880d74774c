public import ByteSearch
internal import Platform
internal import Synchronization

extension ObjectForest {
  /// Visits all objects of a kind, families spread over several threads that share the forest's content budget.
  ///
  /// - Parameters:
  ///   - kind: Which objects.
  ///   - workers: Number of threads, the calling one included.
  ///   - largestObject: Bytes beyond which an object is a gap; nil means what the forest allows.
  ///   - filter: Which objects to leave out.
  ///   - checksIDs: See ``ForestWalker``.
  ///   - visitor: Returns the closure that one worker calls for each of its objects; called once for each worker, on its
  ///     own thread.
  /// - Returns: Objects that could not be visited, by id.
  public func visitAll(
    of kind: ObjectKind, workers: Int, largestObject: Int? = nil,
    filter: WalkFilter? = nil, checksIDs: Bool = false,
    visitor: @escaping @Sendable (_ worker: Int) -> (ForestWalker.Visit, Span<UInt8>, EditScript?) -> Void
  ) -> [ObjectGap] {
    let queue = FamilyQueue(self, families(of: kind).filter { !(filter?.skips($0.root) ?? false) })
    let largeContentLock = ManualLock()
    Workers.run(workers) { worker in
      let walker = ForestWalker(
        self, largestObject: largestObject, budget: self.contentBudget / max(workers, 1), filter: filter,
        checksIDs: checksIDs, largeContentLock: largeContentLock)
      let visit = visitor(worker)
      while let families = queue.next() {
        for index in families.indices {
          let next = index + 1
          walker.walk(families[index], next: next < families.endIndex ? families[next] : nil, visit: visit)
        }
      }
      queue.add(walker.gaps)
    }
    return queue.allGaps
  }
}

/// Hands families out to workers and collects the objects that they could not visit.
private final class FamilyQueue: Sendable {
  private let families: [ObjectForest.Family]
  private let taken = Atomic<Int>(0)
  private let gaps = Mutex<[ObjectGap]>([])
  private let pages: ResidentPages
  private let isCancelled: @Sendable () -> Bool
  // One family at a time where there are few, many where taking them one by one would cost more than the work.
  private let batch: Int

  init(_ forest: ObjectForest, _ families: [ObjectForest.Family]) {
    pages = ResidentPages(of: forest)
    isCancelled = forest.isCancelled
    self.families = families
    batch = max(1, min(64, families.count / 256))
  }

  func next() -> ArraySlice<ObjectForest.Family>? {
    let start = taken.add(batch, ordering: .relaxed).oldValue
    guard start < families.count, !isCancelled() else { return nil }
    let next = families[start..<min(start + batch, families.count)]
    pages.note(next.reduce(0) { $0 + $1.weight })
    return next
  }

  func add(_ found: [ObjectGap]) {
    gaps.withLock { $0 += found }
  }

  var allGaps: [ObjectGap] { gaps.withLock { $0.sorted { $0.id < $1.id } } }
}
