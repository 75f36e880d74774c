/// Gathers the nodes of an ``ObjectForest`` and ties deltas to their bases.
struct ForestBuilder {
  let store: ObjectStore
  private(set) var packs: [ForestPack] = []
  let ids: ObjectIDs
  private(set) var nodes: [Int32] = []
  private(set) var looseFolder: [Int32] = []
  private(set) var looseStart = Int.max
  private(set) var positions: [Int32] = []
  private(set) var kinds: [UInt8] = []
  private(set) var bases: [Int32] = []
  private(set) var firstChild: [Int32] = []
  private(set) var nextSibling: [Int32] = []
  private(set) var heavyChild: [Int32] = []
  private(set) var weights: [Int] = []
  private(set) var hasCopies: [Bool] = []
  private(set) var table: ObjectTable
  private(set) var gaps: [ObjectGap] = []
  /// Folders of loose objects that could not be listed.
  private(set) var unlisted: [GitError] = []
  private let reader: ObjectReader
  let largest: Int
  let pageBudget: Int

  /// `bases` of a node whose base is not in the store, or whose header is damaged.
  private static let lost: Int32 = -2
  /// `bases` of a spare copy.
  private static let spare: Int32 = -3

  /// - Parameter pageBudget: See ``ObjectForest/pageBudget``.
  init(_ store: ObjectStore, largestObject: Int, pageBudget: Int) {
    (largest, self.pageBudget) = (largestObject, pageBudget)
    var loose: [ObjectID] = []
    for (number, folder) in store.looseFolders.enumerated() {
      let found = LooseObject.ids(in: folder, format: store.format)
      loose += found.ids
      looseFolder += [Int32](repeating: Int32(number), count: found.ids.count)
      unlisted += found.problems
    }
    // What git packed since the packs were opened is in none of them, and may no longer have been among the loose.
    self.store = store.reopened() ?? store
    reader = ObjectReader(self.store, largestObject: largestObject)
    ids = ObjectIDs(self.store.packs, loose: loose)
    table = ObjectTable(ids, where: { _ in false }, repeated: { _, _ in })
  }

  mutating func build() {
    addNodes()
    makeTable()
    firstChild = [Int32](repeating: -1, count: kinds.count)
    nextSibling = firstChild
    heavyChild = firstChild
    readHeaders()
    readLooseKinds()
    tieChildren()
    var order = spread(from: bases.indices.filter { bases[$0] == -1 && kinds[$0] != 0 })
    order += rescue()
    weigh(order)
    for node in bases.indices where bases[node] < -1 { bases[node] = -1 }
  }

  // MARK: - Nodes

  private mutating func addNodes() {
    for pack in store.packs {
      let order = pack.order
      let start = positions.count
      packs.append(ForestPack(pack, start: start))
      positions += order.positions
      for position in order.outsidePack {
        let id = pack.index.id(at: Int(position))
        gaps.append(ObjectGap(id, .corrupt(id, reason: "its offset in the index is outside the pack")))
      }
      let first = nodes.count
      nodes += [Int32](repeating: -1, count: pack.index.count)
      for (rank, position) in order.positions.enumerated() { nodes[first + Int(position)] = Int32(start + rank) }
    }
    looseStart = positions.count
    let count = looseStart + ids.loose.count
    nodes += Int32(looseStart)..<Int32(count)
    kinds = [UInt8](repeating: 0, count: count)
    bases = [Int32](repeating: -1, count: count)
    weights = [Int](repeating: 0, count: count)
    hasCopies = [Bool](repeating: false, count: count)
  }

  /// Makes each id's first node the one with its content, and the others spare copies.
  private mutating func makeTable() {
    let nodes = nodes
    table = ObjectTable(ids) {
      nodes[$0] >= 0
    } repeated: { place, first in
      bases[Int(nodes[place])] = Self.spare
      hasCopies[Int(nodes[first])] = true
    }
  }

  private func id(of node: Int32) -> ObjectID {
    if Int(node) >= looseStart { return ids.loose[Int(node) - looseStart] }
    let pack = ForestPack.number(of: node, in: packs)
    return ids.packs[pack][Int(positions[Int(node)])]
  }

  /// The node with an object's content.
  private func node(of id: ObjectID) -> Int32? {
    table.find(id).map { nodes[$0] }
  }

  // MARK: - Headers

  private mutating func readHeaders() {
    for pack in packs {
      var resident = 0
      for (rank, offset) in pack.order.offsets.enumerated() where bases[pack.start + rank] != Self.spare {
        let node = pack.start + rank
        if offset - resident > pageBudget {
          pack.pack.releasePages()
          resident = offset
        }
        weights[node] = pack.order.end(ofRank: rank) - offset
        bases[node] = Self.lost
        guard let header = pack.bytes.header(at: offset) else { continue }
        switch header.representation {
        case .object(let kind):
          kinds[node] = kind.rawValue
          bases[node] = -1
        case .offsetDelta(let base):
          guard let rank = pack.order.rank(ofOffset: base) else { continue }
          bases[node] = canonical(Int32(pack.start + rank))
        case .referenceDelta(let id):
          bases[node] = self.node(of: id) ?? Self.lost
        }
      }
    }
  }

  /// The node with content for what may be a spare copy.
  private func canonical(_ node: Int32) -> Int32 {
    guard bases[Int(node)] == Self.spare else { return node }
    return self.node(of: id(of: node)) ?? Self.lost
  }

  private mutating func readLooseKinds() {
    let inflater = Inflater()
    let buffer = ByteBuffer()
    for (number, id) in ids.loose.enumerated() where bases[looseStart + number] != Self.spare {
      let node = looseStart + number
      do throws(GitError) {
        let found = try LooseObject.read(
          id, in: store.looseFolders[Int(looseFolder[number])], with: inflater, into: buffer, largest: largest)
        kinds[node] = found.kind.rawValue
        weights[node] = buffer.count
      } catch {
        bases[node] = Self.lost
      }
    }
  }

  // MARK: - Families

  private mutating func tieChildren() {
    for node in stride(from: bases.count - 1, through: 0, by: -1) where bases[node] >= 0 {
      let base = Int(bases[node])
      nextSibling[node] = firstChild[base]
      firstChild[base] = Int32(node)
    }
  }

  /// Hands each root's kind down to everything below it; returns the nodes reached, bases before deltas.
  private mutating func spread(from roots: [Int]) -> [Int32] {
    var order = roots.map { Int32($0) }
    var next = 0
    while next < order.count {
      let node = Int(order[next])
      next += 1
      var child = firstChild[node]
      while child >= 0 {
        kinds[Int(child)] = kinds[node]
        order.append(child)
        child = nextSibling[Int(child)]
      }
    }
    return order
  }

  /// Tries other copies of what no root leads to; what has none is a gap. Returns the nodes that were reached.
  private mutating func rescue() -> [Int32] {
    var reached: [Int32] = []
    var waiting = bases.indices.filter { bases[$0] == Self.lost }
    // What is left after those are the loops: no member hangs below a root or below something lost.
    var loops = bases.indices.filter { bases[$0] >= 0 && kinds[$0] == 0 }
    loops.reverse()
    var done: Set<Int> = []
    while let node = waiting.popLast() ?? loops.popLast() {
      guard kinds[node] == 0, done.insert(node).inserted else { continue }
      if let kind = rescuedKind(node) {
        detach(node)
        kinds[node] = kind.rawValue
        reached += spread(from: [node])
        continue
      }
      var child = firstChild[node]
      while child >= 0 {
        waiting.append(Int(child))
        child = nextSibling[Int(child)]
      }
    }
    return reached
  }

  /// The kind of an object that another copy gives, or a gap. Below a lost base only spare copies can help.
  private mutating func rescuedKind(_ node: Int) -> ObjectKind? {
    let id = id(of: Int32(node))
    if bases[node] >= 0 && !hasCopies[node] && kinds[Int(bases[node])] == 0 {
      gaps.append(ObjectGap(id, .corrupt(id, reason: "its delta base \(self.id(of: bases[node])) is unreadable")))
      return nil
    }
    do throws(GitError) {
      return try reader.read(id).kind
    } catch {
      gaps.append(ObjectGap(id, error))
      return nil
    }
  }

  /// Makes a node a root, whose content then comes from its spare copy.
  private mutating func detach(_ node: Int) {
    let base = bases[node]
    bases[node] = -1
    guard base >= 0 else { return }
    var link = firstChild[Int(base)]
    if link == Int32(node) {
      firstChild[Int(base)] = nextSibling[node]
    } else {
      while link >= 0, nextSibling[Int(link)] != Int32(node) { link = nextSibling[Int(link)] }
      if link >= 0 { nextSibling[Int(link)] = nextSibling[node] }
    }
    nextSibling[node] = -1
  }

  /// Adds up the weights below each node and notes its heaviest child.
  private mutating func weigh(_ order: [Int32]) {
    for node in order.reversed() {
      let base = bases[Int(node)]
      guard base >= 0 else { continue }
      weights[Int(base)] += weights[Int(node)]
      let heavy = heavyChild[Int(base)]
      if heavy < 0 || weights[Int(node)] > weights[Int(heavy)] { heavyChild[Int(base)] = node }
    }
  }
}
