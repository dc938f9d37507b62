import Foundation
import Fuzz
import Testing

/// What the fuzzer kept, and what it once found, in each ordinary run (threats 6, 17, 23, 24).
@Suite("The corpus of the fuzzer")
struct CorpusTests {
  private static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fuzz/Corpus")

  @Test("holds against each parser", arguments: FuzzTarget.allCases)
  func corpus(target: FuzzTarget) throws {
    let files = try FileManager.default.contentsOfDirectory(
      at: Self.folder.appending(path: target.rawValue),
      includingPropertiesForKeys: nil
    )
    try #require(files.count >= 3)
    for file in files {
      let bytes = [UInt8](try Data(contentsOf: file))
      #expect(bytes.count <= target.longest, "\(file.lastPathComponent)")
      do { try target.run(bytes) } catch {
        Issue.record("\(target) \(file.lastPathComponent): \(error)")
      }
    }
  }

  @Test("of one parser does no harm to another", arguments: FuzzTarget.allCases)
  func everything(target: FuzzTarget) throws {
    for other in FuzzTarget.allCases {
      let files = try FileManager.default.contentsOfDirectory(
        at: Self.folder.appending(path: other.rawValue),
        includingPropertiesForKeys: nil
      )
      for file in files {
        let bytes = [UInt8](try Data(contentsOf: file))
        for input in [bytes, Array(bytes.reversed()), [1] + bytes] { try target.run(input) }
      }
    }
  }
}
