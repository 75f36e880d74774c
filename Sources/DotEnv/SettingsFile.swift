import Content

/// A file with settings, of whatever form.
struct SettingsFile {
  let file: ListedFile
  /// Absolute path of the repository's top; `nil` outside of one.
  let repository: [UInt8]?
  let entries: [DotEnvEntry]
}

extension SettingsFile {
  init(_ file: DotEnvFile) {
    self.init(file: file.file, repository: file.repository, entries: file.entries ?? [])
  }
}
