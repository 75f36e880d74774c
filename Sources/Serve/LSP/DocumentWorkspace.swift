import Platform
import Scan
import Text

/// The open documents of a client, and the projects that they are in.
struct DocumentWorkspace {
  /// A document that is open.
  struct Entry {
    var document: OpenDocument
    var version: Int64?
    var languageID: String
    /// Absolute where the document is a file; else what rules see as its name.
    var path: String
    /// Of the text as it is now; `nil` when it was not judged yet.
    var secrets: [TextSecret]?
    /// Diagnostics about environment files.
    var environment: [JSONValue] = []
    /// Whether the client has not been told yet.
    var isPending = true

    var language: SourceLanguage? { SourceLanguage(id: languageID) }
  }

  var encoding = PositionEncoding.utf16
  /// Absolute paths.
  var folders: [String] = []
  private(set) var documents: [String: Entry] = [:]
  /// Of each folder; what is no project is judged by the built-in rules.
  private var finders: [String: SecretFinder] = [:]
  private var problems: [String] = []

  // MARK: - Documents

  /// Opens a `TextDocumentItem`.
  ///
  /// - Returns: Its URI; `nil` when it is none.
  mutating func open(_ item: JSONValue?) -> String? {
    guard let uri = item?["uri"]?.string, let text = item?["text"]?.string else { return nil }
    let name = uri.split(separator: "/").last.map(String.init) ?? uri
    documents[uri] = Entry(
      document: OpenDocument(text: Array(text.utf8), encoding: encoding), version: item?["version"]?.integer,
      languageID: item?["languageId"]?.string ?? "", path: FileURI.path(of: uri) ?? name)
    return uri
  }

  /// - Returns: Whether it was open.
  mutating func close(_ uri: String) -> Bool { documents.removeValue(forKey: uri) != nil }

  /// Applies `contentChanges`.
  ///
  /// - Returns: Whether all were understood.
  mutating func change(_ uri: String, _ changes: [JSONValue], version: Int64?) -> Bool {
    guard var entry = documents.removeValue(forKey: uri) else { return false }
    defer { documents[uri] = entry }
    entry.version = version ?? entry.version
    entry.secrets = nil
    entry.isPending = true
    for change in changes where !entry.document.apply(change) { return false }
    return true
  }

  /// The URIs of what the client was not told of yet, in a fixed order.
  mutating func takePending() -> [String] {
    let pending = documents.filter(\.value.isPending).keys.sorted()
    for uri in pending { documents[uri]?.isPending = false }
    return pending
  }

  // MARK: - Judging

  /// Every secret of a document as it is now.
  mutating func secrets(of uri: String) -> [TextSecret] {
    guard let entry = documents[uri] else { return [] }
    if let known = entry.secrets { return known }
    var secrets: [TextSecret] = []
    do throws(ScanError) {
      secrets = try finder(for: entry.path)?.secrets(in: entry.document.text, path: entry.path) ?? []
    } catch {
      problems.append(error.description)
    }
    documents[uri]?.secrets = secrets
    return secrets
  }

  /// Reads configuration, ignore files and baselines again.
  mutating func reload() {
    finders = [:]
    for uri in documents.keys {
      documents[uri]?.secrets = nil
      documents[uri]?.isPending = true
    }
  }

  /// What the user should know since the last call.
  mutating func takeProblems() -> [String] {
    defer { problems = [] }
    return problems
  }

  mutating func changeFolders(_ event: JSONValue?) {
    let paths = { (name: String) in
      (event?[name]?.elements ?? []).compactMap { $0["uri"]?.string }.compactMap(FileURI.path)
    }
    let removed = Set(paths("removed"))
    folders = folders.filter { !removed.contains($0) } + paths("added")
    reload()
  }

  /// Checks environment files when one, or a `.gitignore`, is opened or saved: that takes running git.
  mutating func checkEnvironment(_ uri: String) {
    guard let path = documents[uri]?.path, path.hasPrefix("/") else { return }
    do throws(ScanError) {
      documents[uri]?.environment = try EnvironmentWarnings.all(of: path)
    } catch {
      // A new file that is not saved yet is in no folder that git could be asked about.
      documents[uri]?.environment = []
    }
  }

  /// The innermost folder of the client around a path, else the file's own.
  func folder(of path: String) -> String {
    let around = folders.filter { path == $0 || path.hasPrefix($0.hasSuffix("/") ? $0 : $0 + "/") }
    if let folder = around.max(by: { $0.utf8.count < $1.utf8.count }) { return folder }
    guard path.hasPrefix("/"), let end = path.lastIndex(of: "/") else { return folders.first ?? "/" }
    let parent = String(path[..<end])
    return FileSystem.kind(of: parent) == .folder ? parent : "/"
  }

  private mutating func finder(for path: String) throws(ScanError) -> SecretFinder? {
    let folder = folder(of: path)
    if let finder = finders[folder] { return finder }
    do throws(ScanError) {
      finders[folder] = try SecretFinder(folder: folder)
    } catch {
      problems.append("\(error.description); until that is right, the built-in rules and settings are used")
      finders[folder] = try SecretFinder(folder: "/")
    }
    return finders[folder]
  }
}
