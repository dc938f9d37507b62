import Foundation

/// The directory of a node: where everything it keeps lies.
package struct NodeHome: Hashable, Sendable {
  /// The absolute path of the directory.
  package let path: String

  package init(path: String) {
    self.path = URL(fileURLWithPath: path).standardizedFileURL.path
  }

  package var configurationFile: String { file("maillage.yaml") }
  package var database: String { file("node.sqlite") }
  package var media: String { file("media") }
  /// Archives that members asked for, until they are over.
  package var archives: String { file("archives") }
  package var adminSocket: String { file("admin.sock") }
  package var keys: String { file("keys") }
  package var rsaKey: String { file("keys/node-rsa.pem") }
  /// The RSA key that takes its place, there only while the node changes keys.
  package var nextRSAKey: String { file("keys/node-next-rsa.pem") }
  package var ed25519Key: String { file("keys/node-ed25519.pem") }
  /// The key that the node has committed itself to as its next (Protocol/territory.md).
  package var nextEd25519Key: String { file("keys/node-next-ed25519.pem") }
  /// The key after that, there only while the node changes keys.
  package var followingEd25519Key: String { file("keys/node-following-ed25519.pem") }
  /// The key by which push services know the node (RFC 8292).
  package var pushKey: String { file("keys/push-p256.pem") }
  /// The key that seals members' private keys in the database.
  package var sealingKey: String { file("keys/secrets.key") }
  /// The certificate that the node makes for itself.
  package var ownCertificate: String { file("keys/tls-certificate.pem") }
  package var ownCertificateKey: String { file("keys/tls-key.pem") }
  /// The key of the certificate after the next change of keys, there to be announced before.
  package var nextCertificateKey: String { file("keys/tls-next-key.pem") }
  /// Locked by the server that runs here.
  package var lockFile: String { file("maillage.lock") }

  /// A path from the configuration: as it is when absolute, else inside the home.
  package func file(_ name: String) -> String {
    name.hasPrefix("/") ? name : "\(path)/\(name)"
  }
}

extension NodeHome {
  /// Refuses a home that holds a node already; one without a configuration was never finished.
  package func checkUnused() throws(StartupFailure) {
    try checkPathLength()
    guard !FileManager.default.fileExists(atPath: configurationFile) else {
      throw .homeNotEmpty(path: path)
    }
  }

  /// Makes the directories of a new node; refuses a home that already holds one.
  package func create() throws(StartupFailure) {
    try checkUnused()
    do {
      for (directory, mode) in [(path, 0o700), (keys, 0o700), (media, 0o700)] {
        try FileManager.default.createDirectory(
          atPath: directory,
          withIntermediateDirectories: true,
          attributes: [.posixPermissions: mode]
        )
      }
    } catch {
      throw .fileUnwritable(path: path, reason: error.localizedDescription)
    }
  }

  /// Refuses a home that is not there or that others could read keys from or write to.
  package func check() throws(StartupFailure) {
    try checkPathLength()
    guard try FileStatus(of: path)?.isDirectory == true else { throw .homeMissing(path: path) }
    guard try FileStatus(of: configurationFile) != nil else {
      throw .configurationMissing(path: configurationFile)
    }
    try FileStatus.refuse(path, allowing: 0o755, mend: "chmod go-w \(quoted(path))")
    try FileStatus.refuse(keys, allowing: 0o700, mend: "chmod 700 \(quoted(keys))")
    for name in try keyFileNames() {
      let key = "\(keys)/\(name)"
      try FileStatus.refuse(key, allowing: 0o700, mend: "chmod 600 \(quoted(key))")
    }
  }

  private func keyFileNames() throws(StartupFailure) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: keys).sorted()
    } catch {
      throw .fileUnreadable(path: keys, reason: error.localizedDescription)
    }
  }

  private func checkPathLength() throws(StartupFailure) {
    // sockaddr_un holds 107 bytes and a NUL (unix(7)).
    guard adminSocket.utf8.count <= 107 else {
      throw .homePathTooLong(path: path, limit: 107 - "/admin.sock".utf8.count)
    }
  }

  private func quoted(_ path: String) -> String {
    path.contains(where: { !$0.isLetter && !$0.isNumber && !"/._-".contains($0) })
      ? "'" + path.replacing("'", with: "'\\''") + "'" : path
  }
}

extension NodeConfiguration {
  /// Reads the configuration in a home, with overrides from the environment.
  package init(
    home: NodeHome,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(StartupFailure) {
    let path = home.configurationFile
    let bytes = try PrivateFile.read(path, limit: ConfigurationFile.sizeLimit)
    guard let bytes else { throw .configurationMissing(path: path) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .fileUnreadable(path: path, reason: "it is not UTF-8 text")
    }
    do {
      try self.init(yaml: text, environment: environment)
    } catch {
      throw .configurationRefused(problems: error.problems)
    }
  }
}
