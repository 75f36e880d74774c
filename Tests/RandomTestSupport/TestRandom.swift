import Foundation
import Rules
import Synchronization

/// Random numbers of a test that can be repeated: `LEAKSIFT_TEST_SEED=N swift test` draws those of the run that printed N.
///
/// Each place in the tests that makes one draws numbers of its own, whatever runs beside it.
public final class TestRandom: RandomNumberGenerator, Sendable {
  /// The seed of this run; printed at first use.
  public static let seed: UInt64 = {
    let given = ProcessInfo.processInfo.environment["LEAKSIFT_TEST_SEED"].flatMap { UInt64($0) }
    let seed = given ?? UInt64.random(in: 0...UInt64(UInt32.max))
    print("Random numbers of these tests: LEAKSIFT_TEST_SEED=\(seed)")
    return seed
  }()

  private let generator: Mutex<SeededGenerator>

  /// - Parameter name: Distinguishes this one from others of the run.
  public init(_ name: String = #function) {
    generator = Mutex(SeededGenerator(seed: "\(Self.seed) \(name)"))
  }

  /// The next number.
  public func next() -> UInt64 { generator.withLock { $0.next() } }
}
