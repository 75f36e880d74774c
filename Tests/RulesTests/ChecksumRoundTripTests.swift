import Findings
import Testing

@testable import Rules

/// Random samples, completed, must agree; and must disagree once a character changes, where there is a sum.
@Suite struct ChecksumRoundTripTests {
  /// One or more outlines per check; lengths as the catalogue of formats gives them.
  static let outlines: [(Checksum, String)] = [
    (.crc32Base62, "ghp_[A-Za-z0-9]{36}"), (.crc32Base62, "ghr_[A-Za-z0-9]{76}"),
    (.crc32Base62, "github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}"),
    (.crc32Atlassian, "ATATT3xFfGF0[A-Za-z0-9_-]{171}=[A-F0-9]{8}"),
    (.crc32Atlassian, "ATBB[A-Za-z0-9]{24}[A-F0-9]{8}"),
    (.crc32Cloudflare, "cfat_[A-Za-z0-9]{40}[a-f0-9]{8}"), (.crc32Zuplo, "zpka_[a-z0-9]{32}_[a-f0-9]{8}"),
    (.crc32Grafana, "glsa_[A-Za-z0-9]{32}_[a-f0-9]{8}"),
    (.gitlabRoutable, "glpat-[A-Za-z0-9_-]{27,300}.[a-z0-9]{9}"),
    (.gitlabRoutable, "glpat-[A-Za-z0-9_-]{27,300}.01.[a-z0-9]{9}"),
    (.gitlabRoutable, "glrt-t1_[A-Za-z0-9_-]{27,300}.[a-z0-9]{9}"),
    (.azureIdentifiable, "[A-Za-z0-9+/]{76}+ASt[A-Za-z0-9+/]{6}=="),
    (.azureIdentifiable, "[A-Za-z0-9+/]{33}AIoT[A-Za-z0-9+/]{6}="),
    (.azureIdentifiable, "[A-Za-z0-9_-]{44}AzFu[A-Za-z0-9_-]{6}=="),
    (.azureIdentifiable, "[A-Za-z0-9+/]{33}AzCa[A-Za-z0-9+/]{6}="),
    (.azureEntra, "[A-Za-z0-9]{3}8Q~[A-Za-z0-9_~.-]{34}"),
    (.azureCask, "[A-Za-z0-9]{52}JQQJ99[A-Za-z0-9]{18}ACOG[A-Za-z0-9]{4}"),
    (.azureCask, "[A-Za-z0-9]{52}JQQJ99[A-Za-z0-9]{18}ACOG[A-Za-z0-9]{6}=="),
    (.azureDevOps, "[a-z2-7]{52}"), (.macaroon, "pypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{150}"),
    (.macaroon, "pypi-AgENdGVzdC5weXBpLm9yZw[A-Za-z0-9_-]{150}"), (.awsKeyID, "AKIA[A-Z2-7]{16}"),
    (.bech32, "AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}"),
    (.base58check, "5[HJK][1-9A-HJ-NP-Za-km-z]{49}"),
    (.base58check, "L[1-9A-HJ-NP-Za-km-z]{51}"), (.base58check, "xprv[1-9A-HJ-NP-Za-km-z]{107}"),
    (.bip39, "[a-z]{4} [a-z]{4} [a-z]{4}"), (.nkey, "SU[A-Z2-7]{56}"), (.nkey, "SX[A-Z2-7]{56}"),
    (.jwt, "eyJ[A-Za-z0-9]{40}.eyJ[A-Za-z0-9]{60}.[A-Za-z0-9_-]{43}"),
    (.base64JSON, "sk.eyJ1Ijoi[A-Za-z0-9]{60}.[A-Za-z0-9]{22}"),
    (.base64JSON, "eyJtaXJv[A-Za-z0-9]{40}_[A-Za-z0-9]{27}"),
    (.sentryOrg, "sntrys_eyJ[A-Za-z0-9]{150}_[A-Za-z0-9]{43}"),
    (.grafanaCloud, "glc_eyJ[A-Za-z0-9]{100}"), (.grafanaCloud, "eyJrIjoi[A-Za-z0-9]{80}"),
    (.onePasswordService, "ops_eyJ[A-Za-z0-9]{400}"), (.jfrogReference, "cmVmdGtu[A-Za-z0-9]{56}"),
    (.jfrogAPIKey, "AKCp[A-Za-z0-9]{69}"), (.atlassianDataCenter, "N[A-Za-z0-9+/]{43}"),
    (.atlassianDataCenter, "BBDC-M[A-Za-z0-9+/]{43}"),
    (.discord, "[MNO][A-Za-z0-9]{23}.[A-Za-z0-9_-]{6}.[A-Za-z0-9_-]{38}"),
    (.bedrock, "ABSK[A-Za-z0-9+/]{128}"), (.bedrock, "bedrock-api-key-[A-Za-z0-9+/]{128}"),
    (.cloudflareTunnel, "eyJhIjoi[A-Za-z0-9]{170}"), (.basicAuth, "[A-Za-z0-9+/]{24,40}"),
    (.basicAuth, "Basic [A-Za-z0-9]{32}="),
    (.dockerAuth, "\\{\"auths\":\\{[a-z]{40}"), (.dockerAuth, "eyJhdXRocyI6[A-Za-z0-9]{80}"),
    (.dockerAuth, "[A-Za-z0-9]{40}"), (.base64Text, "[A-Za-z0-9+/]{24,40}"),
    (.luhn, "[0-9]{16}"), (.uuid, "[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}"),
    (.pem, "-----BEGIN RSA PRIVATE KEY-----\n[A-Za-z0-9+/]{64}\n-----END RSA PRIVATE KEY-----"),
    (.pem, "-----BEGIN PRIVATE KEY-----\n[A-Za-z0-9+/]{64}\n-----END PRIVATE KEY-----"),
    (.pem, "-----BEGIN EC PRIVATE KEY-----\n[A-Za-z0-9+/]{64}\n-----END EC PRIVATE KEY-----"),
    (.pem, "-----BEGIN DSA PRIVATE KEY-----\n[A-Za-z0-9+/]{64}\n-----END DSA PRIVATE KEY-----"),
    (.pem, "-----BEGIN OPENSSH PRIVATE KEY-----\n[A-Za-z0-9+/]{64}\n-----END OPENSSH PRIVATE KEY-----"),
    (.pem, "-----BEGIN ENCRYPTED PRIVATE KEY-----\n[A-Za-z0-9+/]{64}\n-----END ENCRYPTED PRIVATE KEY-----"),
    (.pem, "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n[A-Za-z0-9+/]{64}\n-----END RSA PRIVATE KEY-----"),
    (.pem, "-----BEGIN PGP PRIVATE KEY BLOCK-----\n[A-Za-z0-9+/]{64}\n-----END PGP PRIVATE KEY BLOCK-----"),
    (.pem, "---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\n[A-Za-z0-9+/]{64}\n---- END SSH2 ENCRYPTED PRIVATE KEY ----"),
    (.pem, "PuTTY-User-Key-File-3: [a-z]{10}"), (.pem, "MIIE[A-Za-z0-9+/]{400}"), (.pem, "MHcC[A-Za-z0-9+/]{160}"),
    (.pem, "MIGH[A-Za-z0-9+/]{160}"), (.pem, "MIIJ[A-Za-z0-9+/]{400}"), (.pem, "MIIC[A-Za-z0-9+/]{400}"),
    (.pem, "LS0tLS1CRUdJTi[A-Za-z0-9+/]{400}"),
  ]

  /// Checks with a sum that notices each changed character of its last ones.
  static let summed: Set<Checksum> = [
    .crc32Atlassian, .crc32Cloudflare, .crc32Zuplo, .crc32Grafana, .azureDevOps, .bech32, .base58check, .nkey, .luhn,
  ]

  @Test func `every check has an outline`() {
    #expect(Set(Self.outlines.map(\.0)) == Set(Checksum.allCases))
  }

  @Test(arguments: outlines)
  func `completed samples agree`(checksum: Checksum, outline: String) throws {
    let shape = try Shape(parsing: outline)
    var generator = SeededGenerator(seed: outline)
    for _ in 0..<40 {
      let sample = shape.generate(using: &generator)
      let secret = checksum.completed(sample, using: &generator)
      guard case .valid(let details) = checksum.judge(secret) else {
        Issue.record("\(checksum.rawValue): a sample of \(outline) does not agree")
        return
      }
      let literal = shape.pieces.prefix { $0.characters.count == 1 }.count
      #expect(secret.prefix(literal) == sample.prefix(literal))
      let text = secret.text
      // A Docker configuration names its registries beside the login.
      #expect(details.allSatisfy { $0.value.count < 12 || $0.name == "registry" || !text.contains($0.value) })
      guard Self.summed.contains(checksum) else { continue }
      var changed = secret
      let place = changed.count - 3
      changed[place] = changed[place] == UInt8(ascii: "2") ? UInt8(ascii: "3") : UInt8(ascii: "2")
      #expect(checksum.judge(changed) == .invalid)
    }
  }

  @Test(arguments: outlines)
  func `a sample comes out the same for the same seed`(checksum: Checksum, outline: String) throws {
    let shape = try Shape(parsing: outline)
    var (first, second) = (SeededGenerator(seed: 7), SeededGenerator(seed: 7))
    let secret = checksum.completed(shape.generate(using: &first), using: &first)
    #expect(secret == checksum.completed(shape.generate(using: &second), using: &second))
  }

  @Test func `random text of the shape disagrees`() throws {
    let sumless: Set<Checksum> = [.jfrogAPIKey, .uuid, .luhn]
    var generator = SeededGenerator(seed: 11)
    for (checksum, outline) in Self.outlines where !sumless.contains(checksum) {
      let shape = try Shape(parsing: outline)
      let agreeing = (0..<50).filter { _ in
        if case .valid = checksum.judge(shape.generate(using: &generator)) { true } else { false }
      }
      #expect(agreeing.count < 3 || checksum == .awsKeyID, "\(outline)")
    }
  }

  /// Random bytes, and agreeing secrets with a changed, a missing and an extra part, must never trap.
  @Test(arguments: Checksum.allCases)
  func `any bytes are safe`(checksum: Checksum) throws {
    var generator = SeededGenerator(seed: checksum.rawValue)
    let outlines = try Self.outlines.filter { $0.0 == checksum }.map { try Shape(parsing: $0.1) }
    for round in 0..<300 {
      let noise = generator.bytes(Int.random(in: 0...120, using: &generator))
      _ = checksum.judge(noise)
      _ = checksum.completed(noise, using: &generator)
      let sample = outlines[round % outlines.count].generate(using: &generator)
      var secret = checksum.completed(sample, using: &generator)
      for _ in 0..<Int.random(in: 1...4, using: &generator) { mutate(&secret, using: &generator) }
      _ = checksum.judge(secret)
      _ = checksum.completed(secret, using: &generator)
      #expect(secret.count < 10_000)
    }
  }

  private func mutate(_ text: inout [UInt8], using generator: inout SeededGenerator) {
    guard let place = text.indices.randomElement(using: &generator) else { return }
    switch Int.random(in: 0..<5, using: &generator) {
    case 0: text[place] = .random(in: 0...255, using: &generator)
    case 1: text.removeSubrange(place...)
    case 2: text.removeSubrange(...place)
    case 3: text.insert(contentsOf: generator.bytes(3), at: place)
    default: text.insert(contentsOf: text[place...].prefix(40), at: place)
    }
  }
}
