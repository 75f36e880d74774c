import Platform
import Rules

/// Which hosts a secret may be sent to.
struct HostPolicy {
  /// Of `--verify-host`.
  let patterns: [String]

  /// Why a host is not asked; `nil` when it may be.
  ///
  /// - Parameters:
  ///   - host: In lower case, with a port if the address has one.
  ///   - step: The request's description: literal hosts of built-in rules may be asked.
  ///   - isOwn: Whether the host is the one that the description gives itself.
  func refusal(of host: String, step: RequestStep, isOwn: Bool) -> String? {
    let (name, port) = Self.split(host)
    guard Self.isName(name) else { return "`\(host)` is no host" }
    if !step.isFromFile, isOwn || step.host?.isInLiteralDomain(host) ?? false { return nil }
    guard allows(host) || (port == nil && allows(name)) else {
      let source = step.isFromFile ? "the rule file" : "the scanned text"
      return "the host \(host) comes from \(source); allow it with --verify-host"
    }
    return needsPublicAddress(host) && Self.isLocalName(name) ? Self.localRefusal(of: host) : nil
  }

  /// Why a host of a local network is not asked.
  static func localRefusal(of host: String) -> String {
    "\(host) is in a private or local network; name it with --verify-host to ask it"
  }

  /// Whether a host of the text needs its address looked at before it gets a secret: patterns with `*` do not name it.
  func needsPublicAddress(_ host: String) -> Bool {
    !patterns.contains { $0.lowercased() == host || $0.lowercased() == Self.split(host).name }
  }

  private func allows(_ host: String) -> Bool {
    patterns.contains { Self.matches(host, $0.lowercased()) }
  }

  /// Whether a name fits a pattern, label by label from the right.
  static func matches(_ host: String, _ pattern: String) -> Bool {
    var labels = host.split(separator: ".", omittingEmptySubsequences: false)[...]
    var wanted = pattern.split(separator: ".", omittingEmptySubsequences: false)[...]
    while let last = wanted.last {
      if wanted.count == 1, last == "*", pattern.hasPrefix("*.") { return !labels.isEmpty }
      guard let label = labels.last, fits(label, last) else { return false }
      labels.removeLast()
      wanted.removeLast()
    }
    return labels.isEmpty
  }

  private static func fits(_ label: Substring, _ pattern: Substring) -> Bool {
    guard let star = pattern.firstIndex(of: "*") else { return label == pattern }
    let (start, end) = (pattern[..<star], pattern[pattern.index(after: star)...])
    return label.count >= start.count + end.count && label.hasPrefix(start) && label.hasSuffix(end)
      && !end.contains("*")
  }

  /// Name and port.
  static func split(_ host: String) -> (name: String, port: String?) {
    let parts = host.split(separator: ":", maxSplits: 1).map(String.init)
    return (parts.first ?? "", parts.count > 1 ? parts[1] : nil)
  }

  /// Whether a text can be a host's name or an IPv4 address, with a port.
  private static func isName(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.count <= 253 && !name.hasPrefix(".") && !name.hasPrefix("-")
      && name.utf8.allSatisfy { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
          || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
      }
  }

  // MARK: - Private addresses

  /// Whether a name is a literal address of a private range, or one that only a local network knows.
  static func isLocalName(_ name: String) -> Bool {
    if let isPrivate = isPrivateAddress(name) { return isPrivate }
    // Numbers of other forms, such as 0x7f000001, are addresses to some resolvers.
    if name.split(separator: ".").allSatisfy({ $0.first?.isNumber ?? true }) { return true }
    return !name.contains(".") || localEndings.contains { name.hasSuffix($0) }
  }

  /// RFC 6761, 6762, 8375 and what cloud providers give metadata services.
  private static let localEndings = [
    ".localhost", ".local", ".internal", ".intranet", ".lan", ".home", ".corp", ".private", ".home.arpa", ".onion",
  ]

  /// Whether an address is of no public network (RFC 6890, RFC 4193, RFC 4291); `nil` when it is no address.
  static func isPrivateAddress(_ text: String) -> Bool? {
    if text.contains(":") { return isPrivateIPv6(text.lowercased()) }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let bytes = parts.compactMap { $0.count <= 3 ? UInt8($0) : nil }
    guard parts.count == 4, bytes.count == 4 else { return nil }
    switch (bytes[0], bytes[1]) {
    case (0, _), (10, _), (127, _), (224..., _): return true
    case (100, 64...127), (169, 254), (172, 16...31), (192, 168), (198, 18...19): return true
    case (192, 0): return bytes[2] == 0 || bytes[2] == 2
    case (198, 51): return bytes[2] == 100
    case (203, 0): return bytes[2] == 113
    default: return false
    }
  }

  private static func isPrivateIPv6(_ text: String) -> Bool {
    if let dotted = text.split(separator: ":").last, dotted.contains(".") {
      return isPrivateAddress(String(dotted)) ?? true
    }
    // Only 2000::/3 is given out; what an address of IPv4 is written into is not asked either.
    guard let first = text.first, first == "2" || first == "3", let group = text.split(separator: ":").first else {
      return true
    }
    let start = UInt16(group, radix: 16) ?? 0
    let second = text.split(separator: ":", omittingEmptySubsequences: false).dropFirst().first.flatMap {
      UInt16($0, radix: 16)
    }
    return group.count < 4 || start == 0x2002 || (start == 0x2001 && (second == 0xDB8 || second == 0 || second == nil))
  }
}

extension RequestTemplate {
  /// Whether a host that the template makes is the vendor's whatever the text says: all of it is literal, or all but the
  /// beginning of its first label.
  func isInLiteralDomain(_ host: String) -> Bool {
    if names.isEmpty { return true }
    guard pieces.count == 2, case .text(let domain) = pieces[1],
      domain.count(where: { $0 == "." }) >= 2
    else {
      return false
    }
    return !host.dropLast(domain.count).contains(".")
  }
}
