import GitObjects
import Content
import Platform

/// The paths that the next commit changes in the repository of the working directory, whose hook may be running.
public struct StagedFiles {
  private let top: String
  private let paths: Set<[UInt8]>

  /// - Throws: ``ScanError`` when there is no working tree, or git cannot list what is staged.
  public init() throws(ScanError) {
    do throws(GitError) {
      let repository = try Repository(at: ".", honouringEnvironment: true)
      guard let top = repository.workTree else { throw GitError.notARepository(path: ".") }
      self.top = top
      paths = Set(try repository.stagedChanges().all.map(\.path))
    } catch {
      throw ScanError("cannot tell what is staged: \(error)")
    }
  }

  /// Whether the next commit adds, changes or deletes a file, however its path is spelled.
  public func contains(_ file: String) -> Bool {
    PathText.entry(file, below: top).map(paths.contains) ?? false
  }
}

extension ScanRequest {
  /// The request with the repositories of its files as targets, so that what is staged is listed once for each.
  ///
  /// A file may be gone from the working tree. A folder means its whole repository.
  func gatheringStagedFiles() -> ScanRequest {
    guard mode == .staged, stagedFiles.isEmpty else { return self }
    var request = self
    request.targets = []
    for target in targets {
      guard case .path(let path) = target, !FileSystem.isFolder(path) else {
        request.targets.append(target)
        continue
      }
      let folder = PathText.existingFolder(around: path)
      let repository = try? Repository(at: folder, honouringEnvironment: honoursGitEnvironment)
      let top = ScanRequest.Target.path(repository?.workTree ?? folder)
      if !request.targets.contains(top) { request.targets.append(top) }
      request.stagedFiles.append(path)
    }
    // Beside a folder, files limit nothing.
    if request.stagedFiles.count < targets.count { request.stagedFiles = [] }
    return request
  }

  /// The named files of a repository as paths from its top; `nil` when none are named, so that all count.
  func stagedPaths(in repository: Repository) -> Set<[UInt8]>? {
    guard !stagedFiles.isEmpty, let top = repository.workTree else { return nil }
    return Set(stagedFiles.compactMap { PathText.entry($0, below: top) })
  }
}
