internal import Synchronization

/// Keeps the pages of packs that several workers read from filling the memory: they are given back every so many bytes.
final class ResidentPages: Sendable {
  private let store: ObjectStore
  private let read = Atomic<Int>(0)

  init(of store: ObjectStore) { self.store = store }

  /// Notes that bytes of packs were read, or are about to be.
  func note(_ bytes: Int) {
    let read = read.add(bytes, ordering: .relaxed)
    let isTime = read.oldValue / ObjectStore.residentBytes < read.newValue / ObjectStore.residentBytes
    if isTime { store.releasePages() }
  }
}
