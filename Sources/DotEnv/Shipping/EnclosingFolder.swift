import Content
import Findings
import Platform

/// A folder above an environment file, in which tools look for their files.
struct EnclosingFolder {
  /// Absolute, without a slash at its end.
  let path: [UInt8]
  private let files: FolderFiles

  init(_ path: [UInt8], _ files: FolderFiles) {
    (self.path, self.files) = (path, files)
  }

  /// The content of a file in the folder; `nil` when there is none, or none that can be read.
  func content(_ name: String) -> [UInt8]? { files.content(of: PathText.join(path, name.utf8)) }

  /// Whether one of some files is in the folder.
  func containsOne(of names: [String]) -> Bool { names.contains { content($0) != nil } }

  /// Names of the files in the folder that satisfy a condition, sorted.
  func names(where isWanted: (String) -> Bool) -> [String] { files.names(in: path).filter(isWanted) }
}

/// The folders from a file's own to the top of its project, nearest first.
struct EnclosingFolders {
  let folders: [EnclosingFolder]
  /// Absolute.
  private let file: [UInt8]

  /// - Parameters:
  ///   - file: Absolute path of the environment file.
  ///   - top: Absolute path of the outermost folder.
  init(above file: [UInt8], upTo top: [UInt8], _ files: FolderFiles) {
    self.file = file
    var folders: [EnclosingFolder] = []
    var path = Array(PathText.parent(of: file))
    while PathText.path(path, below: top) != nil, !path.isEmpty {
      folders.append(EnclosingFolder(path, files))
      path = Array(PathText.parent(of: path))
    }
    self.folders = folders
  }

  /// The file's path relative to one of the folders.
  func path(below folder: EnclosingFolder) -> [UInt8] {
    Array(file.dropFirst(folder.path.count).drop { $0 == PathText.slash })
  }

  /// The folders from one to the file's own, outermost first, the outermost one not included.
  func folders(below folder: EnclosingFolder) -> [EnclosingFolder] {
    folders.filter { $0.path.count > folder.path.count }.reversed()
  }

  /// A folder and those around it, nearest first.
  func folders(from folder: EnclosingFolder) -> [EnclosingFolder] {
    folders.filter { $0.path.count <= folder.path.count }
  }
}

/// Small files that are read once, and what could not be read of them.
final class FolderFiles {
  private var contents: [[UInt8]: [UInt8]?] = [:]
  private var listings: [[UInt8]: [String]] = [:]
  private(set) var gaps: [Skip] = []
  /// The folder that paths in reports are relative to.
  private let root: [UInt8]

  /// No tool's list of files comes near it.
  private static let largest = 1 << 20

  /// - Parameter root: Absolute path of the folder that paths in reports are relative to.
  init(root: [UInt8]) {
    self.root = root
  }

  /// The path as reports name it.
  func shown(_ path: [UInt8]) -> String { PathText.display(PathText.path(path, below: root) ?? path[...]) }

  func content(of path: [UInt8]) -> [UInt8]? {
    if let known = contents[path] { return known }
    var content: [UInt8]?
    do throws(FileError) { content = try RegularFile.content(of: path, limit: Self.largest) } catch {
      switch error {
      case .system(let cause) where cause.isAbsence: break
      case .notRegular: break
      case .system(let cause): note(path, "it cannot be read: \(cause)")
      case .tooLarge: note(path, "it is larger than 1 MiB")
      }
    }
    contents[path] = content
    return content
  }

  func names(in path: [UInt8]) -> [String] {
    if let known = listings[path] { return known }
    var names: [String] = []
    // A folder that cannot be listed is a gap of the search for environment files.
    do throws(SystemError) {
      names = try Folder(path).entries().filter { $0.kind == .file }
        .compactMap { String(validating: $0.name, as: UTF8.self) }.sorted()
    } catch {}
    listings[path] = names
    return names
  }

  private func note(_ path: [UInt8], _ reason: String) {
    gaps.append(Skip(path: shown(path), reason: "whether it keeps environment files out is not known: \(reason)"))
  }
}
