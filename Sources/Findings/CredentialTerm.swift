/// A word by which people name credentials, and how far it can be trusted to mean one.
///
/// The scorer's vocabulary is not derived from this table: its weights were fitted for the words that it has.
package struct CredentialTerm: Sendable {
  /// What a word is good for.
  package struct Uses: OptionSet, Sendable {
    package let rawValue: UInt16

    package init(rawValue: UInt16) { self.rawValue = rawValue }

    /// Says that a secret follows wherever it is in a name, as in `dbpassword`.
    package static let anywhere = Uses(rawValue: 1)
    /// Says so as a word of its own only: a syllable of many other words.
    package static let ownWord = Uses(rawValue: 1 << 1)
    /// The scorer measures whether it stands apart in a name, as in `DB_KEY`, or in another word, as in `Keystone`.
    package static let edges = Uses(rawValue: 1 << 2)
    /// A value of a name with it is masked whatever it looks like.
    package static let masksValue = Uses(rawValue: 1 << 3)
    /// A setting of an environment file with this word in its name is meant to be secret.
    package static let setting = Uses(rawValue: 1 << 4)
    /// The same for a name whose last word ends with it, as in `MYSECRET`.
    package static let settingEnd = Uses(rawValue: 1 << 5)
    /// It means a password, which may be all digits.
    package static let password = Uses(rawValue: 1 << 6)
  }

  /// In lower case.
  let word: String
  let uses: Uses

  /// The words for a use, in lower case.
  package static func words(for use: Uses) -> [String] { all.filter { $0.uses.contains(use) }.map(\.word) }

  private init(_ word: String, _ uses: Uses) {
    self.word = word
    self.uses = uses
  }

  private static let all =
    english + passwordsOfOtherLanguages.map { CredentialTerm($0, [.masksValue, .setting, .password]) }

  private static let english: [CredentialTerm] = [
    .init("secret", [.anywhere, .edges, .masksValue, .setting, .settingEnd]),
    .init("token", [.anywhere, .edges, .masksValue, .setting, .settingEnd]),
    .init("pass", [.anywhere, .edges, .masksValue, .setting, .password]),
    .init("pwd", [.anywhere, .edges, .masksValue, .setting, .password]),
    .init("cred", [.anywhere, .edges, .masksValue]),
    .init("private", [.anywhere, .masksValue]),
    .init("key", [.anywhere, .edges]),
    .init("auth", [.anywhere, .edges]),
    .init("bearer", [.anywhere]),
    .init("psw", [.edges]),
    .init("api", [.ownWord]),
    .init("sign", [.ownWord]),
    .init("signing", [.ownWord]),
    .init("access", [.ownWord]),
    .init("sid", [.ownWord]),
    .init("pat", [.ownWord, .setting]),
    .init("password", [.setting, .settingEnd, .password]),
    .init("passwd", [.setting, .password]),
    .init("passphrase", [.setting, .password]),
    .init("passcode", [.setting]),
    .init("secrets", [.setting]),
    .init("tokens", [.setting]),
    .init("passwords", [.setting]),
    .init("credential", [.setting]),
    .init("credentials", [.setting]),
    .init("apikey", [.setting, .settingEnd]),
    .init("salt", [.setting]),
    .init("pepper", [.setting]),
    .init("mnemonic", [.setting]),
    .init("accesskey", [.settingEnd]),
    .init("authkey", [.settingEnd]),
    .init("secretkey", [.settingEnd]),
    .init("privatekey", [.settingEnd]),
  ]

  private static let passwordsOfOtherLanguages = [
    "contraseña", "contrasena", "contrasenya", "kennwort", "senha", "пароль", "密码", "密碼", "口令", "パスワード", "비밀번호",
    "암호", "hasło", "haslo", "wachtwoord", "lösenord", "losenord", "şifre", "sifre", "parola", "heslo",
    "salasana", "jelszó", "jelszo", "adgangskode",
  ]
}
