import ArgumentParser
import Foundation
import Model
import Node

/// `maillage certificate`: what the node shows in TLS.
struct CertificateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "certificate",
    abstract: "The certificate that the node shows.",
    discussion: "Example: maillage certificate show",
    subcommands: [
      Show.self, CertificateStatusCommand.self, Pin.self, CertificateRequestCommand.self,
      CertificateRenewCommand.self,
    ]
  )

  /// `maillage certificate show`.
  struct Show: NodeCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show the certificate.",
      discussion: "Example: maillage certificate show"
    )

    @OptionGroup var options: GlobalOptions

    func execute(on node: OpenNode, _ call: Call) async throws -> Report {
      let certificate = try node.certificate
      let days = certificate.daysLeft(at: call.now)
      let left = "\(certificate.notAfter.shown) (\(days) days)"
      let text = """
        subject      \(certificate.subject)
        issuer       \(certificate.issuer)\(certificate.isSelfSigned ? " (itself)" : "")
        names        \(certificate.names.joined(separator: ", "))
        valid from   \(certificate.notBefore.shown)
        until        \(certificate.warning(at: call.now) == nil ? left : Styled.bad(left))
        pin          \(certificate.pin)
        fingerprint  \(certificate.fingerprint)
        """
      return try Report(text, certificate)
    }
  }

  /// `maillage certificate pin`.
  struct Pin: NodeCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print the pin by which other nodes know this certificate.",
      discussion: """
        On the other node it stands in maillage.yaml, below network.pins.

        With --next it makes the key for the next change of keys, once, and prints its pin: give \
        it to the others first, then take the key into use with: maillage certificate renew --next

        Example: maillage certificate pin
        """
    )

    @OptionGroup var options: GlobalOptions

    @Flag(help: "The pin of the next key, which is made if there is none.")
    var next = false

    func execute(on node: OpenNode, _ call: Call) async throws -> Report {
      let pin = try next ? node.makeNextPin() : node.certificate.pin
      return try Report(pin, ["host": node.configuration.origin.authority, "pin": pin])
    }
  }
}

/// `maillage certificate renew`.
struct CertificateRenewCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "renew",
    abstract: "Renew the certificate: make it anew, or order it anew by ACME.",
    discussion: """
      A self-signed certificate is made anew, and the pin stays. One that came by ACME is ordered \
      anew at once, long before it would be by itself: see maillage help certificate request.

      With --next the key of `certificate pin --next` comes into use, whose pin the others have \
      already. With --new-key the pin changes at once: every node that pinned the old one must be \
      told. A running node shows the new certificate within seconds.

      Example: maillage certificate renew
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Flag(help: "Make a new key too, which changes the pin.")
  var newKey = false

  @Flag(help: "Take the next key into use (certificate pin --next).")
  var next = false

  func validate() throws {
    guard !(newKey && next) else {
      throw ValidationError("Give --next or --new-key: one key can be the new one.")
    }
  }

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    if node.configuration.tlsMode == .acme, !newKey, !next {
      return try await CertificateOrder(node: node, call: call).change
    }
    guard node.configuration.tlsMode == .selfSigned else {
      throw Refusal.conflict(
        "The certificate comes from elsewhere: renew it there. New files are read by themselves."
      )
    }
    if next, try node.nextPin == nil {
      throw Refusal.conflict("There is no next key. Make it with: maillage certificate pin --next")
    }
    let host = node.configuration.nodeHost
    let change = newKey ? " with a new pin" : next ? " with the next pin" : ""
    let summary = "make a new certificate for \(host)" + change
    return Change(of: host, summary) {
      let certificate = try renew(on: node, at: call.now)
      let text = "The certificate is valid until \(certificate.notAfter.shown).\n"
      return try Report(text + "Pin: \(certificate.pin)", certificate)
    }
  }

  private func renew(on node: OpenNode, at now: Date) throws -> CertificateSummary {
    let home = node.home
    let old = try? node.certificate
    let host = node.configuration.nodeHost
    let key = try self.key(of: node)
    let made = try CertificateMaker.selfSigned(
      host: host,
      otherNames: old?.names.filter { $0 != host } ?? [],
      from: now,
      keyPEM: key
    )
    if newKey || next {
      try PrivateFile.write(Array(made.keyPEM.utf8), to: home.ownCertificateKey, replacing: true)
    }
    try PrivateFile.write(Array(made.certificatePEM.utf8), to: home.ownCertificate, replacing: true)
    // The last step: until then the command can be repeated.
    if next { try? FileManager.default.removeItem(atPath: home.nextCertificateKey) }
    return try node.certificate
  }

  /// The key of the certificate to come; nothing for a new one.
  private func key(of node: OpenNode) throws -> String? {
    if newKey { return nil }
    if next { return try node.nextCertificateKey }
    return try PrivateFile.read(node.home.ownCertificateKey, limit: 16_384)
      .map { String(decoding: $0, as: UTF8.self) }
  }
}

extension OpenNode {
  /// The certificate in the files; there is none behind a proxy.
  var certificate: CertificateSummary {
    get throws {
      guard let files = CertificateFiles(configuration, home: home) else {
        throw NotFound("The reverse proxy has the certificate.")
      }
      return try ServedCertificate(reading: files).summary
    }
  }
}
