import Foundation
import Model

extension StateStore {
  private static let maintenanceKey = "maintenance"

  /// What the admin said last about a maintenance, which may have ended by itself since.
  package func maintenance() throws -> Maintenance? {
    guard let text = try value(Self.maintenanceKey) else { return nil }
    return try JSONDecoder().decode(Maintenance.self, from: Data(text.utf8))
  }

  /// Begins a maintenance, or ends it.
  package func setMaintenance(_ maintenance: Maintenance?) throws {
    guard let maintenance else { return try remove(Self.maintenanceKey) }
    let text = String(decoding: try JSONEncoder().encode(maintenance), as: UTF8.self)
    try set(Self.maintenanceKey, to: text)
  }
}
