internal import Findings
internal import Platform
internal import Text

/// A JSON report of leaksift on disk, read as a stream, so that its size does not matter.
struct ReportFile {
  /// Where in the file a finding is.
  struct Place {
    var range: Range<Int>
    /// Whether it does not count.
    var isHidden: Bool
  }

  /// As the user named it.
  let path: String
  /// Most bytes of one value in it.
  let longestValue: Int
  private let identity: FileIdentity
  private let size: Int

  /// Opens the file once, to make sure that it is one that can be read again.
  init(_ path: String, longestValue: Int) throws(StoredReportError) {
    self.path = path
    self.longestValue = longestValue
    let status = try Self.open(path) { file throws(SystemError) in try file.descriptor.status() }
    (identity, size) = (status.identity, status.size)
  }

  /// Reads the report from its first byte to its last.
  ///
  /// - Parameter take: Called with each finding, as it is in the text, and where that is.
  /// - Returns: Everything but the findings.
  /// - Throws: ``StoredReportError`` when it is no report of leaksift, is damaged, or is of an unknown version.
  func read(_ take: (JSONValue, Place) throws(StoredReportError) -> Void) throws(StoredReportError) -> JSONValue {
    let file = try Self.open(path) { file throws(SystemError) in Opened(file) }
    var stream = JSONStream { () throws(JSONStream.Failure) in try file.next() }
    var members: [(name: String, value: JSONValue)] = []
    do {
      try stream.beginObject()
      while let name = try stream.nextMember() {
        guard name == "findings" || name == "hidden_findings" else {
          members.append((name, try stream.value(limit: longestValue).value))
          continue
        }
        try stream.beginArray()
        while try stream.hasNextElement() {
          let (value, range) = try stream.value(limit: longestValue)
          try take(value, Place(range: range, isHidden: name == "hidden_findings"))
        }
      }
      try stream.end()
    } catch let failure as JSONStream.Failure {
      throw self.failure(failure)
    } catch let error as StoredReportError {
      throw error
    } catch {
      throw failure(at: stream.offset, "\(error)")
    }
    let head = JSONValue.object(members)
    guard let version = head["schema_version"]?.integer, head["tool"]?["name"]?.string != nil else {
      throw StoredReportError("\(path) is no JSON report of leaksift; make one with `leaksift scan -f json -o FILE`")
    }
    guard (1...2).contains(version) else {
      throw StoredReportError("\(path): schema_version \(version) is not known; use a newer leaksift")
    }
    return head
  }

  /// Reads a finding again.
  ///
  /// - Throws: ``StoredReportError`` when the file is another one by now.
  func finding(at range: Range<Int>) throws(StoredReportError) -> JSONValue {
    let bytes = try Self.open(path) { file throws(SystemError) in
      let status = try file.descriptor.status()
      guard status.identity == identity, status.size == size else { return [UInt8]() }
      var bytes = [UInt8](repeating: 0, count: range.count)
      let count = try file.descriptor.stream.read(into: &bytes, at: range.lowerBound)
      return count == bytes.count ? bytes : []
    }
    guard let value = JSONValue(parsing: bytes) else {
      throw StoredReportError("\(path) was changed while it was read; run the command again")
    }
    return value
  }

  /// An error at a place of the file.
  func failure(at offset: Int, _ message: String) -> StoredReportError {
    StoredReportError("\(path): byte \(offset + 1): \(message)")
  }

  // MARK: - Reading

  /// The file while it is read from its start.
  private final class Opened {
    private let file: RegularFile
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)

    init(_ file: consuming RegularFile) {
      self.file = file
    }

    func next() throws(JSONStream.Failure) -> [UInt8] {
      do throws(SystemError) {
        let count = try file.descriptor.read(into: &buffer, from: 0, count: buffer.count)
        return Array(buffer[..<count])
      } catch {
        throw .unreadable(error.description)
      }
    }
  }

  private static func open<Value>(
    _ path: String, _ body: (consuming RegularFile) throws(SystemError) -> Value
  ) throws(StoredReportError) -> Value {
    let file: RegularFile
    do throws(FileError) { file = try RegularFile(path) } catch {
      switch error {
      case .system(let cause): throw StoredReportError("\(path) cannot be read: \(cause)")
      case .notRegular: throw StoredReportError("\(path) is no regular file, which is read twice; name a file")
      case .tooLarge: throw StoredReportError("\(path) is too large")
      }
    }
    do throws(SystemError) { return try body(file) } catch {
      throw StoredReportError("\(path) cannot be read: \(error)")
    }
  }

  private func failure(_ failure: JSONStream.Failure) -> StoredReportError {
    switch failure {
    case .malformed(let offset):
      self.failure(
        at: offset, "not the JSON of a report of leaksift; if the file was cut off or edited, make it anew")
    case .tooLong(let offset):
      self.failure(
        at: offset, "a value is longer than \(Counting.bytes(longestValue)); raise `--max-memory`")
    case .unreadable(let reason):
      StoredReportError("\(path) cannot be read: \(reason)")
    }
  }
}
