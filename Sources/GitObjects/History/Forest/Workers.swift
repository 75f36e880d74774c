public import ByteSearch
#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif
internal import Synchronization

/// Runs work on several threads and waits for all of them.
package enum Workers {
  /// A thread that was started and that somebody has to wait for or let go.
  package struct Thread {
    fileprivate let handle: pthread_t

    /// Waits for the thread's end.
    package func join() { pthread_join(handle, nil) }

    /// Leaves the thread to itself.
    package func detach() { pthread_detach(handle) }
  }

  /// What a thread runs.
  fileprivate final class Job: Sendable {
    let work: @Sendable () -> Void

    init(_ work: @escaping @Sendable () -> Void) { self.work = work }
  }

  /// Calls `work` once for each worker number, all at once; the first worker is the calling thread.
  package static func run(_ count: Int, _ work: @escaping @Sendable (_ worker: Int) -> Void) {
    var threads: [Thread] = []
    var own = [0]
    for worker in 1..<max(count, 1) {
      if let thread = start({ work(worker) }) { threads.append(thread) } else { own.append(worker) }
    }
    own.forEach(work)
    for thread in threads { thread.join() }
  }

  /// Starts a thread; nil when the system has none left.
  package static func start(_ work: @escaping @Sendable () -> Void) -> Thread? {
    let argument = Unmanaged.passRetained(Job(work))
    #if canImport(Darwin)
      var handle: pthread_t?
    #else
      var handle = pthread_t()
    #endif
    guard pthread_create(&handle, nil, runJob, argument.toOpaque()) == 0 else {
      argument.release()
      return nil
    }
    #if canImport(Darwin)
      return handle.map { Thread(handle: $0) }
    #else
      return Thread(handle: handle)
    #endif
  }
}

#if canImport(Darwin)
  private func runJob(_ argument: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    Unmanaged<Workers.Job>.fromOpaque(argument).takeRetainedValue().work()
    return nil
  }
#else
  private func runJob(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let argument { Unmanaged<Workers.Job>.fromOpaque(argument).takeRetainedValue().work() }
    return nil
  }
#endif

extension ObjectForest {
  /// Visits all objects of a kind, families spread over several threads that share the forest's content budget.
  ///
  /// - Parameters:
  ///   - kind: Which objects.
  ///   - workers: Threads to use, the calling one included.
  ///   - largestObject: Bytes beyond which an object is a gap; nil means what the forest allows.
  ///   - known: Objects to leave out where nothing that is not known is made from them.
  ///   - checksIDs: See ``ForestWalker``.
  ///   - visitor: Makes the closure that one worker calls for each of its objects; called once for each worker,
  ///     on its own thread.
  /// - Returns: Objects that could not be visited, by id.
  public func visitAll(
    of kind: ObjectKind, workers: Int, largestObject: Int? = nil,
    known: KnownObjects? = nil, checksIDs: Bool = false,
    visitor: @escaping @Sendable (_ worker: Int) -> (ForestWalker.Visit, Span<UInt8>, EditScript?) -> Void
  ) -> [ObjectGap] {
    let queue = FamilyQueue(self, families(of: kind).filter { !(known?.spares($0.root) ?? false) })
    let turn = LargeContentTurn()
    Workers.run(workers) { worker in
      let walker = ForestWalker(
        self, largestObject: largestObject, budget: self.contentBudget / max(workers, 1), known: known,
        checksIDs: checksIDs, turn: turn)
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

/// Hands families out to workers and collects what they could not visit.
private final class FamilyQueue: Sendable {
  private let families: [ObjectForest.Family]
  private let taken = Atomic<Int>(0)
  private let gaps = Mutex<[ObjectGap]>([])
  private let pages: ResidentPages
  // Few families a turn where there are few, many where turns would cost more than the work.
  private let turn: Int

  init(_ forest: ObjectForest, _ families: [ObjectForest.Family]) {
    pages = ResidentPages(of: forest)
    self.families = families
    turn = max(1, min(64, families.count / 256))
  }

  func next() -> ArraySlice<ObjectForest.Family>? {
    let start = taken.add(turn, ordering: .relaxed).oldValue
    guard start < families.count else { return nil }
    let next = families[start..<min(start + turn, families.count)]
    pages.note(next.reduce(0) { $0 + $1.weight })
    return next
  }

  func add(_ found: [ObjectGap]) {
    gaps.withLock { $0 += found }
  }

  var allGaps: [ObjectGap] { gaps.withLock { $0.sorted { $0.id < $1.id } } }
}
