internal import Platform
internal import Synchronization

/// Compares entries of packs with their checksums, without inflating them, and loose objects with their ids.
final class EntryCheck: Sendable {
  /// Nodes that a worker takes at a time.
  private static let batch = 4096

  private let forest: ObjectForest
  private let isKnown: [Bool]
  private let taken = Atomic<Int>(0)
  private let pages: ResidentPages
  private let unsound = Mutex<[Node]>([])

  private init(_ forest: ObjectForest, isKnown: [Bool]) {
    self.forest = forest
    self.isKnown = isKnown
    pages = ResidentPages(of: forest)
  }

  /// Blobs, trees and commits whose own entry does not have the CRC-32 in its pack's index (without those no entry is
  /// sound), or whose loose file does not contain the object of its name.
  ///
  /// - Parameter isKnown: For each node, whether a walk may leave it out. A walk compares other loose objects with their
  ///   ids itself, so of those only bases of deltas are read here.
  static func unsoundNodes(of forest: ObjectForest, isKnown: [Bool], workers: Int) -> [Node] {
    let check = EntryCheck(forest, isKnown: isKnown)
    Workers.run(workers) { _ in check.run() }
    return check.unsound.withLock { $0.sorted() }
  }

  private func run() {
    let end = forest.nodeCount
    let inflater = Inflater()
    let buffer = ByteBuffer()
    while true {
      let start = taken.add(Self.batch, ordering: .relaxed).oldValue
      guard start < end, !forest.isCancelled() else { return }
      var bytes = 0
      let found = (start..<min(start + Self.batch, end)).filter {
        $0 < forest.tables.looseStart
          ? !isSound(entry: Node($0), &bytes) : !isSound(loose: $0 - forest.tables.looseStart, inflater, buffer)
      }
      if !found.isEmpty { unsound.withLock { $0 += found.map { Node($0) } } }
      pages.note(bytes)
    }
  }

  private func isSound(entry node: Node, _ bytes: inout Int) -> Bool {
    guard ObjectKind.commit.rawValue...ObjectKind.blob.rawValue ~= forest.tables.kinds[node.index] else { return true }
    let entry = NodeEntry(node, in: forest)
    bytes += entry.end - entry.offset
    return entry.isVerified
  }

  private func isSound(loose number: Int, _ inflater: Inflater, _ buffer: ByteBuffer) -> Bool {
    let node = forest.tables.looseStart + number
    guard isKnown[node] || !forest.tables.firstChild[node].isNone else { return true }
    let id = forest.tables.ids.loose[number]
    let folder = forest.store.looseFolders[Int(forest.tables.looseFolders[number])]
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
