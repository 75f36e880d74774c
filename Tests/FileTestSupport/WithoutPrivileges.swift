#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Runs `body` so that file permissions hold, also when the tests run as root.
///
/// As root on Linux it takes another user's file-system identity, which belongs to the thread alone.
public func withoutPrivileges<Value>(_ body: () throws -> Value) throws -> Value {
  if geteuid() != 0 { return try body() }
  #if os(Linux)
    typealias SetFileSystemUser = @convention(c) (uid_t) -> Int32
    guard let symbol = dlsym(nil, "setfsuid") else { throw PrivilegesKept() }
    let setUser = unsafeBitCast(symbol, to: SetFileSystemUser.self)
    _ = setUser(65_534)
    defer { _ = setUser(0) }
    return try body()
  #else
    throw PrivilegesKept()
  #endif
}

/// The test runs as root on a system where it cannot be anyone else.
public struct PrivilegesKept: Error {}
