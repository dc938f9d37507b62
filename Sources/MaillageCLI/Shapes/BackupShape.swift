import Foundation
import Model
import Node

/// A backup as the command line prints it.
struct BackupShape: Encodable, Sendable {
  let name: String
  let path: String
  let node: String
  let madeAt: Date
  let verifiedAt: Date?
  let version: String
  let schema: String
  let files: Int
  let bytes: Int
  let isEncrypted: Bool
  let mediaElsewhere: String?
  let outside: [String]
  let missingMedia: Int
  let auditHead: String?
  let remarks: [String]

  init(_ entry: Backups.Entry) {
    let manifest = entry.manifest
    name = entry.name
    path = entry.path
    node = manifest.node
    madeAt = manifest.madeAt
    verifiedAt = entry.verifiedAt
    version = manifest.program
    schema = manifest.schema
    files = manifest.files.count
    bytes = manifest.bytes
    isEncrypted = manifest.sealing != nil
    mediaElsewhere = manifest.mediaElsewhere
    outside = manifest.outside
    missingMedia = manifest.missingMedia.count
    auditHead = manifest.auditHead.map { "\($0.number):\($0.hash)" }
    remarks = Self.remarks(on: manifest)
  }

  /// What is not in a backup and somebody might think it is.
  static func remarks(on manifest: BackupManifest) -> [String] {
    var remarks: [String] = []
    if let place = manifest.mediaElsewhere {
      remarks.append("Pictures and files stay at \(place): they are not in it.")
    }
    if !manifest.outside.isEmpty {
      remarks.append(
        "Not in it, since outside the home: \(manifest.outside.joined(separator: ", "))"
      )
    }
    if !manifest.missingMedia.isEmpty {
      remarks.append("\(manifest.missingMedia.count) files were not in the media folder.")
    }
    return remarks
  }
}

/// Where backups are looked for: also on a machine where the node is not.
struct BackupPlace {
  let backups: Backups

  init(_ options: GlobalOptions, _ directory: String?) throws {
    guard directory == nil else {
      backups = Backups(directory: NodeHome(path: directory ?? "").path)
      return
    }
    let home = options.nodeHome
    // A home that is lost is no reason not to check a backup that is named by its path.
    let configuration = (try? NodeConfiguration(home: home)) ?? NodeConfiguration()
    backups = Backups(configuration, home: home)
  }

  /// The path of a named backup, or of the newest.
  func path(of name: String?) throws -> String {
    if let name { return backups.path(of: name) }
    guard let newest = backups.all().last else {
      throw NotFound(
        "There is no backup in \(backups.directory).\nMake one: maillage backup create"
      )
    }
    return newest.path
  }
}
