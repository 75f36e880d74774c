internal import ByteSearch

/// Every object of a store as a node of a forest: a delta hangs below its base, whole objects are the roots.
///
/// Nodes are numbers: the entries of each pack by offset, then the loose objects. All that is known of them lies in
/// flat arrays, so that a million objects cost about forty megabytes. An object that stands in several places is one
/// node with content and any number of spare copies.
public final class ObjectForest: Sendable {
  /// Bytes of contents that walks hold for deltas to come, unless told otherwise.
  public static let usualContentBudget = 512 << 20

  /// Where the objects are.
  public let store: ObjectStore
  /// Bytes of contents that one walk's workers hold together for deltas to come; see ``ForestWalker``.
  public let contentBudget: Int
  /// Bytes beyond which an object is a gap.
  public let largestObject: Int
  /// Bytes of entries after which the pages of packs are given back to the system: it would keep all that were read
  /// resident, and with them those next to each. Giving them back more often costs much of their reading again.
  let pageBudget: Int
  /// Objects whose entry or chain of deltas is damaged beyond help.
  public let gaps: [ObjectGap]
  /// Packs and folders that could not be read, or not to their end, and indexes that are damaged: an object in them may
  /// not be seen.
  public var problems: [GitError] { unlisted + packs.compactMap(\.fault) + store.problems }
  /// Folders of loose objects that could not be listed.
  private let unlisted: [GitError]

  let packs: [ForestPack]
  let ids: ObjectIDs
  /// Folder of each loose object.
  let looseFolder: [Int32]
  let looseStart: Int
  /// For each packed node, its position in its pack's index.
  let positions: [Int32]
  /// ``ObjectKind`` by number; zero for spare copies and for what cannot be read.
  let kinds: [UInt8]
  /// The node whose content a delta is made from; -1 for roots.
  let bases: [Int32]
  let firstChild: [Int32]
  let nextSibling: [Int32]
  /// The child with the largest subtree, visited last so that few contents are held at a time; -1 without children.
  let heavyChild: [Int32]
  /// Compressed bytes of the node and everything below it.
  let weights: [Int]
  /// Whether the object stands in further places.
  let hasCopies: [Bool]
  /// The node at each of ``ids``' places; -1 for what is in no pack although an index has it.
  let nodes: [Int32]
  let table: ObjectTable

  /// Reads the headers of all entries and finds out what hangs below what.
  public convenience init(
    _ store: ObjectStore, largestObject: Int? = nil,
    contentBudget: Int = ObjectForest.usualContentBudget
  ) {
    let largest = largestObject ?? Self.largestObject(contentBudget)
    var builder = ForestBuilder(store, largestObject: largest, pageBudget: max(8 << 20, contentBudget / 4))
    builder.build()
    self.init(builder, contentBudget: contentBudget)
  }

  init(_ builder: consuming ForestBuilder, contentBudget: Int) {
    store = builder.store
    self.contentBudget = contentBudget
    largestObject = builder.largest
    pageBudget = builder.pageBudget
    gaps = builder.gaps
    unlisted = builder.unlisted
    packs = builder.packs
    ids = builder.ids
    nodes = builder.nodes
    looseFolder = builder.looseFolder
    looseStart = builder.looseStart
    positions = builder.positions
    kinds = builder.kinds
    bases = builder.bases
    firstChild = builder.firstChild
    nextSibling = builder.nextSibling
    heavyChild = builder.heavyChild
    weights = builder.weights
    hasCopies = builder.hasCopies
    table = builder.table
  }

  /// Whether a node is an object of a kind that can be read.
  func holds(_ kind: ObjectKind, at node: Int32) -> Bool { kinds[Int(node)] == kind.rawValue }

  /// Number of objects of a kind.
  public func count(of kind: ObjectKind) -> Int {
    kinds.reduce(0) { $0 + ($1 == kind.rawValue ? 1 : 0) }
  }

  /// Nodes, spare copies included.
  var nodeCount: Int { kinds.count }

  /// The node that has an object's content.
  func node(of id: ObjectID) -> Int32? {
    table.find(id).map { nodes[$0] }
  }

  /// Those of some unread objects that have been removed since they were listed: loose ones that nothing has any more.
  ///
  /// git does so with what nothing reaches; whether that is so shows when trees and commits have been read.
  func vanished(among gaps: [ObjectGap]) -> Set<Int32> {
    Set(
      gaps.compactMap { gap in
        guard gap.error == .missing(gap.id), let node = node(of: gap.id), node >= looseStart else { return nil }
        return node
      })
  }

  func id(of node: Int32) -> ObjectID {
    if node >= looseStart { return ids.loose[Int(node) - looseStart] }
    return ids.packs[packNumber(of: node)][Int(positions[Int(node)])]
  }

  func packNumber(of node: Int32) -> Int {
    ForestPack.number(of: node, in: packs)
  }
}

/// A pack, its entries in order, and the number of its first node.
struct ForestPack: Sendable {
  let pack: Pack
  let order: PackOrder
  /// What is read of the pack while it is walked; `pack` keeps it.
  let bytes: PackBytes
  let start: Int
  /// What is wrong with the index: then ids and offsets in it may be wrong, and each object is checked by its id.
  let fault: GitError?
  let isSuspect: Bool

  init(_ pack: Pack, start: Int) {
    self.pack = pack
    self.start = start
    order = pack.order
    bytes = pack.contents
    fault = pack.index.fault()
    isSuspect = fault != nil
  }

  static func number(of node: Int32, in packs: [ForestPack]) -> Int {
    max(0, packs.partitioningIndex { $0.start > Int(node) } - 1)
  }
}

extension ObjectForest {
  /// A root and all that hangs below it: the piece of work that one worker does alone.
  public struct Family: Sendable {
    let root: Int32
    /// Compressed bytes of all its objects: a measure of the work.
    public let weight: Int
  }

  /// The families of one kind, the heaviest first where they are so heavy that a worker would end up alone with one;
  /// the others in the order in which they stand in the packs.
  public func families(of kind: ObjectKind) -> [Family] {
    var families: [Family] = []
    for node in kinds.indices where holds(kind, at: Int32(node)) && bases[node] < 0 {
      families.append(Family(root: Int32(node), weight: weights[node]))
    }
    let heavy = families.reduce(0) { $0 + $1.weight } / 64
    return families.filter { $0.weight > heavy }.sorted { $0.weight > $1.weight }
      + families.filter { $0.weight <= heavy }
  }
}
