internal import Synchronization

/// Keeps the pages of packs that several workers read from filling the memory: they are given back every so many bytes.
final class ResidentPages: Sendable {
  private let store: ObjectStore
  private let budget: Int
  private let read = Atomic<Int>(0)

  init(of forest: ObjectForest) { (store, budget) = (forest.store, forest.pageBudget) }

  /// Notes that bytes of packs were read, or are about to be.
  func note(_ bytes: Int) {
    let read = read.add(bytes, ordering: .relaxed)
    if read.oldValue / budget < read.newValue / budget { store.releasePages() }
  }
}
