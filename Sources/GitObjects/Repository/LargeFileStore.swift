internal import GitProcess
package import Platform
internal import Synchronization

/// The files of Git LFS that a repository has (git-lfs, docs/spec.md, "Intercepting Git" and git-lfs-config, `lfs.storage`).
public final class LargeFileStore: Sendable {
  private let repository: Result<Repository, GitError>
  /// Known once a pointer was met: finding them takes git.
  private let folders = Mutex<Result<[String], GitError>?>(nil)

  /// Opens nothing yet.
  public init(_ repository: Repository) {
    self.repository = .success(repository)
  }

  /// Opens the repository of a working tree; ``open(_:)`` throws when it cannot be opened.
  ///
  /// - Parameter top: The working tree's top folder.
  public init(top: String) {
    repository = Result { () throws(GitError) in try Repository(top: top) }
  }

  /// Opens the file that a pointer is for, which has its size and hash.
  ///
  /// - Returns: `nil` when the store does not have it.
  /// - Throws: ``GitError`` when the file cannot be read, or is another one than the pointer says.
  /// - Complexity: Reads the file to its end.
  package func open(_ pointer: LargeFilePointer) throws(GitError) -> RegularFile? {
    let name = pointer.id.hex
    let folders = try folders.withLock { known in
      let found = known ?? Result { () throws(GitError) in try find() }
      known = found
      return found
    }.get()
    for folder in folders {
      let path = "\(folder)/\(name.prefix(2))/\(name.dropFirst(2).prefix(2))/\(name)"
      do throws(GitError) {
        let file = try Files.open(path)
        try check(file, pointer, path)
        return file
      } catch {
        if !error.isAbsence { throw error }
      }
    }
    return nil
  }

  /// The folders of files, the repository's own first; those beside the objects that it borrows follow.
  private func find() throws(GitError) -> [String] {
    let repository: Repository
    switch self.repository {
    case .success(let opened): repository = opened
    case .failure(let error):
      throw .unsupported(path: error.path ?? "", what: "its repository cannot be opened: \(error)")
    }
    // A bundle has none.
    guard repository.bundle == nil else { return [] }
    let storage: String
    do throws(GitProcessError) {
      let told = try repository.git.run(["config", "--type=path", "--get", "lfs.storage"], accepting: [0, 1])
      storage = String(decoding: told.standardOutput.dropLast(), as: UTF8.self)
    } catch {
      throw .process(error)
    }
    let own = Files.join(repository.commonDirectory, storage.isEmpty ? "lfs" : storage)
    return ["\(own)/objects"]
      + ObjectStore.withAlternates(repository.objectFolders).folders.map { "\($0)/../lfs/objects" }
  }

  private func check(
    _ file: borrowing RegularFile, _ pointer: LargeFilePointer, _ path: String
  ) throws(GitError) {
    guard file.size == pointer.size else {
      throw .malformed(path: path, reason: "it has \(file.size) bytes, and its pointer says \(pointer.size)")
    }
    var hash = SHA256()
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    var place = 0
    while place < file.size {
      do throws(SystemError) {
        let count = try file.descriptor.stream.read(into: &buffer, at: place)
        if count == 0 { break }
        hash.add(buffer.span.extracting(first: count))
        place += count
      } catch {
        throw .unreadable(path: path, cause: error)
      }
    }
    guard hash.finish() == pointer.id else { throw .malformed(path: path, reason: "it does not have its hash") }
  }
}
