import GitObjects
import Testing

/// What counts as a pointer of Git LFS.
struct LargeFilePointerTests {
  private static let id = String(repeating: "4d7a", count: 16)
  private static let version = "version https://git-lfs.github.com/spec/v1\n"

  private func pointer(_ text: String) -> LargeFilePointer? { LargeFilePointer(Array(text.utf8).span) }

  @Test(arguments: [
    version + "oid sha256:\(id)\nsize 12345\n", version + "oid sha256:\(id)\nsize 12345",
    version + "ext-0-foo sha256:\(id)\noid sha256:\(id)\nsize 12345\n",
    "version https://hawser.github.com/spec/v1\r\noid sha256:\(id)\r\nsize 12345\r\n",
  ])
  func `pointers say hash and size`(text: String) throws {
    let read = try #require(pointer(text))
    #expect(read.id.hex == Self.id)
    #expect(read.size == 12_345)
  }

  @Test(arguments: [
    "", "version 1.0\n", version, version + "oid sha256:\(id)\n", version + "size 1\n",
    version + "oid sha256:\(id.dropLast())\nsize 1\n", version + "oid md5:\(id)\nsize 1\n",
    version + "oid sha256:\(id)\nsize -1\n", version + "oid sha256:\(id)\nsize x\n",
    version + "oid sha256:\(id)\nsize 1\nword\n", "version https://example.com/v1\noid sha256:\(id)\nsize 1\n",
    version + "oid sha256:\(id)\nsize 1\n" + String(repeating: "x y\n", count: 230),
    " " + version + "oid sha256:\(id)\nsize 1\n",
  ])
  func `other texts are none`(text: String) { #expect(pointer(text) == nil) }
}
