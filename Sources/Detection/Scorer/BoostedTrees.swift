import ByteSearch
import CModels
import Rules

/// The fitted decision trees, decoded once from the table that `Scripts/fit-scorer` writes.
///
/// Each tree adds a number to the logarithm of the odds that a value is a secret. A node compares one feature with a
/// threshold: not above it leads to the left child, above it to the right one, which is next to the left one; a leaf has
/// the number. With the trees
///
///     surprise <= 2.9 ? -1.2 : (namePass <= 0 ? 0.3 : 1.6)        isComment <= 0 ? 0.1 : -0.4
///
/// and a base of -2, a value of surprise 4 in `password = …` on a line that is no comment has -2 + 1.6 + 0.1 = -0.3:
/// a probability of 0.43. Every node also has the mean of the leaves below it, so that the part of a feature in a sum is
/// what its nodes changed on the way down.
///
/// Little-endian layout: `LST1`; feature count, tree count, node count, threshold count, trees before the checkpoint (16
/// bits each); base, value scale, the checkpoint's bound and the score bounds of low, medium and high (32-bit floats);
/// thresholds (32-bit floats); first node of each tree (16 bits); nodes of six bytes; to the end, the names of the
/// features with line feeds between them. A node is its feature (255 for a leaf), the place of its left child within the
/// tree, the threshold's index and its mean value in units of the scale (16 bits each).
struct BoostedTrees: Sendable {
  /// A question or a leaf of a tree.
  struct Node {
    var feature: UInt8
    var left: UInt8
    var threshold: Float
    /// Mean of the leaves below, weighted as in the fit; a leaf's own value.
    var value: Float
  }

  let base: Float
  /// Smallest scores for low, medium and high confidence.
  let bounds: (low: Float, medium: Float, high: Float)
  /// The first trees look only at the value, its name and the bytes beside them. A sum under the bound after this number
  /// of trees is final: nine of ten candidates end here, before their lines are looked at.
  private let checkpoint: (trees: Int, bound: Float)
  private let starts: [Int]
  private let nodes: [Node]

  private static let leaf: UInt8 = 255

  /// The trees in the binary.
  static let fitted = BoostedTrees(TableReader(table))

  private static var table: FittedTable { FittedTable(start: scorer_model(), count: scorer_model_size()) }

  private init(_ table: TableReader) {
    var reader = table
    // Read before the checks: a build without checks would not read what is in them.
    let (mark, featureCount) = (reader.word32(), reader.word16())
    precondition(mark == 0x3154_534C, "the embedded scorer is not a tree table")
    precondition(featureCount == Feature.allCases.count, "the embedded scorer was fitted to other features")
    let (treeCount, nodeCount, thresholdCount) = (reader.word16(), reader.word16(), reader.word16())
    let checkpointTrees = reader.word16()
    base = reader.float()
    let scale = reader.float()
    checkpoint = (checkpointTrees, reader.float())
    bounds = (reader.float(), reader.float(), reader.float())
    let thresholds = (0..<thresholdCount).map { _ in reader.float() }
    starts = (0..<treeCount).map { _ in reader.word16() }
    nodes = (0..<nodeCount).map { _ in
      let feature = UInt8(reader.byte())
      let left = UInt8(reader.byte())
      let threshold = reader.word16()
      let value = Int16(truncatingIfNeeded: reader.word16())
      return Node(
        feature: feature, left: left, threshold: feature == Self.leaf ? 0 : thresholds[threshold],
        value: Float(value) * scale)
    }
    assert(Self.names(reader) == Feature.allCases.map { "\($0)" }, "bind the scorer to the features: docs/SCORER.md")
  }

  /// The names of the features that the trees in the binary were fitted to, by place.
  static var fittedNames: [String] {
    var reader = TableReader(table)
    let header = 4 + 5 * 2 + 6 * 4
    reader.skip(6)
    let (treeCount, nodeCount, thresholdCount) = (reader.word16(), reader.word16(), reader.word16())
    reader.skip(header - 12 + 4 * thresholdCount + 2 * treeCount + 6 * nodeCount)
    return names(reader)
  }

  /// The names at the end of a table.
  private static func names(_ reader: TableReader) -> [String] {
    var reader = reader
    var text: [UInt8] = []
    while !reader.isAtEnd { text.append(UInt8(reader.byte())) }
    return text.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The sum of the leaves that a vector reaches: the logarithm of the odds that it is a secret. For a vector that is far
  /// from one, of the first trees alone.
  func logOdds(of vector: FeatureVector) -> Float {
    // Spans: a subscript of the vector itself would copy all of it at each node.
    let (values, nodes) = (vector.values.span, nodes.span)
    var sum = base
    for (tree, start) in starts.enumerated() {
      if tree == checkpoint.trees, sum < checkpoint.bound { return sum }
      sum += leaf(from: start, nodes, values)
    }
    return sum
  }

  /// ``logOdds(of:)`` when the first trees alone decide: then the features of lines and file do not matter.
  func finalOdds(ofValueAndName vector: FeatureVector) -> Float? {
    let (values, nodes) = (vector.values.span, nodes.span)
    var sum = base
    for start in starts.prefix(checkpoint.trees) { sum += leaf(from: start, nodes, values) }
    return sum < checkpoint.bound ? sum : nil
  }

  /// The places of the features that the first trees look at.
  var earlyFeatures: Set<Int> {
    let end = checkpoint.trees < starts.count ? starts[checkpoint.trees] : nodes.count
    return Set(nodes[..<end].map { Int($0.feature) }).subtracting([Int(Self.leaf)])
  }

  @inline(__always)
  private func leaf(from start: Int, _ nodes: Span<Node>, _ values: Span<Float>) -> Float {
    var place = start
    while nodes[place].feature != Self.leaf {
      place = start + Int(nodes[place].left) + (values[Int(nodes[place].feature)] <= nodes[place].threshold ? 0 : 1)
    }
    return nodes[place].value
  }

  /// The most that ``logOdds(of:)`` can be whatever the file is.
  func mostLogOdds(of vector: FeatureVector) -> Float {
    let values = vector.values.span
    var sum = base
    for (tree, start) in starts.enumerated() {
      if tree == checkpoint.trees, sum < checkpoint.bound { return sum }
      sum += most(from: start, of: start, values)
    }
    return sum
  }

  /// The largest leaf that a vector can reach from a node of a tree when both ways are open where the file decides.
  private func most(from place: Int, of tree: Int, _ values: Span<Float>) -> Float {
    let node = nodes[place]
    if node.feature == Self.leaf { return node.value }
    let left = tree + Int(node.left)
    if Int(node.feature) >= Feature.firstOfFile {
      return max(most(from: left, of: tree, values), most(from: left + 1, of: tree, values))
    }
    return most(from: values[Int(node.feature)] <= node.threshold ? left : left + 1, of: tree, values)
  }

  /// What each feature adds to the logarithm of the odds: the change of the mean along the branches it decides.
  func contributions(in vector: FeatureVector) -> [Float] {
    let values = vector.values.span
    var sums = [Float](repeating: 0, count: Feature.allCases.count)
    for start in starts {
      var node = nodes[start]
      while node.feature != Self.leaf {
        let next = nodes[start + Int(node.left) + (values[Int(node.feature)] <= node.threshold ? 0 : 1)]
        sums[Int(node.feature)] += next.value - node.value
        node = next
      }
    }
    return sums
  }
}

/// Reads numbers off a table, front to back.
private struct TableReader {
  private let table: FittedTable
  private var place = 0

  init(_ table: FittedTable) { self.table = table }

  var isAtEnd: Bool { place >= table.count }

  mutating func skip(_ count: Int) { place += count }

  mutating func byte() -> Int {
    defer { place += 1 }
    return table[place]
  }

  mutating func word16() -> Int {
    let low = byte()
    return low | byte() << 8
  }

  mutating func word32() -> UInt32 {
    let low = UInt32(word16())
    return low | UInt32(word16()) << 16
  }

  mutating func float() -> Float { Float(bitPattern: word32()) }
}
