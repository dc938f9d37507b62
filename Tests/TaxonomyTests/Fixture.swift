import Foundation
import Model

/// A file of Tests/Fixtures/taxonomy.
struct Fixture {
  let name: String
  let bytes: [UInt8]

  init(_ name: String) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../Fixtures/taxonomy")
    self.name = name
    bytes = try Array(Data(contentsOf: folder.appending(path: name)))
  }

  var text: String { String(decoding: bytes, as: UTF8.self) }
}

extension SkillID {
  /// A skill of the fixtures, by the end of its URI.
  static func esco(_ end: String) -> SkillID {
    let zeros = "00000000-0000-4000-8000-000000000000"
    guard let id = SkillID(SkillID.esco + zeros.dropLast(end.count) + end) else {
      preconditionFailure(end)
    }
    return id
  }

  static func rome(_ code: Int) -> SkillID {
    guard let id = SkillID("\(SkillID.rome)\(code)") else { preconditionFailure("\(code)") }
    return id
  }
}
