import ActivityStreams
import Federation
import Foundation
import StrictJSON
import TestSupport
import Testing

@Suite struct RegistryTests {
  private func examples() throws -> [String: AS.Activity] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../Protocol/examples/activities").standardized
    let files = try FileManager.default.contentsOfDirectory(
      at: folder,
      includingPropertiesForKeys: nil
    )
    return try Dictionary(
      uniqueKeysWithValues: files.map { file in
        let json = try JSON.parse(Array(try Data(contentsOf: file)))
        return (file.deletingPathExtension().lastPathComponent, try AS.Activity(json: json))
      }
    )
  }

  @Test func everyHandlerHasAnExampleFile() throws {
    let examples = try examples()

    for handler in ActivityRegistry.handlers {
      let example = examples[handler.type.rawValue.lowercased()]
      #expect(example?.type == handler.type, "no example of \(handler.type)")
    }
  }

  @Test func everyExampleDecodesToAHandler() throws {
    let examples = try examples()

    #expect(examples.count == ActivityRegistry.handlers.count)
    for (name, example) in examples {
      #expect(ActivityRegistry.handles(example.type), "\(name) has no handler")
    }
  }
}
