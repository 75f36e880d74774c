/// Archives that follow a program, and other containers that only their ends show.
extension ContainerReader {
  /// Reads the members of a zip, and what is before it as a text.
  ///
  /// - Parameter input: Can be read at any place.
  /// - Returns: Whether a member could be read: else all of it is to be searched as a text.
  func openTrailingZip(
    _ input: ContainerInput, _ place: Place, _ consume: (TextChunk, TextOrigin) -> Void
  ) -> Bool {
    guard let end = ZipEnd(of: input) else { return false }
    let archive = InputPart(input, end.shift..<end.end)
    guard open(.zip, archive, place, consume) else { return false }
    let first = ZipTable(end, of: input).entries.first?.offset ?? 0
    read(InputPart(input, 0..<min(end.shift + first, end.table.lowerBound)), place, consume)
    return true
  }

  /// Reads the members of an archive that follows a program, and the program as a text.
  ///
  /// - Returns: As ``openTrailingZip(_:_:_:)``.
  func openAppended(
    _ kind: ContainerKind, at start: Int, _ input: ContainerInput, _ place: Place,
    _ consume: (TextChunk, TextOrigin) -> Void
  ) -> Bool {
    let (program, archive) = input.parts(at: start)
    if input.length == nil { budget.reserved += start }
    guard open(kind, archive, place, consume) else { return false }
    read(program, place, consume)
    return true
  }

  private func read(_ input: ContainerInput, _ place: Place, _ consume: (TextChunk, TextOrigin) -> Void) {
    var program = InputSource(input)
    window.begin(&program, expected: 0)
    let origin = TextOrigin(path: place.path, layer: place.layer)
    window.drain(&program) { consume($0, origin) }
    outcome.bytes += program.bytesRead
    if let failure = program.failure { addGap(place.path, failure) }
  }

  /// Notes a container of which only the end was recognised, when the rest of it had been read as a text.
  func noteLost(_ kind: ContainerKind, _ path: [UInt8], _ leftOut: inout ContainerOutcome.LeftOut) {
    if let name = kind.nameOfClosed { return leftOut.add(path, name) }
    let archive = kind == .trailingZip ? "a zip at its end" : "an archive behind the program in it"
    addGap(path, "\(archive) is not opened here, where it cannot be read from both ends")
  }

  /// What becomes of such a container that came by a pipe.
  func outcome(ofLost kind: ContainerKind, _ path: [UInt8]) -> ContainerOutcome {
    outcome = ContainerOutcome()
    var leftOut = ContainerOutcome.LeftOut()
    noteLost(kind, path, &leftOut)
    add(leftOut, of: path)
    return outcome
  }
}
