import Rules

/// Writes compiled rules as string literals: a megabyte of them costs the compiler a fraction of a second.
enum SwiftSource {
  static func text(of tables: RuleTables) -> [UInt8] {
    let parts: [(String, [UInt8])] = [
      ("records", tables.records), ("recordOffsets", tables.recordOffsets), ("samples", tables.samples),
      ("sampleOffsets", tables.sampleOffsets), ("keywords", tables.keywords), ("composites", tables.composites),
      ("allowlists", tables.allowlists),
    ]
    var text = Array("import Rules\n\nextension BuiltInRules {\n  static let compiled = CompiledRules(\n".utf8)
    for (index, (label, bytes)) in parts.enumerated() {
      text += "    \(label): ".utf8
      appendLiteral(bytes, to: &text)
      text += (index + 1 < parts.count ? ",\n" : ")\n").utf8
    }
    return text + Array("}\n".utf8)
  }

  private static func appendLiteral(_ bytes: [UInt8], to text: inout [UInt8]) {
    text.append(UInt8(ascii: "\""))
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "\n"): text += "\\n".utf8
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        text.append(UInt8(ascii: "\\"))
        text.append(byte)
      case 0..<0x20, 0x7F: text += "\\u{\(String(byte, radix: 16))}".utf8
      default: text.append(byte)
      }
    }
    text.append(UInt8(ascii: "\""))
  }
}
