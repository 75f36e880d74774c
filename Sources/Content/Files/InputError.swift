package import Platform

/// An input that cannot be scanned at all, such as a path that does not exist.
public struct InputError: Error, Sendable, Equatable, CustomStringConvertible {
  /// One sentence with the path and the fix.
  public let description: String

  init(_ description: String) {
    self.description = description
  }
}

extension SystemError {
  /// What a failure to read a listed file or folder means, as part of a sentence: it was there when it was listed.
  package var whileScanning: String {
    switch self {
    case .noEntry, .notAFolder: "it vanished while the scan ran"
    case .linkLoop: "it is a symbolic link now"
    case .noDevice: "it is a socket or a device now"
    case _ where isRefusal: "permission denied"
    default: description
    }
  }
}

extension EntryKind {
  /// What a report calls something that is neither file, folder nor link.
  var words: String {
    switch self {
    case .file: "file"
    case .folder: "folder"
    case .link: "symbolic link"
    case .fifo: "FIFO"
    case .socket: "socket"
    case .device: "device"
    case .special: "special file"
    }
  }
}
