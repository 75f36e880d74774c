extension RuleSet {
  /// Bytes that no other set has that the same program can make.
  package var identity: [UInt8] {
    var identity = Self.counted(RuleEncoder.record(of: globalAllowlists))
    for index in 0..<count {
      let rule = writtenRule(at: index)
      identity += rule.map { Self.counted(RuleEncoder.record(of: $0)) } ?? Array("built in \(id(at: index))\n".utf8)
    }
    return identity
  }

  private static func counted(_ record: [UInt8]) -> [UInt8] { Array("\(record.count) bytes\n".utf8) + record }
}
