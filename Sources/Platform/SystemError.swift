#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif

/// A failed call of the operating system.
public struct SystemError: Error, Hashable, Sendable {
  /// `errno` as the call left it.
  public let code: Int32

  /// - Parameter code: A value of `errno`.
  package init(code: Int32) {
    self.code = code
  }

  /// The error of the calling thread's last failed call.
  package static var last: SystemError { SystemError(code: errno) }

  /// Nothing is at the path (`ENOENT`).
  package static let noEntry = SystemError(code: ENOENT)
  /// The path goes through something that is not a folder (`ENOTDIR`).
  package static let notAFolder = SystemError(code: ENOTDIR)
  /// Something is at the path already (`EEXIST`).
  package static let alreadyExists = SystemError(code: EEXIST)
  /// A symbolic link where none is followed, or too many of them (`ELOOP`).
  package static let linkLoop = SystemError(code: ELOOP)
  /// Opening a socket, a device without a driver, or a FIFO without a reader (`ENXIO`).
  package static let noDevice = SystemError(code: ENXIO)
  /// The reader of a pipe has closed its end (`EPIPE`).
  package static let brokenPipe = SystemError(code: EPIPE)
  /// There is no memory left (`ENOMEM`).
  package static let noMemory = SystemError(code: ENOMEM)
  /// The call would have to wait on a descriptor that does not wait (`EAGAIN`).
  static let wouldBlock = SystemError(code: EAGAIN)

  /// Whether nothing is at the path.
  package var isAbsence: Bool { code == ENOENT || code == ENOTDIR }

  /// Whether the user lacks the permission.
  package var isRefusal: Bool { code == EACCES || code == EPERM }
}

extension SystemError: CustomStringConvertible {
  /// The system's words as a part of a sentence, such as "permission denied".
  public var description: String {
    let words = strerror(code).map { String(cString: $0) } ?? "error \(code)"
    // "I/O error" and the like begin with an abbreviation.
    let startsWithWord = words.utf8.dropFirst().first.map { 0x61...0x7A ~= $0 } ?? false
    return startsWithWord ? words.prefix(1).lowercased() + words.dropFirst() : words
  }
}

/// Repeats a call of the system for as long as a signal interrupts it (`EINTR`).
///
/// - Returns: What the call returned.
/// - Throws: The error that it left when it returned a negative number.
@discardableResult
func retrying<Value: FixedWidthInteger & SignedInteger>(_ call: () -> Value) throws(SystemError) -> Value {
  while true {
    let value = call()
    if value >= 0 { return value }
    if errno != EINTR { throw .last }
  }
}
