import Foundation
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

  private let state: Mutex<UInt64>

  /// - Parameter name: Distinguishes this one from others of the run.
  public init(_ name: String = #function) {
    // FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/).
    state = Mutex(name.utf8.reduce(0xCBF2_9CE4_8422_2325 ^ Self.seed) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 })
  }

  /// The next number, by SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
  public func next() -> UInt64 {
    state.withLock { state in
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
      return mixed ^ mixed >> 31
    }
  }
}
