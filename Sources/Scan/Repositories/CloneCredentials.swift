import Platform
import Text

/// Hands the credentials of an address to git by files that only the user can read, while it clones.
///
/// Not by arguments or variables, which other programs of the machine or of git can see; and not by a descriptor, since
/// git may request them more than once. git gives them to the address's own server and to no other that it is sent on to.
enum CloneCredentials {
  /// Writes the files.
  ///
  /// - Parameter folder: A folder that only the user can enter; removed when a signal ends the process.
  /// - Returns: Options for git, before the command.
  static func write(_ credentials: RemoteURL.Credentials, to folder: String) throws(ScanError) -> [String] {
    let store = "\(folder)/\(storeName)"
    let settings = "\(folder)/\(settingsName)"
    let host = credentials.server.firstRange(of: "://").map(\.upperBound) ?? credentials.server.startIndex
    let userInfo = "\(encoded(credentials.user)):\(encoded(credentials.password ?? ""))"
    try write("\(credentials.server[..<host])\(userInfo)@\(credentials.server[host...])\n", to: store)
    var section = "[credential \(quoted(credentials.server))]\n"
    if credentials.password == nil {
      // The user's own helpers may have the password; else the name is a token, and its password is empty.
      section += "username = \(quoted(decoded(credentials.user)))\n"
    } else {
      section += "helper =\n"
    }
    let shellPath = store.replacing("'", with: #"'\''"#)
    try write(section + "helper = \(quoted("store --file='\(shellPath)'"))\n", to: settings)
    return ["-c", "include.path=\(settings)"]
  }

  /// Removes the files, which need not be there.
  static func remove(from folder: String) {
    for name in [storeName, settingsName] { _ = try? FileSystem.remove("\(folder)/\(name)") }
  }

  private static let storeName = "credentials"
  private static let settingsName = "settings"

  private static func write(_ text: String, to path: String) throws(ScanError) {
    do throws(SystemError) {
      try Descriptor(creating: path, permissions: 0o600).write(Array(text.utf8))
    } catch {
      throw ScanError("cannot write \(path): \(error)")
    }
  }

  /// A string of git's configuration files.
  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  /// Percent-encodes what a part of an address cannot have; what is encoded stays.
  private static func encoded(_ text: String) -> String {
    text.utf8.reduce(into: "") { result, byte in
      let scalar = Unicode.Scalar(byte)
      let isPlain = byte < 0x80 && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
      if isPlain || "-._~%".unicodeScalars.contains(scalar) {
        result.unicodeScalars.append(scalar)
      } else {
        result += "%" + Hexadecimal.uppercased(byte)
      }
    }
  }

  /// Resolves percent-encoding; a line end, which no name has, is left out.
  private static func decoded(_ text: String) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), let value = Hexadecimal.bytes(of: rest.prefix(2))?.first {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes.filter { $0 >= 0x20 }, as: UTF8.self)
  }
}
