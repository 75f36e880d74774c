/// A check that a secret carries in itself: a checksum, or a structure that random text does not have.
///
/// The names are the values of `checksum` in rule files; `docs/RULES.md` says what each one compares.
public enum Checksum: String, Sendable, CaseIterable {
  case crc32Base62 = "crc32-base62"
  case crc32Atlassian = "crc32-atlassian"
  case crc32Cloudflare = "crc32-cloudflare"
  case crc32Zuplo = "crc32-zuplo"
  case crc32Grafana = "crc32-grafana"
  case gitlabRoutable = "gitlab-routable"
  case azureIdentifiable = "azure-identifiable"
  case azureEntra = "azure-entra"
  case azureCask = "azure-cask"
  case azureDevOps = "azure-devops"
  case macaroon
  case awsKeyID = "aws-key-id"
  case bech32
  case base58check
  case bip39
  case nkey
  case jwt
  case pem
  case base64JSON = "base64-json"
  case sentryOrg = "sentry-org"
  case grafanaCloud = "grafana-cloud"
  case onePasswordService = "onepassword-service"
  case jfrogReference = "jfrog-reference"
  case jfrogAPIKey = "jfrog-api-key"
  case atlassianDataCenter = "atlassian-datacenter"
  case discord
  case bedrock
  case cloudflareTunnel = "cloudflare-tunnel"
  case basicAuth = "basic-auth"
  case dockerAuth = "docker-auth"
  case base64Text = "base64-text"
  case luhn
  case uuid
}
