internal import CNotices

/// The copyright notices and licences of everything that the program contains.
///
/// The text is in the binary's constant data: a run that does not print it does not read it.
func linkedNotices() -> [UInt8] {
  // The table is a constant of the program, so the pointer stays valid and the bytes never change.
  [UInt8](UnsafeBufferPointer(start: notices(), count: notices_size()))
}
