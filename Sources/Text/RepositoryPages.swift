/// The pages of a repository's commits and files at its host, where the host is of a kind whose addresses are known.
///
/// A host of one's own is recognised by the name of its program in its own name, such as `gitlab.example.org`.
package struct RepositoryPages: Sendable, Equatable {
  /// The programs that hosts run; each has addresses of its own.
  private enum Host {
    case gitHub, gitLab, gitea, bitbucket, bitbucketServer
  }

  private let host: Host
  /// The repository's own page, without a final slash.
  package let home: String

  /// - Parameter remote: The address of a remote in one of git's forms (git-clone, "GIT URLS"); credentials in it are left
  ///   out.
  /// - Returns: `nil` when it is a path, or at a host that is not recognised.
  package init?(remote: String) {
    guard let place = Place(remote), let host = Self.host(named: place.name) else { return nil }
    self.host = host
    guard host == .bitbucketServer else {
      guard place.folders.count >= 2 else { return nil }
      home = ([place.server] + place.folders).joined(separator: "/")
      return
    }
    // Bitbucket's own server has `/scm/` in web addresses only, and a page that the address does not spell.
    let scm = place.folders.lastIndex(of: "scm")
    let owner = place.folders[(scm.map { $0 + 1 } ?? 0)...]
    guard owner.count == 2, let project = owner.first, let name = owner.last else { return nil }
    let kind = project.hasPrefix("~") ? ["users", String(project.dropFirst())] : ["projects", project]
    home = ([place.server] + place.folders[..<(scm ?? 0)] + kind + ["repos", name]).joined(separator: "/")
  }

  /// The page of a commit.
  package func commit(_ id: String) -> String {
    switch host {
    case .gitHub, .gitea: "\(home)/commit/\(id)"
    case .gitLab: "\(home)/-/commit/\(id)"
    case .bitbucket, .bitbucketServer: "\(home)/commits/\(id)"
    }
  }

  /// The page of a file as a commit has it.
  ///
  /// - Parameters:
  ///   - path: Path below the top of the repository.
  ///   - lines: Lines to show, from 1; `nil` for the whole file.
  package func file(_ path: String, commit: String, lines: ClosedRange<Int>? = nil) -> String {
    let file = Escaping.uriPath(path)
    let first = lines?.lowerBound ?? 0
    let last = lines.flatMap { $0.count > 1 ? $0.upperBound : nil }
    func mark(_ start: String, _ next: String) -> String {
      lines == nil ? "" : "#\(start)\(first)" + (last.map { "\(next)\($0)" } ?? "")
    }
    // Documents are shown as they are read, where lines have no numbers, unless their text is asked for.
    let isDocument = lines != nil && Self.documents.contains { path.lowercased().hasSuffix($0) }
    switch host {
    case .gitHub: return "\(home)/blob/\(commit)/\(file)\(isDocument ? "?plain=1" : "")\(mark("L", "-L"))"
    case .gitLab: return "\(home)/-/blob/\(commit)/\(file)\(isDocument ? "?plain=1" : "")\(mark("L", "-"))"
    case .gitea: return "\(home)/src/commit/\(commit)/\(file)\(isDocument ? "?display=source" : "")\(mark("L", "-L"))"
    case .bitbucket: return "\(home)/src/\(commit)/\(file)\(mark("lines-", ":"))"
    case .bitbucketServer: return "\(home)/browse/\(file)?at=\(commit)\(mark("", "-"))"
    }
  }

  private static let documents = [".md", ".markdown", ".rst", ".adoc", ".asciidoc", ".org", ".ipynb", ".svg"]

  private static func host(named name: String) -> Host? {
    switch name {
    case "bitbucket.org": .bitbucket
    case "codeberg.org": .gitea
    case _ where name.contains("gitlab"): .gitLab
    case _ where name.contains("gitea") || name.contains("forgejo"): .gitea
    case _ where name.contains("bitbucket"): .bitbucketServer
    case _ where name.contains("github"): .gitHub
    default: nil
    }
  }
}

/// Where a remote's address leads, in the parts of a web address.
private struct Place {
  /// The host's name in lower case, without port.
  let name: String
  /// Scheme and host, and of a web address the port.
  let server: String
  /// The names between slashes of the path, percent-encoded, without `.git` at the end.
  let folders: [String]

  init?(_ remote: String) {
    let shown = RemoteURL(remote).shown
    let scheme: Substring
    let authority: Substring
    let path: Substring
    if let mark = shown.firstRange(of: "://") {
      scheme = shown[..<mark.lowerBound]
      authority = shown[mark.upperBound...].prefix { $0 != "/" }
      path = shown[authority.endIndex...]
    } else {
      // `user@host:path`; a slash before the colon makes it a path on this machine.
      guard let colon = shown.firstIndex(of: ":"), !shown[..<colon].contains("/") else { return nil }
      scheme = "ssh"
      authority = shown[..<colon]
      path = shown[shown.index(after: colon)...]
    }
    let isWeb = ["http", "https"].contains(scheme.lowercased())
    guard isWeb || ["ssh", "git", "git+ssh", "ssh+git"].contains(scheme.lowercased()), !path.contains("?") else {
      return nil
    }
    let host = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority
    let parts = host.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, let name = Self.hostName(first) else { return nil }
    let port = isWeb && parts.count > 1 ? ":\(parts[1])" : ""
    guard port.dropFirst().utf8.allSatisfy(\.isDigit) else { return nil }
    self.name = name
    server = "\(isWeb ? scheme.lowercased() : "https")://\(name)\(port)"
    var folders = path.split(separator: "/").map {
      isWeb && Self.isEncoded($0) ? String($0) : Escaping.uriPath(String($0))
    }
    if let last = folders.last, last.hasSuffix(".git"), last != ".git" {
      folders[folders.count - 1] = String(last.dropLast(".git".count))
    }
    guard !folders.isEmpty, !folders.contains(where: { $0 == "." || $0 == ".." }) else { return nil }
    self.folders = folders
  }

  /// The name of the web server that goes with a host: some have another one for ssh through port 443.
  private static func hostName(_ host: Substring) -> String? {
    let name = host.lowercased()
    let isPlain = name.utf8.allSatisfy {
      $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
    }
    guard isPlain, !name.isEmpty else { return nil }
    switch name {
    case "ssh.github.com": return "github.com"
    case "altssh.gitlab.com": return "gitlab.com"
    case "altssh.bitbucket.org": return "bitbucket.org"
    default: return name
    }
  }

  /// Whether a part of a web address needs no more encoding.
  private static func isEncoded(_ part: Substring) -> Bool {
    part.utf8.allSatisfy { $0.isLetterOrDigit || "-._~%".utf8.contains($0) }
  }
}
