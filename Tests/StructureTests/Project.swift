import Foundation

/// The files of the project itself.
enum Project {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static func text(_ path: String) throws -> String {
    try String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8)
  }

  /// The Swift files below a folder, by their paths in the project.
  static func swiftFiles(in path: String) throws -> [String] {
    guard let files = FileManager.default.enumerator(atPath: folder.appendingPathComponent(path).path) else {
      throw CocoaError(.fileReadNoSuchFile)
    }
    return files.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }.map { "\(path)/\($0)" }.sorted()
  }
}
