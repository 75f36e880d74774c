/// Where history scans remember what they need not look at again, and how they write it down.
public struct CacheRequest: Sendable {
  /// A folder, which need not be there yet; one file in it for each repository.
  public var folder: String
  /// Replaces a file as a whole, making its folder if need be; returns why that failed.
  public var save: @Sendable (_ path: String, _ bytes: [UInt8]) -> String?

  /// Creates a request from its parts.
  public init(folder: String, save: @escaping @Sendable (_ path: String, _ bytes: [UInt8]) -> String?) {
    self.folder = folder
    self.save = save
  }
}
