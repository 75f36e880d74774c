/// Builds the tables of an ``ObjectForest``: numbers the nodes, and links deltas to their bases.
struct ForestBuilder {
  let store: ObjectStore
  private(set) var tables: ForestTables
  private(set) var gaps: [ObjectGap] = []
  /// Folders of loose objects that could not be listed.
  private(set) var unlisted: [GitError] = []
  private let reader: ObjectReader
  let largest: Int
  let pageBudget: Int

  /// - Parameters:
  ///   - largestObject: Bytes beyond which an object is a gap.
  ///   - pageBudget: See ``ObjectForest/pageBudget``.
  init(_ store: ObjectStore, largestObject: Int, pageBudget: Int) {
    (largest, self.pageBudget) = (largestObject, pageBudget)
    var loose: [ObjectID] = []
    var looseFolders: [Int32] = []
    for (number, folder) in store.looseFolders.enumerated() {
      let found = LooseObject.ids(in: folder, format: store.format)
      loose += found.ids
      looseFolders += [Int32](repeating: Int32(number), count: found.ids.count)
      unlisted += found.problems
    }
    // Objects that git packed since the packs were opened are in none of them, and may no longer be loose.
    self.store = store.reopened() ?? store
    reader = ObjectReader(self.store, largestObject: largestObject)
    tables = ForestTables(ObjectIDs(self.store.packs, loose: loose), looseFolders: looseFolders)
  }

  /// Fills the tables.
  mutating func build() {
    addNodes()
    makeLookup()
    tables.firstChild = [Node](repeating: .none, count: tables.kinds.count)
    tables.nextSibling = tables.firstChild
    tables.heavyChild = tables.firstChild
    readHeaders()
    readLooseKinds()
    linkChildren()
    let roots = tables.bases.indices.filter { tables.bases[$0] == .none && tables.kinds[$0] != 0 }
    var order = propagateKinds(from: roots)
    order += recoverFromDuplicates()
    addUpWeights(order)
    for index in tables.bases.indices where tables.bases[index].isNone { tables.bases[index] = .none }
  }

  // MARK: - Nodes

  private mutating func addNodes() {
    for pack in store.packs {
      let order = pack.order
      let start = tables.positions.count
      tables.packs.append(ForestPack(pack, start: start))
      tables.positions += order.positions
      for position in order.outsidePack {
        let id = pack.index.id(at: Int(position))
        gaps.append(ObjectGap(id, .corrupt(id, reason: "its offset in the index is outside the pack")))
      }
      let first = tables.nodes.count
      tables.nodes += [Node](repeating: .none, count: pack.index.count)
      for (rank, position) in order.positions.enumerated() { tables.nodes[first + Int(position)] = Node(start + rank) }
    }
    tables.looseStart = tables.positions.count
    let count = tables.looseStart + tables.ids.loose.count
    tables.nodes += (tables.looseStart..<count).map { Node($0) }
    tables.kinds = [UInt8](repeating: 0, count: count)
    tables.bases = [Node](repeating: .none, count: count)
    tables.weights = [Int](repeating: 0, count: count)
    tables.hasDuplicates = [Bool](repeating: false, count: count)
  }

  /// Makes each id's first node the one with its content, and the others duplicates.
  private mutating func makeLookup() {
    let nodes = tables.nodes
    tables.lookup = ObjectTable(tables.ids) {
      !nodes[$0].isNone
    } repeated: { index, first in
      tables.bases[nodes[index].index] = .duplicate
      tables.hasDuplicates[nodes[first].index] = true
    }
  }

  private func id(of node: Node) -> ObjectID {
    if node.index >= tables.looseStart { return tables.ids.loose[node.index - tables.looseStart] }
    let pack = ForestPack.number(of: node, in: tables.packs)
    return tables.ids.packs[pack][Int(tables.positions[node.index])]
  }

  /// The node with an object's content.
  private func node(of id: ObjectID) -> Node? {
    tables.lookup.find(id).map { tables.nodes[$0] }
  }

  // MARK: - Headers

  private mutating func readHeaders() {
    for pack in tables.packs {
      var released = 0
      for (rank, offset) in pack.order.offsets.enumerated() where tables.bases[pack.start + rank] != .duplicate {
        let index = pack.start + rank
        if offset - released > pageBudget {
          pack.pack.releasePages()
          released = offset
        }
        tables.weights[index] = pack.order.end(ofRank: rank) - offset
        tables.bases[index] = .missingBase
        guard let header = pack.bytes.header(at: offset) else { continue }
        switch header.representation {
        case .object(let kind):
          tables.kinds[index] = kind.rawValue
          tables.bases[index] = .none
        case .offsetDelta(let base):
          guard let rank = pack.order.rank(ofOffset: base) else { continue }
          tables.bases[index] = nodeWithContent(Node(pack.start + rank))
        case .referenceDelta(let id):
          tables.bases[index] = self.node(of: id) ?? .missingBase
        }
      }
    }
  }

  /// The node with the content of what may be a duplicate.
  private func nodeWithContent(_ node: Node) -> Node {
    guard tables.bases[node.index] == .duplicate else { return node }
    return self.node(of: id(of: node)) ?? .missingBase
  }

  private mutating func readLooseKinds() {
    let inflater = Inflater()
    let buffer = ByteBuffer()
    for (number, id) in tables.ids.loose.enumerated()
    where tables.bases[tables.looseStart + number] != .duplicate {
      let index = tables.looseStart + number
      let folder = store.looseFolders[Int(tables.looseFolders[number])]
      do throws(GitError) {
        let found = try LooseObject.read(id, in: folder, with: inflater, into: buffer, largest: largest)
        tables.kinds[index] = found.kind.rawValue
        tables.weights[index] = buffer.count
      } catch {
        tables.bases[index] = .missingBase
      }
    }
  }

  // MARK: - Families

  private mutating func linkChildren() {
    for index in stride(from: tables.bases.count - 1, through: 0, by: -1) where !tables.bases[index].isNone {
      let base = tables.bases[index].index
      tables.nextSibling[index] = tables.firstChild[base]
      tables.firstChild[base] = Node(index)
    }
  }

  /// Gives each root's kind to all nodes below it; returns the nodes reached, bases before deltas.
  private mutating func propagateKinds(from roots: [Int]) -> [Node] {
    var order = roots.map { Node($0) }
    var next = 0
    while next < order.count {
      let base = order[next].index
      next += 1
      var child = tables.firstChild[base]
      while !child.isNone {
        tables.kinds[child.index] = tables.kinds[base]
        order.append(child)
        child = tables.nextSibling[child.index]
      }
    }
    return order
  }

  /// Reads duplicates of the nodes that no root leads to, which then become roots; an object without a readable duplicate
  /// is a gap. Returns the nodes reached.
  private mutating func recoverFromDuplicates() -> [Node] {
    var reached: [Node] = []
    var waiting = tables.bases.indices.filter { tables.bases[$0] == .missingBase }
    // The nodes without a kind that are left after those are loops of deltas: no root and no missing base is above them.
    var loops = tables.bases.indices.filter { !tables.bases[$0].isNone && tables.kinds[$0] == 0 }
    loops.reverse()
    var done: Set<Int> = []
    while let index = waiting.popLast() ?? loops.popLast() {
      guard tables.kinds[index] == 0, done.insert(index).inserted else { continue }
      if let kind = recoveredKind(index) {
        detach(index)
        tables.kinds[index] = kind.rawValue
        reached += propagateKinds(from: [index])
        continue
      }
      var child = tables.firstChild[index]
      while !child.isNone {
        waiting.append(child.index)
        child = tables.nextSibling[child.index]
      }
    }
    return reached
  }

  /// The kind of a readable duplicate; nil is a gap. Of a node whose base is unreadable only a duplicate is tried.
  private mutating func recoveredKind(_ index: Int) -> ObjectKind? {
    let id = id(of: Node(index))
    let base = tables.bases[index]
    if !base.isNone && !tables.hasDuplicates[index] && tables.kinds[base.index] == 0 {
      gaps.append(ObjectGap(id, .corrupt(id, reason: "its delta base \(self.id(of: base)) is unreadable")))
      return nil
    }
    do throws(GitError) {
      return try reader.read(id).kind
    } catch {
      gaps.append(ObjectGap(id, error))
      return nil
    }
  }

  /// Makes a node a root, whose content then comes from a duplicate.
  private mutating func detach(_ index: Int) {
    let base = tables.bases[index]
    tables.bases[index] = .none
    guard !base.isNone else { return }
    let node = Node(index)
    var sibling = tables.firstChild[base.index]
    if sibling == node {
      tables.firstChild[base.index] = tables.nextSibling[index]
    } else {
      while !sibling.isNone, tables.nextSibling[sibling.index] != node { sibling = tables.nextSibling[sibling.index] }
      if !sibling.isNone { tables.nextSibling[sibling.index] = tables.nextSibling[index] }
    }
    tables.nextSibling[index] = .none
  }

  /// Adds each node's weight to its base's, and finds each base's heaviest child.
  ///
  /// - Parameter order: Nodes, bases before deltas.
  private mutating func addUpWeights(_ order: [Node]) {
    for node in order.reversed() {
      let base = tables.bases[node.index]
      guard !base.isNone else { continue }
      tables.weights[base.index] += tables.weights[node.index]
      let heavy = tables.heavyChild[base.index]
      if heavy.isNone || tables.weights[node.index] > tables.weights[heavy.index] {
        tables.heavyChild[base.index] = node
      }
    }
  }
}
