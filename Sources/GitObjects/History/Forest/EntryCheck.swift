internal import Synchronization

/// Compares the entries of packs with their checksums, without reading what is in them.
final class EntryCheck: Sendable {
  /// Entries that a worker takes at a time.
  private static let turn = 4096

  private let forest: ObjectForest
  private let taken = Atomic<Int>(0)
  private let pages: ResidentPages
  private let unsound = Mutex<[Int32]>([])

  private init(_ forest: ObjectForest) {
    self.forest = forest
    pages = ResidentPages(of: forest)
  }

  /// Blobs, trees and commits whose own entry is not sound, as far as its pack's index can tell: where that holds no
  /// checksums, no entry is. Loose objects were read when the forest was made.
  static func unsoundNodes(of forest: ObjectForest, workers: Int) -> [Int32] {
    let check = EntryCheck(forest)
    Workers.run(workers) { _ in check.run() }
    return check.unsound.withLock { $0.sorted() }
  }

  private func run() {
    let end = min(forest.looseStart, forest.nodeCount)
    while true {
      let start = taken.add(Self.turn, ordering: .relaxed).oldValue
      guard start < end else { return }
      var bytes = 0
      let found = (start..<min(start + Self.turn, end)).filter { !isSound($0, &bytes) }
      if !found.isEmpty { unsound.withLock { $0 += found.map { Int32($0) } } }
      pages.note(bytes)
    }
  }

  private func isSound(_ node: Int, _ bytes: inout Int) -> Bool {
    guard 1...3 ~= forest.kinds[node] else { return true }
    let place = EntryPlace(Int32(node), in: forest)
    bytes += place.end - place.offset
    return place.isVerified
  }
}
