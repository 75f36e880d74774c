import Findings
import Testing

/// The English words of each use, as they were when each use had a list of its own.
struct CredentialTermTests {
  @Test(arguments: [
    (CredentialTerm.Uses.anywhere, "auth bearer cred key pass private pwd secret token"),
    (.ownWord, "access api pat sid sign signing"),
    (.edges, "auth cred key pass psw pwd secret token"),
    (.masksValue, "cred pass private pwd secret token"),
    (
      .setting,
      """
      apikey credential credentials mnemonic pass passcode passphrase passwd password passwords pat pepper pwd salt \
      secret secrets token tokens
      """
    ),
    (.settingEnd, "accesskey apikey authkey password privatekey secret secretkey token"),
    (.password, "pass passphrase passwd password pwd"),
  ])
  func `a use has its words`(use: CredentialTerm.Uses, words: String) {
    #expect(CredentialTerm.words(for: use).filter { !isOfOtherLanguage($0) }.sorted().joined(separator: " ") == words)
  }

  /// Names in other languages are only ever those of passwords.
  @Test func `passwords of other languages are masked, and settings`() {
    let words = CredentialTerm.words(for: .password).filter(isOfOtherLanguage)
    #expect(words.count > 20 && words.contains("contraseña") && words.contains("kennwort"))
    for use in [CredentialTerm.Uses.masksValue, .setting] {
      #expect(CredentialTerm.words(for: use).filter(isOfOtherLanguage) == words)
    }
  }

  private func isOfOtherLanguage(_ word: String) -> Bool {
    ![
      "pass", "pwd", "psw", "cred", "auth", "key", "secret", "token", "api", "sign", "sid", "pat", "private", "bearer",
      "access",
    ]
    .contains { word.contains($0) } && !["salt", "pepper", "mnemonic"].contains(word)
  }
}
