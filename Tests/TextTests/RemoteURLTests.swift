import Testing

@testable import Text

/// What may be shown of an address, and what git may get as an argument.
struct RemoteURLTests {
  static let addresses: [(text: String, shown: String, user: String?, password: String?)] = [
    ("https://example.org/a.git", "https://example.org/a.git", nil, nil),
    ("https://me:word@example.org:8443/a.git", "https://example.org:8443/a.git", "me", "word"),
    ("https://token@example.org/a@b.git", "https://example.org/a@b.git", "token", nil),
    ("https://me:p@ss@example.org/a", "https://example.org/a", "me", "p@ss"),
    ("https://me:pa/ss@example.org/a", "https://example.org/a", "me", "pa/ss"),
    ("HTTPS://:word@example.org", "HTTPS://example.org", "", "word"),
    ("ssh://git@example.org/a.git", "ssh://git@example.org/a.git", nil, nil),
    ("ssh://git:word@example.org/a.git", "ssh://git@example.org/a.git", nil, nil),
    ("git@example.org:a.git", "git@example.org:a.git", nil, nil),
    ("file:///srv/what?.git", "file:///srv/what?.git", nil, nil),
  ]

  @Test(arguments: addresses)
  func `credentials are kept apart from the address`(
    text: String, shown: String, user: String?, password: String?
  ) {
    let url = RemoteURL(text)
    #expect(url.shown == shown)
    #expect(url.address == shown)
    #expect(url.credentials?.user == user)
    #expect(url.credentials?.password == password)
    #expect(url.problem == nil)
  }

  @Test(arguments: [
    ("https://example.org/a.git?private_token=word", "https://example.org/a.git?***"),
    ("me:word@example.org:a.git", "me:***@example.org:a.git"),
  ])
  func `what git could only get as an argument is refused`(text: String, shown: String) {
    #expect(RemoteURL(text).shown == shown)
    #expect(RemoteURL(text).problem != nil)
  }

  @Test(arguments: [
    ("fatal: 'https://me:word@a.org/x': no", "fatal: 'https://a.org/x': no"),
    (
      "'https://word@a.org/x','https://me:word@b.org/y'\nhttps://word@c.org",
      "'https://a.org/x','https://b.org/y'\nhttps://c.org"
    ),
    ("see https://a.org/x?key=word for more", "see https://a.org/x?*** for more"),
    ("no address: me@example.org", "no address: me@example.org"),
  ])
  func `messages lose the credentials of their addresses`(message: String, expected: String) {
    #expect(RemoteURL.withoutCredentials(in: message) == expected)
  }
}
