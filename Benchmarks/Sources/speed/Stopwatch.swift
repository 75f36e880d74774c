import Foundation

/// Prints how fast something is: the least CPU time of several runs, which other work on the machine disturbs least.
enum Stopwatch {
  static let rounds = 7
  /// Packs take long.
  static let packRounds = 3

  /// - Returns: Seconds of the thread's CPU time.
  @discardableResult
  static func measure(_ name: String, bytes: Int, _ rounds: Int = rounds, _ body: () -> Int) -> Double {
    var best = Double.infinity
    var result = 0
    for _ in 0..<rounds {
      let start = seconds()
      result = body()
      best = min(best, seconds() - start)
    }
    let rate = bytes > 0 ? String(format: ", %.0f MB/s", Double(bytes) / best / 1e6) : ""
    print(String(format: "%@: %.3f ms%@, result %ld", name, best * 1e3, rate, result))
    return best
  }

  /// Prints how two measured things compare.
  static func ratio(_ name: String, _ ratio: Double, _ meaning: String) {
    print(String(format: "  %@ %.2f %@", name, ratio, meaning))
  }

  private static func seconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
