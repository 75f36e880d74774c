/// One key of a table in a rule file: everything that leaksift does with it.
///
/// `Rule.fields` and its neighbours list the keys. Reading rule files, joining a rule with the one that it extends, the
/// compiled form in the binary, writing configurations and the table in `docs/RULES.md` all go through these lists, so a
/// new key is a property with its default and a row.
struct RuleField<Owner: RuleTable>: Sendable {
  /// Whose schema a key comes from.
  enum Origin: String { case gitleaks, betterleaks = "Betterleaks", leaksift }

  /// What a rule with the id of an extended one does to that one's value.
  enum Joining { case replaces, adds }

  /// As it is written; letter case does not matter.
  let key: String
  let origin: Origin
  /// What the value is, and what it means, in Markdown.
  let kind, meaning: String
  let joining: Joining
  /// Whether only tests of rules use it.
  let isSample: Bool
  /// What marks it in a compiled record; the first one comes first. Empty for a key that built-in rules cannot have.
  let tags: [UInt8]
  /// Reads the key from a table; returns whether it is given and can be used. What is wrong is noted.
  let read: @Sendable (inout TableReader, inout Owner) -> Bool
  /// Joins a value with that of the extended owner.
  let join: @Sendable (_ value: Owner, _ base: inout Owner) -> Void
  /// Whether two tables have different values.
  let differs: @Sendable (Owner, Owner) -> Bool
  /// Appends the value to a compiled record.
  let encode: @Sendable (Owner, inout RuleEncoder) -> Void
  /// Takes over one part of a compiled record.
  let decode: @Sendable (_ tag: UInt8, _ text: String, inout Owner) -> Void
  /// Writes the key as TOML.
  let write: @Sendable (Owner, inout TOMLWriter) -> Void
}

/// A table of a rule file whose keys are listed.
protocol RuleTable: Sendable, Equatable {
  /// In the order in which they are written.
  static var fields: [RuleField<Self>] { get }

  /// A table without any key.
  init()

  /// What a table with the same identity has where it is silent.
  var defaults: Self { get }
}

extension RuleTable {
  var defaults: Self { Self() }
}

extension RuleField {
  /// A key with a single value or a list of texts.
  ///
  /// - Parameters:
  ///   - tag: Marks the value in a compiled record, one for each text of a list.
  ///   - reading: Reads the value where the type's own way is not enough: to check it, or to take some for none.
  init<Value: RuleValue>(
    _ key: String, _ path: any WritableKeyPath<Owner, Value> & Sendable, tag: Unicode.Scalar, _ origin: Origin,
    joining: Joining = .replaces, isSample: Bool = false,
    reading: @escaping @Sendable (inout TableReader, String) -> Value? = { Value.read($1, from: &$0) },
    _ meaning: String
  ) {
    let tag = UInt8(ascii: tag)
    self.init(
      key: key, origin: origin, kind: Value.kind, meaning: meaning, joining: joining, isSample: isSample, tags: [tag],
      read: { table, owner in
        guard let value = reading(&table, key) else { return false }
        owner[keyPath: path] = value
        return true
      },
      join: { owner, base in
        switch joining {
        case .replaces: base[keyPath: path] = owner[keyPath: path]
        case .adds: base[keyPath: path].add(owner[keyPath: path])
        }
      },
      differs: { $0[keyPath: path] != $1[keyPath: path] },
      encode: { owner, encoder in encoder.add(tag, owner[keyPath: path].recordTexts) },
      decode: { _, text, owner in owner[keyPath: path].take(recordText: text) },
      write: { owner, writer in owner[keyPath: path].write(key, to: &writer) })
  }

  /// A key with a value that a table can be without.
  init<Value: RuleScalar>(
    _ key: String, _ path: any WritableKeyPath<Owner, Value?> & Sendable, tag: Unicode.Scalar, _ origin: Origin,
    reading: @escaping @Sendable (inout TableReader, String) -> Value? = { Value.read($1, from: &$0) },
    _ meaning: String
  ) {
    let tag = UInt8(ascii: tag)
    self.init(
      key: key, origin: origin, kind: Value.kind, meaning: meaning, joining: .replaces, isSample: false, tags: [tag],
      read: { table, owner in
        guard let value = reading(&table, key) else { return false }
        owner[keyPath: path] = value
        return true
      },
      join: { owner, base in base[keyPath: path] = owner[keyPath: path] },
      differs: { $0[keyPath: path] != $1[keyPath: path] },
      encode: { owner, encoder in encoder.add(tag, owner[keyPath: path]?.recordTexts ?? []) },
      decode: { _, text, owner in owner[keyPath: path] = Value(recordText: text) },
      write: { owner, writer in owner[keyPath: path]?.write(key, to: &writer) })
  }

  /// A key with a filter.
  ///
  /// - Parameter filter: Which of the two; a new one replaces that of the extended rule.
  init(filter: FilterExpression.Key, _ meaning: String) where Owner == Rule {
    let key = filter.rawValue
    self.init(
      key: key, origin: .betterleaks, kind: "expression", meaning: meaning, joining: .replaces, isSample: false,
      tags: [],
      read: { table, rule in
        guard let expression = table.filter(filter) else { return false }
        rule.filters.append(expression)
        return true
      },
      join: { rule, base in
        base.filters.removeAll { $0.key == filter }
        base.filters += rule.filters.filter { $0.key == filter }
      },
      differs: { $0.filters != $1.filters }, encode: { _, _ in }, decode: { _, _, _ in },
      write: { rule, writer in
        for expression in rule.filters where expression.key == filter { writer.add(key, expression.source) }
      })
  }

  /// A key with a list of tables.
  ///
  /// In a record the first field of a table opens it, whatever its value is, and the others follow.
  init<Item: RuleTable>(
    tables key: String, _ path: any WritableKeyPath<Owner, [Item]> & Sendable, _ origin: Origin,
    joining: Joining = .adds, reading: @escaping @Sendable (inout TableReader) -> [Item], _ meaning: String
  ) {
    let fields = Item.fields
    self.init(
      key: key, origin: origin, kind: "tables", meaning: meaning, joining: joining, isSample: false,
      tags: fields.flatMap(\.tags),
      read: { table, owner in
        owner[keyPath: path] = reading(&table)
        return !owner[keyPath: path].isEmpty
      },
      join: { owner, base in
        if joining == .replaces { base[keyPath: path] = [] }
        base[keyPath: path] += owner[keyPath: path]
      },
      differs: { $0[keyPath: path] != $1[keyPath: path] },
      encode: { owner, encoder in encoder.add(owner[keyPath: path]) },
      decode: { tag, text, owner in owner[keyPath: path].take(recordText: text, tag: tag) },
      write: { owner, writer in
        for item in owner[keyPath: path] { writer.add(item, header: "[[rules.\(key)]]") }
      })
  }
}

extension Array where Element: RuleTable {
  /// Takes over one part of a compiled record: the first field begins a table.
  mutating func take(recordText text: String, tag: UInt8) {
    guard let place = Element.fields.firstIndex(where: { $0.tags.contains(tag) }) else { return }
    if place == 0 { append(Element()) }
    if !isEmpty { Element.fields[place].decode(tag, text, &self[count - 1]) }
  }
}
