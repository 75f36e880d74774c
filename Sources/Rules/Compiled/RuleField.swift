/// The fields of a compiled rule.
///
/// A record is the rule's id and its fields, each behind a separator: a tag byte and text. A list has a field for each
/// item; the fields of an allowlist or a required rule follow the field that opens it. What has its default is left out.
enum RuleField: UInt8 {
  case title = 0x74  // t
  case summary = 0x64  // d
  case severity = 0x56  // V
  case confidence = 0x43  // C
  case regex = 0x72  // r
  case path = 0x70  // p
  case reach = 0x77  // w
  case keyword = 0x6B  // k
  case context = 0x63  // c
  case secretGroup = 0x67  // g
  case entropy = 0x65  // e
  case checksum = 0x78  // x
  case scored = 0x6F  // o
  case placeholder = 0x68  // h
  case specificity = 0x73  // s
  case skipReport = 0x71  // q
  case tag = 0x54  // T
  case docsURL = 0x75  // u
  case revokeURL = 0x76  // v
  case formerly = 0x46  // F
  case step = 0x6E  // n
  case allowlist = 0x41  // A, with its description
  case allowlistAnd = 0x42  // B
  case allowlistCommit = 0x44  // D
  case allowlistPath = 0x50  // P
  case allowlistRegex = 0x52  // R
  case allowlistTarget = 0x47  // G: m or l
  case allowlistStopword = 0x57  // W
  case allowlistRule = 0x4C  // L
  case required = 0x51  // Q, with the other rule's id
  case requiredLines = 0x6C  // l
  case requiredColumns = 0x6D  // m
  case sample = 0x53  // S
  case example = 0x45  // E
  case nonSample = 0x4E  // N

  /// ASCII's unit separator, before each field.
  static let separator: UInt8 = 0x1F
}
