/// An object of an ``ObjectForest`` by its number, or one of a few values that a table has in its place.
///
/// A number of 32 bits, since a forest has a million and more of them in each of its tables.
struct Node: Hashable, Comparable, BitwiseCopyable, Sendable {
  /// From zero up for objects, below zero for the values without one.
  let number: Int32

  init(number: Int32) { self.number = number }

  /// The object at an index of the forest's tables.
  init(_ index: Int) { number = Int32(index) }

  /// No object: a root has no base, the last child no sibling.
  static var none: Node { Node(number: -1) }
  /// As a base, while a forest is built: the base is not in the store, or the entry's header is damaged.
  static var missingBase: Node { Node(number: -2) }
  /// As a base, while a forest is built: another node has the content of the same object.
  static var duplicate: Node { Node(number: -3) }
  /// As a tree's representative: the tree could not be read, so nothing is said of it.
  static var undetermined: Node { Node(number: -4) }

  /// Whether there is no object.
  var isNone: Bool { number < 0 }

  /// The object's row in the forest's tables; not for ``none`` and the like.
  var index: Int { Int(number) }

  static func < (left: Node, right: Node) -> Bool { left.number < right.number }
}
