internal import Synchronization

/// Bounds resident memory: gives the pages of packs back to the system after every `budget` bytes that workers have read.
final class ResidentPages: Sendable {
  private let store: ObjectStore
  private let budget: Int
  private let read = Atomic<Int>(0)

  init(of forest: ObjectForest) { (store, budget) = (forest.store, forest.pageBudget) }

  /// Counts bytes of packs that were read, or are about to be.
  func note(_ bytes: Int) {
    let read = read.add(bytes, ordering: .relaxed)
    if read.oldValue / budget < read.newValue / budget { store.releasePages() }
  }
}
