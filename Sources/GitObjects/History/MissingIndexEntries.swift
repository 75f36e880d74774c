/// Files in the indexes of all work trees whose content the store lacks.
public struct MissingIndexEntries: Sendable {
  /// Paths from the work tree's top, by the id of the missing content.
  public private(set) var paths: [ObjectID: [UInt8]] = [:]
  /// Indexes that could not be read.
  public private(set) var problems: [GitError] = []

  /// No entries: no index is read.
  public init() {}

  /// Reads the indexes.
  ///
  /// - Parameters:
  ///   - repository: The repository, with all its work trees.
  ///   - forest: Its objects, read before the indexes: objects that were added since are looked for again.
  public init(_ repository: Repository, in forest: ObjectForest) {
    // A bundle has none.
    guard repository.bundle == nil else { return }
    let store = forest.store.reopened() ?? forest.store
    let folders: [String]
    do throws(GitError) { folders = try repository.workTreeFolders() } catch {
      problems.append(error)
      return
    }
    for folder in Set(folders + [repository.gitDirectory]) {
      do throws(GitError) {
        for entry in try repository.indexEntries(in: folder)
        where forest.node(of: entry.id) == nil && !store.contains(entry.id) {
          paths[entry.id] = paths[entry.id] ?? entry.path
        }
      } catch {
        problems.append(error)
      }
    }
  }
}
