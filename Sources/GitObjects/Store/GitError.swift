public import GitProcess
public import Platform

/// Why something in a repository could not be read.
public enum GitError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Neither the path nor a folder above it belongs to a repository.
  case notARepository(path: String)
  /// A file could not be opened or read.
  case unreadable(path: String, cause: SystemError)
  /// A file of the repository does not have the form that git documents.
  case malformed(path: String, reason: String)
  /// A file or folder has a form that this program does not read.
  case unsupported(path: String, what: String)
  /// The object is in no pack and is not loose.
  case missing(ObjectID)
  /// There are copies of the object, but all are damaged.
  case corrupt(ObjectID, reason: String)
  /// The object is larger than the reader's limit.
  case tooLarge(ObjectID, bytes: Int)
  /// The object is of another kind than the reference to it requires.
  case wrongKind(ObjectID, expected: ObjectKind)
  /// The object is at more paths than are examined.
  case crowded(ObjectID)
  /// There is no such revision; the reason is nil when that is all that git says.
  case unknownRevision(String, reason: String?)
  /// A git command failed.
  case process(GitProcessError)

  /// One sentence with the object's id or the file's path.
  public var description: String {
    switch self {
    case .notARepository(let path): "\(path) is not inside a git repository"
    case .unreadable(let path, let cause): "\(path) could not be read: \(cause)"
    case .malformed(let path, let reason): "\(path) is damaged: \(reason)"
    case .unsupported(let path, let what): "\(path) \(what)"
    case .missing(let id): "object \(id) is missing"
    case .corrupt(let id, let reason): "object \(id) is corrupt: \(reason)"
    case .tooLarge(let id, let bytes): "object \(id) is too large to read (\(bytes) bytes)"
    case .wrongKind(let id, let expected): "object \(id) is not a \(expected.name)"
    case .crowded(let id): "object \(id) \(reason)"
    case .unknownRevision(let text, nil): "there is no revision `\(text)`; fetch it, or name another"
    case .unknownRevision(let text, let reason?): "there is no revision `\(text)`: \(reason)"
    case .process(let error): error.description
    }
  }

  /// The same without the object's id or the file's path, for reports that give them elsewhere.
  public var reason: String {
    switch self {
    case .missing: "missing from the object store"
    case .corrupt(_, let reason): "corrupt: \(reason)"
    case .tooLarge(_, let bytes): "too large to read (\(bytes) bytes)"
    case .wrongKind(_, let expected): "not a \(expected.name)"
    case .crowded: "is at more paths than are examined one by one; it was judged at some of them only"
    case .unreadable(_, let cause): "could not be read: \(cause)"
    case .malformed(_, let reason): "damaged: \(reason)"
    case .unsupported(_, let what): what
    case .notARepository, .unknownRevision, .process: description
    }
  }

  /// The file or folder that the error is about; nil when it is about an object or a command.
  public var path: String? {
    switch self {
    case .notARepository(let path), .unreadable(let path, _), .malformed(let path, _), .unsupported(let path, _): path
    case .missing, .corrupt, .tooLarge, .wrongKind, .crowded, .unknownRevision, .process: nil
    }
  }

  /// Whether there is no such file, rather than one that cannot be read.
  var isAbsence: Bool {
    if case .unreadable(_, let cause) = self { cause.isAbsence } else { false }
  }
}

/// An object that could not be read, and why.
public struct ObjectGap: Hashable, Sendable {
  /// The object.
  public let id: ObjectID
  /// Why it could not be read.
  public let error: GitError

  init(_ id: ObjectID, _ error: GitError) {
    self.id = id
    self.error = error
  }
}
