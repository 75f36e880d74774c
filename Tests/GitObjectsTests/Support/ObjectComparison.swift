import ByteSearch
import Synchronization
import Testing

@testable import GitObjects

/// An object's kind and content as git prints them.
struct KnownObject: Equatable {
  let kind: String
  let content: [UInt8]
}

/// All objects of a repository, by `git cat-file --batch-all-objects --batch`.
func knownObjects(_ repository: TestRepository) throws -> [ObjectID: KnownObject] {
  let output = try repository.output(["cat-file", "--batch-all-objects", "--batch", "--unordered"])
  var known: [ObjectID: KnownObject] = [:]
  var start = 0
  while start < output.count {
    let end = try #require(output[start...].firstIndex(of: 0x0a))
    let fields = output[start..<end].split(separator: 0x20)
    let size = try #require(Int(String(decoding: fields[2], as: UTF8.self)))
    let id = try #require(ObjectID(hex: fields[0]))
    known[id] = KnownObject(
      kind: String(decoding: fields[1], as: UTF8.self), content: Array(output[(end + 1)..<(end + 1 + size)]))
    start = end + 1 + size + 1
  }
  return known
}

/// All objects that walks of the forest visit. Checks that the copied runs of edit scripts are copies.
func walkedObjects(
  _ store: ObjectStore, budget: Int = 256 << 20
) throws -> (objects: [ObjectID: KnownObject], gaps: [ObjectGap], deltas: Int) {
  try walkedObjects(ObjectForest(store), budget: budget)
}

func walkedObjects(
  _ forest: ObjectForest, budget: Int = 256 << 20
) throws -> (objects: [ObjectID: KnownObject], gaps: [ObjectGap], deltas: Int) {
  var objects: [ObjectID: KnownObject] = [:]
  var deltas = 0
  let walker = ForestWalker(forest, budget: budget)
  for kind in ObjectKind.allCases {
    var contents: [Int: [UInt8]] = [:]
    for family in forest.families(of: kind) {
      walker.walk(family) { visit, content, edits in
        let bytes = Array(content)
        #expect(objects[visit.id] == nil, "visited twice")
        objects[visit.id] = KnownObject(kind: kind.name, content: bytes)
        #expect((visit.baseSlot == nil) == (edits == nil))
        if let edits, let slot = visit.baseSlot, let base = contents[slot] {
          deltas += 1
          #expect(edits.length == bytes.count)
          let isTrue = edits.runs.allSatisfy { run in
            base[run.baseStart..<run.baseStart + run.length] == bytes[run.start..<run.end]
          }
          #expect(isTrue, "a copied run is not a copy")
        }
        contents[visit.slot] = bytes
      }
    }
  }
  return (objects, forest.gaps + walker.gaps, deltas)
}

extension Array where Element == UInt8 {
  init(_ span: Span<UInt8>) { self = span.withUnsafeBufferPointer { Array($0) } }
}

/// Compares every object, visited by a walk and read one by one, with git's output.
func expectSameObjects(
  _ repository: TestRepository, budget: Int = 256 << 20, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let known = try knownObjects(repository)
  let store = try repository.openObjectStore()
  let walked = try walkedObjects(store, budget: budget)
  #expect(walked.gaps.isEmpty, sourceLocation: sourceLocation)
  #expect(store.problems.isEmpty, sourceLocation: sourceLocation)
  #expect(walked.objects.count == known.count, sourceLocation: sourceLocation)
  #expect(walked.objects == known, sourceLocation: sourceLocation)
  let reader = ObjectReader(store, cacheBytes: 1 << 20)
  for (id, object) in known {
    let read = try reader.read(id)
    #expect(read.kind.name == object.kind && read.content == object.content, sourceLocation: sourceLocation)
  }
}
