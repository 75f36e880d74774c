public struct Repository: Sendable {
  public let objectFolders: [String]; public let format: ObjectFormat
  public init(objectFolders: [String], format: ObjectFormat) {
    self.objectFolders = objectFolders; self.format = format
  }
}
