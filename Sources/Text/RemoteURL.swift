/// The address of a remote repository, with its credentials kept apart from what may be shown.
///
/// Everybody who can list processes can read their arguments, and git passes an address on to the programs that it starts.
/// So no argument contains a credential, and no message or report does.
package struct RemoteURL: Sendable, Equatable {
  /// User and password of an address, percent-encoded as they were written.
  package struct Credentials: Sendable, Equatable {
    /// Scheme and host, such as `https://example.org:8443`.
    package let server: String
    /// User name, or a token.
    package let user: String
    /// `nil` when the address has only a user, which may be a token.
    package let password: String?
  }

  /// The address as messages and reports show it, without credentials.
  package let shown: String
  /// The address for git's arguments, without credentials; not to be used when there is a ``problem``.
  package let address: String
  /// The credentials of a web address; `nil` when it has none.
  package let credentials: Credentials?
  /// Why the address cannot be passed to git without exposing a secret, and what to do.
  package let problem: String?

  /// Parses an address in one of git's forms (git-clone, "GIT URLS").
  package init(_ text: String) {
    self = Parts(text).map(Self.init(parts:)) ?? Self(remoteShell: text)
  }

  private init(parts: Parts) {
    let isWeb = ["http", "https", "ftp", "ftps"].contains(parts.scheme.lowercased())
    let (user, password) = parts.userAndPassword
    // In an ssh address the user name is public, and there is no password.
    let name = isWeb || user.isEmpty ? "" : user + "@"
    let rest = parts.host + parts.path
    shown = "\(parts.scheme)://\(name)\(rest)" + (parts.query.isEmpty ? "" : "?***")
    address = "\(parts.scheme)://\(name)\(rest)\(parts.query)"
    problem =
      isWeb && !parts.query.isEmpty
      ? "the part after `?` would be readable in the list of processes; put the token before the host (`TOKEN@example.org`)"
      : nil
    credentials =
      isWeb && !(user.isEmpty && password == nil)
      ? Credentials(
        server: "\(parts.scheme)://\(parts.host)", user: String(user), password: password.map { String($0) })
      : nil
  }

  /// An address such as `git@example.org:path`.
  private init(remoteShell text: String) {
    let hidden = text.firstIndex(of: ":").flatMap { colon in
      text[colon...].firstIndex(of: "@").map { text.index(after: colon)..<$0 }
    }
    shown = hidden.map { text[..<$0.lowerBound] + "***" + text[$0.upperBound...] } ?? text
    address = text
    credentials = nil
    let hasPassword = hidden.map { text[$0.upperBound...].contains(":") } ?? false
    problem =
      hasPassword ? "git takes no password in an address of this form; write it as an https address" : nil
  }

  /// A message without the credentials and queries of the URLs in it.
  package static func withoutCredentials(in message: String) -> String {
    var result = ""
    var rest = message[...]
    while let mark = rest.firstRange(of: "://") {
      let start = schemeStart(in: rest[..<mark.lowerBound])
      let word = rest[mark.upperBound...].prefix { !$0.isWhitespace }
      // Two addresses may be joined by a quote or comma, which could also be part of a password.
      let end = word.firstRange(of: "://").map { schemeStart(in: word[..<$0.lowerBound]) } ?? word.endIndex
      result += rest[..<start] + RemoteURL(String(rest[start..<end])).shown
      rest = rest[end...]
    }
    return result + rest
  }

  private static func schemeStart(in text: Substring) -> Substring.Index {
    let before = text.lastIndex { !($0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0))) }
    return before.map { text.index(after: $0) } ?? text.startIndex
  }

  /// Splits `scheme://user:password@host/path?query`.
  private struct Parts {
    let scheme, userInfo, host, path, query: Substring

    init?(_ text: String) {
      guard let mark = text.firstRange(of: "://") else { return nil }
      scheme = text[..<mark.lowerBound]
      let rest = text[mark.upperBound...]
      let authority = rest.prefix { !"/?#".contains($0) }
      // A password with an unescaped `/` or `?` makes the host look as if it had a port that is no number.
      let port = authority.lastIndex(of: ":").map { authority[authority.index(after: $0)...] } ?? ""
      let isCut = !authority.contains("@") && !port.allSatisfy { $0.isNumber }
      let at = (isCut ? rest : authority).lastIndex(of: "@")
      userInfo = at.map { rest[..<$0] } ?? ""
      let afterUser = at.map { rest[rest.index(after: $0)...] } ?? rest
      host = afterUser.prefix { !"/?#".contains($0) }
      let tail = afterUser[host.endIndex...]
      path = scheme == "file" ? tail : tail.prefix { $0 != "?" }
      query = tail[path.endIndex...]
    }

    var userAndPassword: (user: Substring, password: Substring?) {
      guard let colon = userInfo.firstIndex(of: ":") else { return (userInfo, nil) }
      return (userInfo[..<colon], userInfo[userInfo.index(after: colon)...])
    }
  }
}
