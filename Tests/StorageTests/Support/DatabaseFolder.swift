import Foundation

@testable import Storage

/// A folder for a database file, gone when the test ends.
final class DatabaseFolder: Sendable {
  // A class, since it removes the folder when the test lets go of it.
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "maillage-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  var path: String { url.appending(path: "node.sqlite").path }

  func open(_ options: NodeDatabase.Options = .init()) throws -> NodeDatabase {
    try NodeDatabase(path: path, options: options)
  }
}
