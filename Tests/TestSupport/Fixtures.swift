import Foundation
import StrictJSON

/// The documents of other software in `Tests/Fixtures`.
package enum Fixtures {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../Fixtures").standardized

  /// A document, by its path in the folder and without `.json`.
  package static func json(_ name: String) throws -> JSON {
    try JSON.parse(Array(try Data(contentsOf: folder.appending(path: "\(name).json"))))
  }
}
