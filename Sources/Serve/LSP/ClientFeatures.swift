import Text

/// What a client said of itself in `initialize`.
struct ClientFeatures {
  /// How it counts characters.
  var encoding = PositionEncoding.utf16
  /// Whether it said how; else it must be UTF-16, without being told.
  var tellsEncodings = false
  /// Absolute paths of the folders it works in.
  var folders: [String] = []
  /// Whether it asks for diagnostics, and is sent none.
  var pulls = false
  /// Whether it can be told to ask again.
  var refreshes = false
  /// Whether it can be asked to watch files.
  var registersWatching = false

  init() {}

  init(_ parameters: JSONValue) {
    let capabilities = parameters["capabilities"]
    if let names = capabilities?["general"]?["positionEncodings"]?.elements?.compactMap(\.string) {
      tellsEncodings = true
      let offered = names.compactMap(PositionEncoding.init)
      encoding = offered.contains(.utf8) ? .utf8 : offered.first ?? .utf16
    }
    let workspaces = parameters["workspaceFolders"]?.elements?.compactMap { $0["uri"]?.string } ?? []
    let root = parameters["rootUri"]?.string.map { [$0] } ?? []
    folders = (workspaces.isEmpty ? root : workspaces).compactMap(FileURI.path)
    pulls = capabilities?["textDocument"]?["diagnostic"]?.members != nil
    refreshes = capabilities?["workspace"]?["diagnostics"]?["refreshSupport"]?.boolean ?? false
    registersWatching =
      capabilities?["workspace"]?["didChangeWatchedFiles"]?["dynamicRegistration"]?.boolean ?? false
  }
}
