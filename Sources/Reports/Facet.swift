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

/// Where the places of findings are, as coarsely as an overview needs.
enum PlaceFolder {
  /// The first folders of a path, `./` where there is none. A container counts as a file.
  static func name(of path: String, depth: Int) -> String {
    let folders = all(of: path).prefix(depth)
    return folders.isEmpty ? "./" : folders.joined(separator: "/") + "/"
  }

  /// How many folders all paths share: they tell none apart.
  static func sharedDepth(of paths: [String]) -> Int {
    guard var shared = paths.first.map(all) else { return 0 }
    for path in paths where !shared.isEmpty {
      shared = shared.prefix(zip(shared, all(of: path)).prefix { $0 == $1 }.count)
    }
    return shared.count
  }

  private static func all(of path: String) -> ArraySlice<Substring> {
    path.prefix { $0 != "!" }.split(separator: "/", omittingEmptySubsequences: false).dropLast()
  }
}
