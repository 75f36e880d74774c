/// The values of one property of findings, such as their folders: what an overview counts and a filter chooses by.
struct Facet {
  /// One value, and the number of findings that have it.
  struct Value {
    let name: String
    let count: Int
  }

  /// The most frequent first; of equals by name, so that a report is always the same.
  let values: [Value]
  /// For each finding the positions in ``values`` that it has, rising.
  let positions: [[Int]]

  /// - Parameters:
  ///   - names: For each finding the values that it has; doubled ones count once.
  ///   - order: The values in their order where they have one of their own; those that no finding has are left out.
  init(_ names: [[String]], order: [String]? = nil) {
    let distinct = names.map(Set.init)
    let counts = distinct.reduce(into: [:]) { counts, names in names.forEach { counts[$0, default: 0] += 1 } }
    let byCount = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    let sorted = order.map { $0.filter { counts[$0] != nil } } ?? byCount
    let places = Dictionary(uniqueKeysWithValues: zip(sorted, sorted.indices))
    values = sorted.map { Value(name: $0, count: counts[$0] ?? 0) }
    positions = distinct.map { $0.compactMap { places[$0] }.sorted() }
  }
}
