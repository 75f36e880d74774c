/// Tables that describe requests: `[[rules.verify]]` and `[[rules.revoke]]`.
extension TableReader {
  /// The steps of a request, each checked by itself.
  mutating func requests<Purpose>(_ key: String) -> [RequestTable<Purpose>] {
    (subtables(key) ?? []).compactMap { table, value in
      var keys = nested(table, subject: about("[[rules.\(key)]]"))
      var request = RequestTable<Purpose>()
      for field in Purpose.fields { _ = field.read(&keys, &request) }
      request.step.isFromFile = !notes.isStrict
      keys.finish()
      if keys.isMissingOrEmpty("url") { notes.error(keys.about("give the \"url\" of the request"), at: value) }
      if keys.isMissingOrEmpty("source"), notes.isStrict {
        notes.error(keys.about("give the \"source\": the vendor's documentation"), at: value)
      }
      return request.step.url.isEmpty ? nil : request
    }
  }

  /// A text with names in braces.
  mutating func template(_ key: String) -> String? {
    text(key) { source throws(RequestSyntaxError) in _ = try RequestTemplate(source) }
  }

  /// Texts with names in braces.
  mutating func templates(_ key: String) -> [String]? {
    texts(key) { source throws(RequestSyntaxError) in
      guard source.contains("=") else { throw RequestSyntaxError("\"\(source)\" must be name=value") }
      _ = try RequestTemplate(source)
    }
  }

  /// Headers with names in braces.
  mutating func headers(_ key: String) -> [String]? {
    texts(key) { source throws(RequestSyntaxError) in
      guard source.contains(": ") else { throw RequestSyntaxError("\"\(source)\" must be Name: value") }
      _ = try RequestTemplate(source)
    }
  }

  /// Patterns of answers.
  mutating func answers(_ key: String) -> [String]? {
    texts(key) { source throws(RequestSyntaxError) in _ = try AnswerPattern(source) }
  }

  /// Places of values in answers.
  mutating func answerValues(_ key: String) -> [String]? {
    texts(key) { source throws(RequestSyntaxError) in _ = try AnswerValue(source) }
  }

  /// Named places of values in answers.
  mutating func takenValues(_ key: String) -> [String]? {
    texts(key) { source throws(RequestSyntaxError) in _ = try AnswerValue.named(source) }
  }

  /// Where other values come from; their regexes are checked too.
  mutating func partSources(_ key: String) -> [String]? {
    var regexes: [String] = []
    let sources = texts(key) { source throws(RequestSyntaxError) in
      switch try PartSource(source).origin {
      case .regex(let regex), .secret(let regex): regexes.append(regex)
      case .rule: break
      }
    }
    if let value = table[key] { regexes.forEach { checkRegex($0, key: key, at: value) } }
    return sources
  }

  /// Betterleaks' expression that asks a vendor; one that cannot be read is a warning, as with filters.
  mutating func validation(_ key: String) -> String? {
    guard let value = value(key), let source = string(key), !source.allSatisfy(\.isWhitespace) else { return nil }
    if notes.isStrict {
      notes.error(about("\"\(key)\" has no meaning in a built-in file: use [[rules.verify]]"), at: value)
      return nil
    }
    do throws(ExpressionError) { _ = try ExpressionParser.parse(Array(source.utf8)) } catch {
      notes.warn(
        about("\"\(key)\" has \(error.construct) at offset \(error.offset), which is not understood: it asks nobody"),
        at: value)
      return nil
    }
    return source
  }

  private mutating func text(_ key: String, check: (String) throws(RequestSyntaxError) -> Void) -> String? {
    guard let value = value(key), let source = string(key), !source.isEmpty else { return nil }
    return isGood(source, key, value, check) ? source : nil
  }

  private mutating func texts(_ key: String, check: (String) throws(RequestSyntaxError) -> Void) -> [String]? {
    guard let value = value(key), let sources = strings(key) else { return nil }
    return sources.filter { isGood($0, key, value, check) }
  }

  private func isGood(
    _ source: String, _ key: String, _ value: TOMLValue, _ check: (String) throws(RequestSyntaxError) -> Void
  ) -> Bool {
    do throws(RequestSyntaxError) {
      try check(source)
      return true
    } catch {
      notes.error(about("\"\(key)\": \(error)"), at: value)
      return false
    }
  }
}
