public import ByteSearch
#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif
internal import Synchronization

/// Runs a piece of work on several threads at once and waits for all of them.
enum Workers {
  /// Carries the closure into a thread.
  private final class Job: Sendable {
    let worker: Int
    let body: @Sendable (Int) -> Void

    init(_ worker: Int, _ body: @escaping @Sendable (Int) -> Void) {
      self.worker = worker
      self.body = body
    }
  }

  /// Calls `body` once for each worker number; the first worker is the calling thread.
  static func run(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    var threads: [pthread_t] = []
    var own = [0]
    for worker in 1..<max(count, 1) {
      if let thread = start(Job(worker, body)) { threads.append(thread) } else { own.append(worker) }
    }
    own.forEach(body)
    for thread in threads { pthread_join(thread, nil) }
  }

  private static func start(_ job: Job) -> pthread_t? {
    let argument = Unmanaged.passRetained(job)
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    let status = pthread_create(&thread, nil, runJob, argument.toOpaque())
    if status != 0 {
      argument.release()
      return nil
    }
    return thread
  }

  #if canImport(Darwin)
    private static let runJob: @convention(c) (UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? = { argument in
      let job = Unmanaged<Job>.fromOpaque(argument).takeRetainedValue()
      job.body(job.worker)
      return nil
    }
  #else
    private static let runJob: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { argument in
      guard let argument else { return nil }
      let job = Unmanaged<Job>.fromOpaque(argument).takeRetainedValue()
      job.body(job.worker)
      return nil
    }
  #endif
}

extension ObjectForest {
  /// Visits all objects of a kind, families spread over several threads.
  ///
  /// - Parameters:
  ///   - kind: Which objects.
  ///   - workers: Threads to use, the calling one included.
  ///   - largestObject: Bytes beyond which an object is a gap.
  ///   - visitor: Makes the closure that one worker calls for each of its objects; called once for each worker,
  ///     on its own thread.
  /// - Returns: Objects that could not be visited, by id.
  public func visitAll(
    of kind: ObjectKind, workers: Int, largestObject: Int = ObjectReader.usualLargestObject,
    visitor: @escaping @Sendable (_ worker: Int) -> (ForestWalker.Visit, Span<UInt8>, EditScript?) -> Void
  ) -> [ObjectGap] {
    let queue = FamilyQueue(families(of: kind))
    Workers.run(workers) { worker in
      let walker = ForestWalker(self, largestObject: largestObject)
      let visit = visitor(worker)
      while let families = queue.next() {
        for family in families { walker.walk(family, visit: visit) }
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
  // Few families a turn where there are few, many where turns would cost more than the work.
  private let turn: Int

  init(_ families: [ObjectForest.Family]) {
    self.families = families
    turn = max(1, min(64, families.count / 256))
  }

  func next() -> ArraySlice<ObjectForest.Family>? {
    let start = taken.add(turn, ordering: .relaxed).oldValue
    return start < families.count ? families[start..<min(start + turn, families.count)] : nil
  }

  func add(_ found: [ObjectGap]) {
    gaps.withLock { $0 += found }
  }

  var allGaps: [ObjectGap] { gaps.withLock { $0.sorted { $0.id < $1.id } } }
}
