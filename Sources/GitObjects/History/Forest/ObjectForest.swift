/// Every object of a store as a node of a forest: a delta is a child of its base, objects that are no deltas are roots.
///
/// Nodes are numbered: the entries of each pack by offset, then the loose objects. An object with several copies in the
/// store is one node with content and any number of duplicates.
public final class ObjectForest: Sendable {
  /// Bytes of contents that walks keep for later deltas by default.
  public static let usualContentBudget = 512 << 20

  /// Where the objects are.
  public let store: ObjectStore
  /// Bytes of contents that the workers of one walk together keep for later deltas; see ``ForestWalker``.
  public let contentBudget: Int
  /// Bytes beyond which an object is a gap.
  public let largestObject: Int
  /// Bytes of entries read after which the pages of packs are given back to the system, which would keep all pages that
  /// were read resident, and those next to them. Giving them back more often makes it read many of them again.
  let pageBudget: Int
  /// Whether what walks have not visited yet is not wanted any longer; they end early then.
  let isCancelled: @Sendable () -> Bool
  /// Objects that cannot be read: every copy of the entry, or of a base in its delta chain, is damaged.
  public let gaps: [ObjectGap]
  /// Packs and folders that could not be read, or not to their end, and damaged indexes: objects in them may be missed.
  public var problems: [GitError] { unlisted + tables.packs.compactMap(\.fault) + store.problems }
  /// Folders of loose objects that could not be listed.
  private let unlisted: [GitError]

  let tables: ForestTables

  /// Reads the headers of all entries, and all loose objects, and finds out which node is whose base.
  ///
  /// - Parameters:
  ///   - store: Where the objects are.
  ///   - largestObject: Bytes beyond which an object is a gap; nil means what the budget allows.
  ///   - contentBudget: Bytes of contents that walks keep for later deltas.
  ///   - isCancelled: Whether the rest of a walk is not wanted any longer: it ends then, and what it brought is a part.
  /// - Complexity: O(*n* log *n*) for *n* objects.
  public convenience init(
    _ store: ObjectStore, largestObject: Int? = nil,
    contentBudget: Int = ObjectForest.usualContentBudget, isCancelled: @escaping @Sendable () -> Bool = { false }
  ) {
    let largest = largestObject ?? Self.largestObject(contentBudget)
    var builder = ForestBuilder(store, largestObject: largest, pageBudget: max(8 << 20, contentBudget / 4))
    builder.build()
    self.init(builder, contentBudget: contentBudget, isCancelled: isCancelled)
  }

  init(_ builder: consuming ForestBuilder, contentBudget: Int, isCancelled: @escaping @Sendable () -> Bool = { false })
  {
    self.isCancelled = isCancelled
    store = builder.store
    self.contentBudget = contentBudget
    largestObject = builder.largest
    pageBudget = builder.pageBudget
    gaps = builder.gaps
    unlisted = builder.unlisted
    tables = builder.tables
  }

  /// Whether a node is a readable object of a kind.
  func isReadable(_ kind: ObjectKind, _ node: Node) -> Bool { tables.kinds[node.index] == kind.rawValue }

  /// Number of readable objects of a kind.
  ///
  /// - Complexity: O(*n*) for *n* objects.
  public func count(of kind: ObjectKind) -> Int {
    tables.kinds.reduce(0) { $0 + ($1 == kind.rawValue ? 1 : 0) }
  }

  /// Number of nodes, duplicates included.
  var nodeCount: Int { tables.kinds.count }

  /// The node that has an object's content.
  func node(of id: ObjectID) -> Node? {
    tables.lookup.find(id).map { tables.nodes[$0] }
  }

  /// Those of some unread objects that were removed after they had been listed: loose ones without another copy.
  ///
  /// git does that with unreachable objects; whether they are shows when trees and commits have been read.
  func vanished(among gaps: [ObjectGap]) -> Set<Node> {
    Set(
      gaps.compactMap { gap in
        guard gap.error == .missing(gap.id), let node = node(of: gap.id), node.index >= tables.looseStart else {
          return nil
        }
        return node
      })
  }

  /// The id of a node's object.
  func id(of node: Node) -> ObjectID {
    if node.index >= tables.looseStart { return tables.ids.loose[node.index - tables.looseStart] }
    return tables.ids.packs[packNumber(of: node)][Int(tables.positions[node.index])]
  }

  /// The number of the pack with a packed node.
  func packNumber(of node: Node) -> Int { ForestPack.number(of: node, in: tables.packs) }
}

extension ObjectForest {
  /// A root and all nodes below it: the piece of work that one worker does alone.
  public struct Family: Sendable {
    let root: Node
    /// Compressed bytes of all its objects: a measure of the work.
    public let weight: Int
  }

  /// The families of one kind. Those with more than a 64th of all bytes come first, heaviest first, so that no worker is
  /// left alone with one at the end; the others are in the order of their roots in the packs.
  public func families(of kind: ObjectKind) -> [Family] {
    var families: [Family] = []
    for index in 0..<nodeCount where isReadable(kind, Node(index)) && tables.bases[index].isNone {
      families.append(Family(root: Node(index), weight: tables.weights[index]))
    }
    let heavy = families.reduce(0) { $0 + $1.weight } / 64
    return families.filter { $0.weight > heavy }.sorted { $0.weight > $1.weight }
      + families.filter { $0.weight <= heavy }
  }
}
