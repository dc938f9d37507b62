import Foundation
import GRDB

extension NodeProcess {
  /// Adds files that the database knows of, as uploads leave them.
  func addMedia(files: Int = 40, bytes: Int = 100_000) throws {
    let queue = try DatabaseQueue(path: home.database)
    for number in 0..<files {
      let digest = (0..<32).map { UInt8(($0 * 7 + number) & 255) }
      let name = digest.map { String(Int($0) + 256, radix: 16).suffix(2) }.joined()
      let folder = "\(home.media)/\(name.prefix(2))/\(name.dropFirst(2).prefix(2))"
      try FileManager.default.createDirectory(
        atPath: folder,
        withIntermediateDirectories: true
      )
      try Data(repeating: UInt8(number), count: bytes + number)
        .write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
      try queue.write {
        try $0.execute(
          sql: "INSERT INTO mediaFile (digest, bytes, storedAt) VALUES (?, ?, ?)",
          arguments: [Data(digest), bytes + number, Int64(Date().timeIntervalSince1970 * 1_000)]
        )
      }
    }
    try queue.close()
  }
}
