import Findings
import Testing

/// The words of each use, as they were when each use had a list of its own.
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
    #expect(CredentialTerm.words(for: use).sorted().joined(separator: " ") == words)
  }
}
