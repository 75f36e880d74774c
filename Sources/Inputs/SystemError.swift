#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A failed system call.
package struct SystemError: Error, Equatable, CustomStringConvertible {
  /// `errno` of the call.
  package let code: Int32

  package init(code: Int32) {
    self.code = code
  }

  /// What the calling thread's last failed system call left behind.
  package static var last: SystemError { SystemError(code: errno) }

  /// Whether nothing stands at the path.
  package var isAbsence: Bool { code == ENOENT || code == ENOTDIR }

  /// Whether the user may not do it.
  package var isRefusal: Bool { code == EACCES || code == EPERM }

  /// A few words in lower case, as part of a sentence.
  package var description: String {
    switch code {
    case ENOENT, ENOTDIR: "it vanished while the scan ran"
    case EACCES, EPERM: "permission denied"
    case ELOOP: "it is a symbolic link now"
    case ENXIO: "it is a socket or a device now"
    default: String(cString: strerror(code)).lowercased()
    }
  }
}

/// An input that cannot be scanned at all, such as a path that does not exist.
public struct InputError: Error, Sendable, Equatable, CustomStringConvertible {
  /// One sentence with the path and the mend.
  public let description: String

  init(_ description: String) {
    self.description = description
  }
}

/// Repeats a system call for as long as a signal interrupts it.
///
/// - Returns: What the call returned.
/// - Throws: The error that it left when it returned a negative number.
func retrying<Value: FixedWidthInteger & SignedInteger>(_ call: () -> Value) throws(SystemError) -> Value {
  while true {
    let value = call()
    if value >= 0 { return value }
    if errno != EINTR { throw .last }
  }
}
