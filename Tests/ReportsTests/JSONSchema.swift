import Foundation

/// A small validator for the part of JSON Schema (drafts 4 and 7) that the schemas of the tests use.
///
/// `format`, `default` and annotations are ignored. An unknown assertion keyword is an error, not a pass.
struct JSONSchema {
  private static let ignored: Set = [
    "$schema", "$id", "id", "title", "description", "default", "format", "definitions",
  ]
  private static let known: Set = [
    "type", "enum", "const", "required", "properties", "additionalProperties", "items", "minItems", "maxItems",
    "uniqueItems", "minimum", "maximum", "minLength", "pattern", "anyOf", "oneOf", "allOf", "not", "$ref",
  ]

  let root: [String: Any]

  init(contentsOf file: URL) throws {
    root = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any] ?? [:]
  }

  /// Every violation, as `place: what is wrong`; empty when the text is valid.
  func violations(in text: String) throws -> [String] {
    check(try JSONSerialization.jsonObject(with: Data(text.utf8)), against: root, at: "$")
  }

  private func check(_ value: Any, against schema: [String: Any], at place: String) -> [String] {
    if let reference = schema["$ref"] as? String {
      guard let target = resolve(reference) else { return ["\(place): no definition \(reference)"] }
      return check(value, against: target, at: place)
    }
    let unknown = Set(schema.keys).subtracting(Self.known).subtracting(Self.ignored)
    return unknown.map { "\(place): keyword \($0) is not supported" }
      + checkScalar(value, schema, place) + checkObject(value, schema, place) + checkArray(value, schema, place)
      + checkCombinations(value, schema, place)
  }

  private func resolve(_ reference: String) -> [String: Any]? {
    reference.split(separator: "/").dropFirst().reduce(root as Any?) { ($0 as? [String: Any])?[String($1)] }
      as? [String: Any]
  }

  private func checkScalar(_ value: Any, _ schema: [String: Any], _ place: String) -> [String] {
    var found: [String] = []
    let types = schema["type"] as? [String] ?? (schema["type"] as? String).map { [$0] } ?? []
    if !types.isEmpty, !types.contains(where: { isType(value, $0) }) { found.append("\(place): not of type \(types)") }
    let allowed = schema["enum"] as? [Any] ?? schema["const"].map { [$0] }
    if let allowed, !allowed.contains(where: { isEqual($0, value) }) { found.append("\(place): not one of \(allowed)") }
    if let text = value as? String {
      if let pattern = schema["pattern"] as? String, text.range(of: pattern, options: .regularExpression) == nil {
        found.append("\(place): does not match \(pattern)")
      }
      if let least = schema["minLength"] as? Int, text.count < least { found.append("\(place): too short") }
    }
    if isType(value, "number"), let number = (value as? NSNumber)?.doubleValue {
      if let least = schema["minimum"] as? Double, number < least { found.append("\(place): below \(least)") }
      if let most = schema["maximum"] as? Double, number > most { found.append("\(place): above \(most)") }
    }
    return found
  }

  private func checkObject(_ value: Any, _ schema: [String: Any], _ place: String) -> [String] {
    guard let object = value as? [String: Any] else { return [] }
    let required = schema["required"] as? [String] ?? []
    var found = required.filter { object[$0] == nil }.map { "\(place): lacks \($0)" }
    let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
    for (name, member) in object {
      if let inner = properties[name] ?? schema["additionalProperties"] as? [String: Any] {
        found += check(member, against: inner, at: "\(place).\(name)")
      } else if schema["additionalProperties"] as? Bool == false {
        found.append("\(place): \(name) is not allowed")
      }
    }
    return found
  }

  private func checkArray(_ value: Any, _ schema: [String: Any], _ place: String) -> [String] {
    guard let array = value as? [Any] else { return [] }
    var found: [String] = []
    if let least = schema["minItems"] as? Int, array.count < least { found.append("\(place): too few items") }
    if let most = schema["maxItems"] as? Int, array.count > most { found.append("\(place): too many items") }
    if schema["uniqueItems"] as? Bool == true, Set(array.map { String(describing: $0) }).count < array.count {
      found.append("\(place): items repeat")
    }
    guard let items = schema["items"] as? [String: Any] else { return found }
    return array.enumerated().reduce(into: found) { list, item in
      list += check(item.element, against: items, at: "\(place)[\(item.offset)]")
    }
  }

  private func checkCombinations(_ value: Any, _ schema: [String: Any], _ place: String) -> [String] {
    func matches(_ keyword: String) -> (all: Int, valid: Int)? {
      (schema[keyword] as? [[String: Any]]).map { list in
        (list.count, list.count { check(value, against: $0, at: place).isEmpty })
      }
    }
    var found: [String] = []
    if let any = matches("anyOf"), any.valid == 0 { found.append("\(place): matches none of anyOf") }
    if let one = matches("oneOf"), one.valid != 1 { found.append("\(place): matches \(one.valid) of oneOf") }
    if let all = matches("allOf"), all.valid != all.all { found.append("\(place): does not match allOf") }
    if let not = schema["not"] as? [String: Any], check(value, against: not, at: place).isEmpty {
      found.append("\(place): matches what it must not")
    }
    return found
  }

  private func isType(_ value: Any, _ type: String) -> Bool {
    // A boolean and a number are both NSNumber; only a boolean is stored as a `char`.
    let isBoolean = (value as? NSNumber).map { String(cString: $0.objCType) == "c" } ?? false
    switch type {
    case "object": return value is [String: Any]
    case "array": return value is [Any]
    case "string": return value is String
    case "boolean": return isBoolean
    case "null": return value is NSNull
    case "number": return value is NSNumber && !isBoolean
    case "integer":
      return !isBoolean && (value as? NSNumber).map { $0.doubleValue.rounded() == $0.doubleValue } ?? false
    default: return false
    }
  }

  private func isEqual(_ left: Any, _ right: Any) -> Bool {
    (left as? NSObject)?.isEqual(right) ?? false
  }
}
