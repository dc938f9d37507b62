import Foundation
import Synchronization
import Testing

@testable import Node

@Suite("What is read from files")
struct CachedByFilesTests {
  @Test("is read once, and again when a file is another, or is gone")
  func readsAgain() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: path) }
    let reads = Mutex(0)
    let cached = CachedByFiles([path.path]) {
      reads.withLock { $0 += 1 }
      return try? String(contentsOf: path, encoding: .utf8)
    }

    #expect(try cached.value == nil && cached.value == nil)
    #expect(reads.withLock { $0 } == 1)
    try "one".write(to: path, atomically: true, encoding: .utf8)
    #expect(try cached.value == "one" && cached.value == "one")
    try "two".write(to: path, atomically: true, encoding: .utf8)
    #expect(try cached.value == "two")
    #expect(reads.withLock { $0 } == 3)
  }
}
