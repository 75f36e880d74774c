public import Findings

/// What a checksum or structure check says about a candidate.
public enum ChecksumVerdict: Sendable, Equatable {
  /// The check agrees. The details are facts read offline, never part of the secret.
  case valid([Detail])
  /// The check fails: the candidate cannot be a key of this format.
  case invalid
  /// The check cannot decide, for example because the vendor never published what the sum covers.
  case unknown
}

extension Checksum {
  /// Judges a secret as it is in the text, prefix included. Any bytes of any length are safe.
  public func judge(_ secret: [UInt8]) -> ChecksumVerdict { check.judge(secret) }

  /// Rewrites a random sample of the right shape so that the check agrees; keeps the sample's prefix.
  ///
  /// Rule tests make their samples with it, so that no key is in the repository. A sample that does not have the
  /// format's outline comes back unchanged.
  public func completed(_ sample: [UInt8], using generator: inout some RandomNumberGenerator) -> [UInt8] {
    check.completed(sample, using: &generator)
  }

  private var check: any SecretCheck {
    switch self {
    case .crc32Base62: CRCTail.base62
    case .crc32Atlassian: CRCTail.atlassian
    case .crc32Cloudflare: CRCTail.cloudflare
    case .crc32Zuplo: CRCTail.zuplo
    case .crc32Grafana: CRCTail.grafana
    case .gitlabRoutable: GitLabRoutable()
    case .azureIdentifiable: AzureIdentifiable()
    case .azureEntra: AzureEntra()
    case .azureCask: AzureCask()
    case .azureDevOps: AzureDevOps()
    case .macaroon: Macaroon()
    case .awsKeyID: AWSKeyID()
    case .bech32: Bech32()
    case .base58check: Base58Check()
    case .bip39: Bip39()
    case .nkey: NKey()
    case .jwt: JSONWebToken()
    case .pem: PrivateKey()
    case .base64JSON: Base64JSON.anyObject
    case .sentryOrg: SentryOrg()
    case .grafanaCloud: Base64JSON.grafanaCloud
    case .onePasswordService: Base64JSON.onePassword
    case .jfrogReference: JFrogReference()
    case .jfrogAPIKey: JFrogAPIKey()
    case .atlassianDataCenter: AtlassianDataCenter()
    case .discord: DiscordToken()
    case .bedrock: BedrockKey()
    case .cloudflareTunnel: Base64JSON.cloudflareTunnel
    case .basicAuth: BasicAuth()
    case .dockerAuth: DockerAuth()
    case .base64Text: Base64Text()
    case .luhn: Luhn()
    case .uuid: RandomUUID()
    }
  }
}

/// One format's check and its inverse.
protocol SecretCheck: Sendable {
  func judge(_ secret: [UInt8]) -> ChecksumVerdict
  func completed(_ sample: [UInt8], using generator: inout some RandomNumberGenerator) -> [UInt8]
}

extension ChecksumVerdict {
  /// `valid` without details, or `invalid`.
  static func agrees(_ holds: Bool) -> ChecksumVerdict { holds ? .valid([]) : .invalid }
}
