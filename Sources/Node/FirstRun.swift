import ActivityStreams
import Federation
import Foundation
import Model
import Signatures
import Storage

/// Makes a new home: directory, keys, certificate, database with the node's own actor, and last
/// of all `maillage.yaml`, by which a home is known to be whole.
package struct FirstRun: Sendable {
  package let home: NodeHome
  package let configuration: NodeConfiguration
  /// Who makes it: the first entry of the audit log.
  package let caller: String
  package let now: @Sendable () -> Date

  package init(
    home: NodeHome,
    configuration: NodeConfiguration,
    caller: String = "",
    now: @escaping @Sendable () -> Date = SystemClock.now
  ) {
    self.home = home
    self.configuration = configuration
    self.caller = caller
    self.now = now
  }

  /// Refuses what cannot become a node, before anything is made.
  package func check() throws {
    do {
      _ = try NodeConfiguration(yaml: ConfigurationFile.initial(configuration))
    } catch {
      throw StartupFailure.configurationRefused(problems: error.problems)
    }
    _ = try OpenNode.wireOrigin(of: configuration)
    try home.checkUnused()
    guard configuration.tlsMode == .files else { return }
    _ = try CertificateFiles(configuration, home: home).map { try ServedCertificate(reading: $0) }
  }

  /// Makes the home; one that was interrupted is gone on with.
  ///
  /// - Returns: The summary of its certificate, unless a proxy has it.
  /// - Throws: `StartupFailure`; what exists already is never overwritten.
  package func run() async throws -> CertificateSummary? {
    try check()
    let origin = try OpenNode.wireOrigin(of: configuration)
    try home.create()
    let keys = try KeyFiles.create(
      in: home,
      rsa: { try SigningKey.generateRSA().pem },
      ed25519: { SigningKey.generateEd25519().pem }
    )
    let certificate = try makeCertificate()
    try await makeDatabase(Addresses(origin: origin), keys)
    let text = ConfigurationFile.initial(configuration)
    try PrivateFile.write(Array(text.utf8), to: home.configurationFile)
    return certificate
  }

  private func makeCertificate() throws -> CertificateSummary? {
    let files = CertificateFiles(configuration, home: home)
    try home.makeStandIn(configuration, at: now())
    if configuration.tlsMode == .selfSigned, try FileStatus(of: home.ownCertificate) == nil {
      let key = try FileStatus(of: home.ownCertificateKey)
        .flatMap { _ in try files?.text(of: home.ownCertificateKey) }
      let made = try CertificateMaker.selfSigned(
        host: configuration.nodeHost,
        from: now(),
        keyPEM: key
      )
      // The key first: whoever finds the certificate finds its key.
      if key == nil { try PrivateFile.write(Array(made.keyPEM.utf8), to: home.ownCertificateKey) }
      try PrivateFile.write(Array(made.certificatePEM.utf8), to: home.ownCertificate)
    }
    return try files.map { try ServedCertificate(reading: $0).summary }
  }

  private func makeDatabase(_ addresses: Addresses, _ keys: KeyFiles) async throws {
    // SQLite would make it readable for others; its other files take the mode of this one.
    if try FileStatus(of: home.database) == nil { try PrivateFile.write([], to: home.database) }
    let database = try NodeDatabase(path: home.database)
    let actor = nodeActor(addresses)
    let publicKeys = try publicKeys(keys, addresses)
    let entry = AuditEntry(
      at: now(),
      who: caller,
      what: "init",
      target: addresses.origin.string,
      why: ""
    )
    let owner = try await database.write { tx in
      // An interrupted first run is taken up again; another node's database never is.
      if let owner = try tx.state.value("origin") { return owner }
      try tx.state.set("origin", to: addresses.origin.string)
      _ = try tx.actors.insertLocal(actor, keys: publicKeys.map { ($0, sealed: nil) })
      try tx.audit.append(entry)
      return addresses.origin.string
    }
    try await database.close()
    guard owner == addresses.origin.string else {
      throw StartupFailure.homeNotEmpty(path: home.path)
    }
  }

  /// The node as an actor: at the root of its discovery (FEP-d556, FEP-2677).
  private func nodeActor(_ addresses: Addresses) -> ActorProfile {
    ActorProfile(
      id: ActorID(rawValue: 0),
      uri: addresses.nodeActor.string,
      kind: .application,
      name: configuration.nodeHost,
      host: addresses.origin.authority,
      isLocal: true,
      displayName: configuration.displayName,
      summary: configuration.nodeSummary,
      endpoints: addresses.endpoints(
        of: addresses.nodeActor,
        page: addresses.origin.address("")
      ),
      traits: ActorTraits(approvesFollowers: true),
      createdAt: now()
    )
  }

  private func publicKeys(_ keys: KeyFiles, _ addresses: Addresses) throws -> [ActorKey] {
    let actor = addresses.nodeActor
    return [
      ActorKey(
        try SigningKey(pem: keys.rsa).verificationKey,
        .rsa,
        at: addresses.key(.rsa, of: actor)
      ),
      ActorKey(
        try SigningKey(pem: keys.ed25519).verificationKey,
        .ed25519,
        at: addresses.key(.ed25519, of: actor)
      ),
    ]
  }
}

extension ActorKey {
  /// The public half of a key in the form in which actors show it.
  init(_ key: VerificationKey, _ algorithm: Algorithm, at id: AS.IRI) {
    let text = algorithm == .rsa ? key.pem : key.multikey
    self.init(uri: id.string, algorithm: algorithm, publicKey: text ?? "")
  }
}
