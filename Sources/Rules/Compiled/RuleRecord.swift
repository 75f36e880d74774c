/// The form of a rule in the binary.
///
/// A record is the rule's id and its parts, each after a separator: a tag byte and text. A part is the reach of the
/// regex, which comes first, or the value of a field (`RuleField.tags`). A list has a part for each item; a table in a
/// rule begins with the part of its first field, which is always there. What has its default is left out. The rule
///
///     id = "a"   regex = "k_[a-z]{4}"   keywords = ["k_"]
///
/// is, with `|` for the separator, `a|wa 0 0 10|rk_[a-z]{4}|kk_`.
enum RuleRecord {
  /// ASCII's unit separator, before each part.
  static let separator: UInt8 = 0x1F
  /// Tag of the text of a ``MatchReach``, which is found from the regex when the rules are compiled.
  static let reach = UInt8(ascii: "w")

  /// The places in `Rule.fields` by tag; the largest byte for a tag without a field.
  static let places: [UInt8] = {
    var places = [UInt8](repeating: .max, count: 256)
    for (place, field) in Rule.fields.enumerated() {
      for tag in field.tags { places[Int(tag)] = UInt8(place) }
    }
    return places
  }()
}
