import Foundation
import Model
import Storage

/// Makes a backup of a home, also while the node serves.
///
/// First the keys, then the database as it is at one moment, then the files that this copy refers
/// to; all under another name until it is whole and on the disk.
package struct BackupWriter: Sendable {
  package let home: NodeHome
  package let configuration: NodeConfiguration
  package let directory: String
  package let recipient: BackupRecipient?
  /// The time of the backup.
  package let now: Date
  /// How much space is free at a path; nothing where that is not known.
  var freeBytes: @Sendable (String) -> Int? = { BackupFiles.freeBytes(at: $0) }

  /// - Parameters:
  ///   - home: What is copied.
  ///   - configuration: What its `maillage.yaml` says.
  ///   - directory: Where the backup goes; nothing: where the configuration says.
  ///   - recipient: For whom it is encrypted; nothing: for whom the configuration says.
  ///   - now: The time of the backup.
  package init(
    home: NodeHome,
    configuration: NodeConfiguration,
    directory: String? = nil,
    recipient: BackupRecipient? = nil,
    now: Date
  ) {
    self.home = home
    self.configuration = configuration
    self.directory = directory ?? Backups(configuration, home: home).directory
    self.recipient = recipient ?? configuration.backupRecipient.flatMap { BackupRecipient($0) }
    self.now = now
  }

  /// The name that a backup made now has: that of the next second where there is one of this second.
  package var name: String {
    var moment = now
    while FileManager.default.fileExists(atPath: "\(directory)/\(name(at: moment))") { moment += 1 }
    return name(at: moment)
  }

  private func name(at moment: Date) -> String {
    let time = moment.formatted(.iso8601).replacing("-", with: "").replacing(":", with: "")
    return configuration.origin.authority.replacing(":", with: "_") + "-" + time
  }

  private static let tries = 5

  /// Makes it, and blocks: call it where no task waits (`Offside`).
  ///
  /// - Returns: Where it lies, and what it holds.
  package func make() throws -> Backups.Entry {
    let backups = Backups(directory: directory)
    try BackupFiles.make(directory)
    backups.tidy()
    let name = name
    let path = "\(directory)/\(name)"
    try checkSpace()
    let draft = "\(directory)/.\(name).\(getpid())\(Backups.draftEnding)"
    try BackupFiles.make(draft)
    do {
      let manifest = try fill(draft)
      try BackupFiles.synchroniseFolders(draft)
      guard rename(draft, path) == 0 else { throw BackupFiles.unwritable(path) }
      try BackupFiles.synchronise(directory)
      return Backups.Entry(name: name, path: path, manifest: manifest, verifiedAt: nil)
    } catch {
      try? FileManager.default.removeItem(atPath: draft)
      throw error
    }
  }

  /// So much is written besides database and media: keys, the list of files.
  private static let reserve = 16 << 20

  /// What a backup made now takes, in bytes: the database is there twice for a while, and media are
  /// copied where they lie in the home.
  func neededBytes() throws -> Int {
    let attributes = try? FileManager.default.attributesOfItem(atPath: home.database)
    let size = (attributes?[.size] as? NSNumber)?.intValue ?? 0
    let media =
      configuration.mediaS3Endpoint == nil ? try DatabaseCopy.mediaBytes(of: home.database) : 0
    return 2 * size + media + Self.reserve
  }

  /// - Throws: `BackupFailure.noSpace` before anything is written.
  private func checkSpace() throws {
    let needed = try neededBytes()
    guard let free = freeBytes(directory), free < needed else { return }
    throw BackupFailure.noSpace(path: directory, needed: needed, free: free)
  }

  private func fill(_ draft: String) throws -> BackupManifest {
    let seal = recipient.map { _ in BackupSeal() }
    let stream = BackupStream(seal: seal)
    let scratch = "\(draft)/.database"
    let keys = try copyDatabase(to: scratch)
    let facts = try DatabaseCopy(at: scratch).facts()
    guard facts.complaints.isEmpty else {
      throw BackupFailure.damaged(path: home.database, reason: facts.complaints[0])
    }
    var manifest = BackupManifest(
      program: MaillageVersion.current,
      schema: facts.schema,
      node: configuration.origin.description,
      madeAt: now
    )
    manifest.sealing = try recipient.flatMap { try seal?.sealing(for: $0) }
    manifest.auditHead = facts.auditHead.map {
      BackupManifest.AuditHead(number: $0.number, hash: $0.hash.bytes.hexadecimal)
    }
    manifest.files.append(
      try stream.store(scratch, as: BackupRestore.databaseName, in: draft)
    )
    unlink(scratch)
    for (path, bytes) in keys.sorted(by: { $0.key < $1.key }) {
      let file = "\(draft)/.key"
      try PrivateFile.write(bytes, to: file)
      manifest.files.append(try stream.store(file, as: path, in: draft))
      unlink(file)
    }
    try addMedia(facts.media, to: &manifest, stream, draft)
    manifest.outside = outside
    try PrivateFile.write(try manifest.encoded, to: "\(draft)/\(BackupManifest.fileName)")
    return manifest
  }

  /// Copies the database between two readings of the keys that agree: so they belong together.
  private func copyDatabase(to scratch: String) throws -> [String: [UInt8]] {
    for _ in 0..<Self.tries {
      let before = try smallFiles()
      // SQLite would make it readable for others.
      try PrivateFile.write([], to: scratch)
      _ = try DatabaseCopy(of: home.database, to: scratch)
      if try smallFiles() == before { return before }
      unlink(scratch)
    }
    throw BackupFailure.keysChanged
  }

  /// The configuration, the keys, and the files in the home that the configuration names.
  private func smallFiles() throws -> [String: [UInt8]] {
    var paths = ["maillage.yaml"]
    let keys = (try? FileManager.default.contentsOfDirectory(atPath: home.keys)) ?? []
    // A draft of a key that is being written belongs to nobody yet.
    paths += keys.filter { !$0.hasSuffix(".new") }.map { "keys/\($0)" }
    paths += named.filter { !$0.hasPrefix("/") && BackupManifest.isInside($0) }
    var files: [String: [UInt8]] = [:]
    for path in Set(paths) {
      files[path] = try PrivateFile.read(home.file(path), limit: 16 << 20)
    }
    return files
  }

  /// The files that the configuration names.
  private var named: [String] {
    [
      configuration.tlsCertificate, configuration.tlsKey, configuration.networkTrustRoots,
      configuration.nodeLogo, configuration.nodeLegalNotice, configuration.nodePrivacy,
      configuration.mailCertificateAuthority,
    ].compactMap(\.self)
  }

  private var outside: [String] {
    named.filter { $0.hasPrefix("/") || !BackupManifest.isInside($0) }.sorted()
  }

  private func addMedia(
    _ digests: [Digest],
    to manifest: inout BackupManifest,
    _ stream: BackupStream,
    _ draft: String
  ) throws {
    if let endpoint = configuration.mediaS3Endpoint {
      manifest.mediaElsewhere = "\(endpoint)/\(configuration.mediaS3Bucket ?? "")"
      return
    }
    for digest in digests {
      let name = digest.bytes.hexadecimal
      let path = "media/\(name.prefix(2))/\(name.dropFirst(2).prefix(2))/\(name)"
      guard FileManager.default.fileExists(atPath: home.file(path)) else {
        // A copy of another node's file, let go of since; or a file about to be stored.
        manifest.missingMedia.append(name)
        continue
      }
      manifest.files.append(try stream.store(home.file(path), as: path, in: draft))
    }
  }
}

/// Runs what blocks for long beside the threads on which all tasks run.
package enum Offside {
  package static func run<Value: Sendable>(
    _ body: @escaping @Sendable () throws -> Value
  ) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global(qos: .utility).async {
        continuation.resume(with: Result { try body() })
      }
    }
  }
}
