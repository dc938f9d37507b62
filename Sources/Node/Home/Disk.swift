import Foundation

/// What the home takes of its disk.
package struct Disk: Encodable, Sendable {
  package let databaseBytes: Int64
  package let freeBytes: Int64?
  package let sizeBytes: Int64?

  package init(_ home: NodeHome) {
    let files = ["", "-wal", "-shm"].map { home.database + $0 }
    databaseBytes = files.reduce(0) { sum, path in
      let attributes = try? FileManager.default.attributesOfItem(atPath: path)
      return sum + ((attributes?[.size] as? NSNumber)?.int64Value ?? 0)
    }
    let system = try? FileManager.default.attributesOfFileSystem(forPath: home.path)
    freeBytes = (system?[.systemFreeSize] as? NSNumber)?.int64Value
    sizeBytes = (system?[.systemSize] as? NSNumber)?.int64Value
  }
}
