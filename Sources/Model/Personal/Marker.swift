import Foundation

/// How far a member has read, on whatever device.
package struct Marker: Sendable, Hashable {
  /// Of what it has read.
  package enum Timeline: String, Sendable, CaseIterable { case home, notifications }

  package var lastReadID: Int64
  /// Counts the changes, so that a device can tell that another was faster.
  package var version: Int
  package var updatedAt: Date

  package init(lastReadID: Int64, version: Int, updatedAt: Date) {
    self.lastReadID = lastReadID
    self.version = version
    self.updatedAt = updatedAt
  }
}
