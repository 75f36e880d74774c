import Testing

@testable import Text

/// Links to commits and lines at the hosts of repositories.
struct RepositoryPagesTests {
  static let homes: [(remote: String, home: String)] = [
    ("https://github.com/acme/shop.git", "https://github.com/acme/shop"),
    ("https://token@github.com/acme/shop.git/", "https://github.com/acme/shop"),
    ("git@github.com:acme/shop.git", "https://github.com/acme/shop"),
    ("github.com:acme/shop", "https://github.com/acme/shop"),
    ("ssh://git@ssh.github.com:443/acme/shop.git", "https://github.com/acme/shop"),
    ("git://github.com/acme/shop", "https://github.com/acme/shop"),
    ("https://github.example.com/acme/shop", "https://github.example.com/acme/shop"),
    ("https://gitlab.com/acme/tools/shop.git", "https://gitlab.com/acme/tools/shop"),
    ("ssh://git@gitlab.example.org:2222/acme/shop.git", "https://gitlab.example.org/acme/shop"),
    ("http://gitlab.example.org:8080/acme/shop.git", "http://gitlab.example.org:8080/acme/shop"),
    ("git@bitbucket.org:acme/shop.git", "https://bitbucket.org/acme/shop"),
    ("https://bitbucket.example.org/scm/ac/shop.git", "https://bitbucket.example.org/projects/ac/repos/shop"),
    ("https://bitbucket.example.org/code/scm/ac/shop.git", "https://bitbucket.example.org/code/projects/ac/repos/shop"),
    ("ssh://git@bitbucket.example.org:7999/~jo/shop.git", "https://bitbucket.example.org/users/jo/repos/shop"),
    ("https://codeberg.org/acme/shop.git", "https://codeberg.org/acme/shop"),
    ("gitea@gitea.example.org:acme/a b.git", "https://gitea.example.org/acme/a%20b"),
    ("https://FORGEJO.example.org/acme/shop", "https://forgejo.example.org/acme/shop"),
  ]

  @Test(arguments: homes)
  func `a remote has a page`(remote: String, home: String) {
    #expect(RepositoryPages(remote: remote)?.home == home)
  }

  @Test(arguments: [
    "", "/srv/github/shop.git", "../github/shop", "file:///srv/github.git", "https://example.org/acme/shop.git",
    "git@example.org:acme/shop.git", "https://github.com/", "https://github.com/acme", "github.com:shop",
    "https://github.com/acme/../shop", "ext::ssh github.com acme/shop", "https://git\u{202E}hub.com/a/b",
    "https://github.com\"><script>/a/b", "https://github.com:1x/a/b", "https://github.com/a/b?token=c",
  ])
  func `what is at no known host has none`(remote: String) {
    #expect(RepositoryPages(remote: remote) == nil)
  }

  static let id = String(repeating: "a1", count: 20)

  static let pages: [(remote: String, commit: String, line: String, lines: String)] = [
    ("https://github.com/a/b", "commit/\(id)", "blob/\(id)/x/y%20%23.py#L3", "blob/\(id)/x/y%20%23.py#L3-L5"),
    ("https://gitlab.com/a/b", "-/commit/\(id)", "-/blob/\(id)/x/y%20%23.py#L3", "-/blob/\(id)/x/y%20%23.py#L3-5"),
    (
      "https://gitea.com/a/b", "commit/\(id)", "src/commit/\(id)/x/y%20%23.py#L3",
      "src/commit/\(id)/x/y%20%23.py#L3-L5"
    ),
    (
      "https://bitbucket.org/a/b", "commits/\(id)", "src/\(id)/x/y%20%23.py#lines-3", "src/\(id)/x/y%20%23.py#lines-3:5"
    ),
    (
      "https://bitbucket.example.org/scm/a/b.git", "commits/\(id)", "browse/x/y%20%23.py?at=\(id)#3",
      "browse/x/y%20%23.py?at=\(id)#3-5"
    ),
  ]

  @Test(arguments: pages)
  func `a host has its own form of addresses`(remote: String, commit: String, line: String, lines: String) throws {
    let pages = try #require(RepositoryPages(remote: remote))
    #expect(pages.commit(Self.id) == "\(pages.home)/\(commit)")
    #expect(pages.file("x/y #.py", commit: Self.id, lines: 3...3) == "\(pages.home)/\(line)")
    #expect(pages.file("x/y #.py", commit: Self.id, lines: 3...5) == "\(pages.home)/\(lines)")
    #expect(!pages.file("x/y #.py", commit: Self.id).contains("#"))
  }

  @Test func `documents are linked to as text, which has lines`() throws {
    let pages = try #require(RepositoryPages(remote: "https://github.com/a/b"))
    #expect(pages.file("README.md", commit: Self.id, lines: 3...3).hasSuffix("/README.md?plain=1#L3"))
    #expect(pages.file("README.md", commit: Self.id).hasSuffix("/README.md"))
  }

  @Test func `a path cannot leave its link`() throws {
    let pages = try #require(RepositoryPages(remote: "https://github.com/a/b"))
    let link = pages.file("a?b#c\"<&%>é\n.txt", commit: Self.id)
    #expect(link.hasSuffix("/a%3Fb%23c%22%3C%26%25%3E%C3%A9%0A.txt"))
  }
}
