import Findings
import Text

/// Sentry organization tokens: base64 of a JSON object, then 43 random characters (getsentry/rfcs 0091).
struct SentryOrg: SecretCheck {
  func judge(_ secret: [UInt8]) -> ChecksumVerdict {
    guard secret.starts(with: "sntrys_"), let object = EncodedObject(in: secret),
      ["iat", "url", "region_url", "org"].allSatisfy({ object.value[$0] != nil })
    else { return .invalid }
    let tail = secret[object.end...]
    guard tail.first == UInt8(ascii: "_"), tail.count == 44, Base64.decode(tail.dropFirst(), .either) != nil else {
      return .invalid
    }
    return .valid([object.value["org"]?.string.flatMap { .shown("organization", $0) }].compactMap { $0 })
  }

  func completed(_ sample: [UInt8], using generator: inout some RandomNumberGenerator) -> [UInt8] {
    let model = #"{"iat":17??????.1,"url":"https://sentry.io","region_url":"https://us.sentry.io","org":"acme"}"#
    let digits = generator.characters(6, of: "0123456789")
    let object = model.replacing("??????", with: digits.text)
    let tail = generator.characters(43, of: Alphabet.alphanumeric)
    return Array("sntrys_".utf8) + Base64.encode(Array(object.utf8)) + Array("_".utf8) + tail
  }
}

/// JFrog reference tokens: base64 of `reftkn:<nn>:<expiry>:<random>`.
struct JFrogReference: SecretCheck {
  func judge(_ secret: [UInt8]) -> ChecksumVerdict {
    guard let bytes = Base64.decode(secret, .either), bytes.isPrintableASCII else { return .invalid }
    let parts = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard parts.count == 4, parts[0].elementsEqual("reftkn".utf8), !parts[1].isEmpty, parts[1].allSatisfy(\.isDigit),
      let expiry = Int64(parts[2].text), expiry >= 0, !parts[3].isEmpty
    else { return .invalid }
    guard expiry > 0, let date = calendarDate(unixTime: expiry) else { return .valid([]) }
    return .valid([Detail(name: "expires", value: date)])
  }

  func completed(_ sample: [UInt8], using generator: inout some RandomNumberGenerator) -> [UInt8] {
    let head = Array("reftkn:01:1798761600:".utf8)
    let filler = max(8, sample.count * 3 / 4 - head.count)
    return Base64.encode(head + generator.characters(filler, of: Alphabet.alphanumeric))
  }
}

/// JFrog API keys: base58 of 54 bytes.
struct JFrogAPIKey: SecretCheck {
  func judge(_ secret: [UInt8]) -> ChecksumVerdict { .agrees(Base58.decode(secret)?.count == 54) }

  func completed(_ sample: [UInt8], using generator: inout some RandomNumberGenerator) -> [UInt8] {
    sample.map { byte in Base58.decode([byte]) == nil ? generator.characters(1, of: "23456789abcdefgh")[0] : byte }
  }
}

/// Jira and Bitbucket Data Center tokens: base64 of `<digits>:<20 or more bytes>`.
struct AtlassianDataCenter: SecretCheck {
  func judge(_ secret: [UInt8]) -> ChecksumVerdict {
    let body = secret.dropFirst(Self.prefix(of: secret).count)
    // Bitbucket's documentation also allows `@`, which no base64 has.
    if body.contains(UInt8(ascii: "@")) { return .unknown }
    guard let bytes = Base64.decode(body, .either), let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else {
      return .invalid
    }
    let digits = bytes[..<colon]
    return .agrees(
      digits.count >= 4 && digits.allSatisfy(\.isDigit) && digits.first != UInt8(ascii: "0")
        && bytes.count - colon - 1 >= 20)
  }

  func completed(_ sample: [UInt8], using generator: inout some RandomNumberGenerator) -> [UInt8] {
    let prefix = Self.prefix(of: sample)
    let size = max(33, (sample.count - prefix.count) * 3 / 4)
    // The first letter follows from the first digit.
    let first: StaticString =
      switch sample.dropFirst(prefix.count).first {
      case UInt8(ascii: "N"): "4567"
      case UInt8(ascii: "O"): "89"
      default: "123"
      }
    let digits = generator.characters(1, of: first) + generator.characters(11, of: "0123456789")
    let bytes = digits + Array(":".utf8) + generator.bytes(size - 13)
    return prefix + Base64.encode(bytes)
  }

  private static func prefix(of secret: [UInt8]) -> [UInt8] {
    secret.starts(with: "BBDC-") ? Array(secret.prefix(5)) : []
  }
}

/// Discord bot tokens: base64 of the bot's decimal id, a time and a signature, parted by dots.
struct DiscordToken: SecretCheck {
  func judge(_ secret: [UInt8]) -> ChecksumVerdict {
    let parts = secret.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 3, let digits = Base64.decode(parts[0], .either), digits.allSatisfy(\.isDigit),
      let id = UInt64(digits.text), id >= 1000
    else { return .invalid }
    return .valid([Detail(name: "bot id", value: String(id))])
  }

  func completed(_ sample: [UInt8], using generator: inout some RandomNumberGenerator) -> [UInt8] {
    guard let dot = sample.firstIndex(of: UInt8(ascii: ".")) else { return sample }
    let first: StaticString =
      switch sample.first {
      case UInt8(ascii: "N"): "4567"
      case UInt8(ascii: "O"): "89"
      default: "1"
      }
    let count = dot >= 26 ? 19 : 18
    let id = generator.characters(1, of: first) + generator.characters(count - 1, of: "0123456789")
    return Base64.encode(id, .url, padded: false) + sample[dot...]
  }
}

/// Amazon Bedrock API keys: `ABSK` and base64 of key name, account and secret; short-lived ones a pre-signed request.
struct BedrockKey: SecretCheck {
  func judge(_ secret: [UInt8]) -> ChecksumVerdict {
    if secret.starts(with: "bedrock-api-key-") {
      return .agrees(Base64.decode(secret.dropFirst(16), .either)?.starts(with: "bedrock.amazonaws.com") == true)
    }
    guard secret.starts(with: "ABSK"), let bytes = Base64.decode(secret.dropFirst(4), .either),
      bytes.starts(with: "BedrockAPIKey-"), let mark = bytes.firstRange(of: "-at-"),
      let colon = bytes[mark.upperBound...].firstIndex(of: UInt8(ascii: ":")), colon < bytes.count - 1
    else { return .invalid }
    let account = bytes[mark.upperBound..<colon]
    guard account.count == 12, account.allSatisfy(\.isDigit) else { return .invalid }
    return .valid([.awsAccount(account)])
  }

  func completed(_ sample: [UInt8], using generator: inout some RandomNumberGenerator) -> [UInt8] {
    if sample.starts(with: "bedrock-api-key-") {
      let request = Array("bedrock.amazonaws.com/?Action=CallWithBearerToken&X-Amz-Signature=".utf8)
      let signature = generator.characters(64, of: Alphabet.lowerHex)
      return sample.prefix(16) + Base64.encode(request + signature)
    }
    let name = generator.characters(4, of: Alphabet.alphanumeric)
    let account = generator.characters(12, of: "123456789")
    let head = Array("BedrockAPIKey-".utf8) + name + Array("-at-".utf8) + account + Array(":".utf8)
    let filler = max(44, (sample.count - 4) * 3 / 4 - head.count)
    return Array("ABSK".utf8) + Base64.encode(head + generator.characters(filler, of: Alphabet.alphanumeric))
  }
}
