internal import Text

/// The packs of one `objects` folder, opened while git may be replacing them by others.
///
/// A pack that is open stays readable when git deletes it, so packs that one listing missed can be added by the next.
struct PackFolder {
  /// Names of the packs and indexes in the latest listing, sorted.
  private(set) var names: [String] = []
  /// What is wrong with those of the latest listing.
  private(set) var problems: [GitError] = []
  /// All that could be opened, in the order of their names.
  var packs: [Pack] { opened.keys.sorted().compactMap { opened[$0] } }

  private var opened: [String: Pack] = [:]
  private let folder: String
  private let format: ObjectFormat

  /// Opens the packs. Where something is wrong the folder is listed again until it stays the same, a few times at most:
  /// git writes an index after its pack and deletes it before.
  ///
  /// - Parameters:
  ///   - objects: The `objects` folder.
  ///   - waiting: Waits for a number of milliseconds.
  init(_ objects: String, _ format: ObjectFormat, waiting: (_ milliseconds: Int) -> Void) {
    folder = "\(objects)/pack"
    self.format = format
    list()
    for pause in [20, 40, 80, 160, 320] where !problems.isEmpty {
      waiting(pause)
      if let later = try? Self.names(in: objects), later == names { break }
      list()
    }
  }

  /// Names of the packs and indexes of an `objects` folder, sorted.
  static func names(in objects: String) throws(GitError) -> [String] {
    try Files.names(in: "\(objects)/pack").filter { $0.hasSuffix(".pack") || $0.hasSuffix(".idx") }.sorted()
  }

  private mutating func list() {
    problems = []
    do throws(GitError) {
      names = try Self.names(in: String(folder.dropLast("/pack".count)))
    } catch {
      names = []
      return problems = [error]
    }
    var others: [MultiPackIndex]?
    for name in names where name.hasSuffix(".pack") {
      do throws(GitError) {
        if opened[name] == nil { opened[name] = try open(name, &others) }
        if let pack = opened[name] { try checkIndex(of: pack) }
      } catch {
        problems.append(error)
      }
    }
    for name in names where name.hasSuffix(".idx") && !names.contains("\(name.dropLast(4)).pack") {
      problems.append(.malformed(path: "\(folder)/\(name)", reason: "its pack is missing"))
    }
  }

  private func open(_ name: String, _ others: inout [MultiPackIndex]?) throws(GitError) -> Pack {
    try Pack(index: index(named: "\(name.dropLast(5)).idx", &others), path: "\(folder)/\(name)")
  }

  /// Throws when an index lacks objects of its pack, which would not be scanned, or is of another pack: then git reads
  /// neither.
  private func checkIndex(of pack: Pack) throws(GitError) {
    let index = pack.index
    guard index.path.hasSuffix(".idx") else { return }
    let remedy = "`git index-pack` makes a new one of the pack"
    guard index.count == pack.count else {
      let counts = "\(Counting.count(index.count, "object")) and its pack \(Counting.number(pack.count))"
      throw .malformed(path: index.path, reason: "it has \(counts); \(remedy)")
    }
    guard index.packHash == pack.hash else {
      throw .malformed(path: index.path, reason: "it is of another pack; \(remedy)")
    }
  }

  /// A pack's own index, or when that is not usable one made from a multi-pack-index.
  ///
  /// - Parameter others: The folder's multi-pack-indexes; nil until they are first needed.
  private func index(named name: String, _ others: inout [MultiPackIndex]?) throws(GitError) -> PackIndex {
    do throws(GitError) {
      return try PackIndex(path: "\(folder)/\(name)", format: format)
    } catch {
      var reasons = [error.description]
      let readable = others ?? multiPackIndexes(&reasons)
      others = readable
      for other in readable {
        if let index = try other.index(named: name) { return index }
      }
      let pack = "\(name.dropLast(4)).pack"
      let why = reasons.joined(separator: "; ")
      throw .unsupported(
        path: "\(folder)/\(pack)", what: "has no usable index (\(why)); `git index-pack \(pack)` makes a new one")
    }
  }

  private func multiPackIndexes(_ reasons: inout [String]) -> [MultiPackIndex] {
    var readable: [MultiPackIndex] = []
    do throws(GitError) {
      for path in try MultiPackIndex.paths(in: folder) {
        do throws(GitError) {
          readable.append(try MultiPackIndex(path: path, format: format))
        } catch {
          // The single one need not exist.
          if !error.isAbsence { reasons.append(error.description) }
        }
      }
    } catch {
      reasons.append(error.description)
    }
    return readable
  }
}
