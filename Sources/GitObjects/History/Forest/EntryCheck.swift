internal import Synchronization

/// Compares entries of packs with their checksums, without inflating them, and loose objects with their ids.
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

  /// Blobs, trees and commits whose own entry is not sound, as far as its pack's index can tell (without checksums in
  /// the index no entry is), or whose loose file does not contain the object of its name.
  static func unsoundNodes(of forest: ObjectForest, workers: Int) -> [Int32] {
    let check = EntryCheck(forest)
    Workers.run(workers) { _ in check.run() }
    return check.unsound.withLock { $0.sorted() }
  }

  private func run() {
    let end = forest.nodeCount
    let inflater = Inflater()
    let buffer = ByteBuffer()
    while true {
      let start = taken.add(Self.turn, ordering: .relaxed).oldValue
      guard start < end else { return }
      var bytes = 0
      let found = (start..<min(start + Self.turn, end)).filter {
        $0 < forest.looseStart
          ? !isSound(entry: $0, &bytes) : !isSound(loose: $0 - forest.looseStart, inflater, buffer)
      }
      if !found.isEmpty { unsound.withLock { $0 += found.map { Int32($0) } } }
      pages.note(bytes)
    }
  }

  private func isSound(entry node: Int, _ bytes: inout Int) -> Bool {
    guard 1...3 ~= forest.kinds[node] else { return true }
    let place = EntryPlace(Int32(node), in: forest)
    bytes += place.end - place.offset
    return place.isVerified
  }

  private func isSound(loose number: Int, _ inflater: Inflater, _ buffer: ByteBuffer) -> Bool {
    let id = forest.ids.loose[number]
    let folder = forest.store.looseFolders[Int(forest.looseFolder[number])]
    do throws(GitError) {
      let found = try LooseObject.read(id, in: folder, with: inflater, into: buffer, largest: forest.largestObject)
      let content = buffer.bytes.bindMemory(to: UInt8.self).span.extracting(droppingFirst: found.contentStart)
      return contentID(of: content, kind: found.kind, format: forest.store.format) == id
    } catch {
      // Whatever the reason, the walk reads it again and reports it.
      return false
    }
  }
}
