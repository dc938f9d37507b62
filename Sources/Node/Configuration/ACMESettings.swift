import ACME
import Model

extension ChallengeKind: SettingChoice {}

extension NodeConfiguration {
  /// The part of the table of the settings that is about certificates by ACME.
  package struct ACMESettings: SettingsGroup {
    package let acmeDirectory = Setting(
      "acme.directory",
      default: "https://acme-v02.api.letsencrypt.org/directory",
      limit: .webAddress,
      doc: "With `tls.mode: acme`, the directory of the authority (RFC 8555)."
    )
    package let acmeStagingDirectory = Setting(
      "acme.stagingDirectory",
      default: "https://acme-staging-v02.api.letsencrypt.org/directory",
      limit: .webAddress,
      doc: "The directory that `certificate request --dry-run` tries."
    )
    package let acmeTermsAgreed = Setting(
      "acme.termsAgreed",
      default: false,
      doc: "Whether you agree to the authority's terms of service. Most demand it."
    )
    package let acmeContact = Setting(
      "acme.contact",
      default: String?.none,
      limit: .mailbox,
      doc: "A mail address at which the authority can reach you."
    )
    package let acmeChallenge = Setting(
      "acme.challenge",
      default: ChallengeKind.http01,
      doc: """
        How the authority is shown that the host is this node: `http-01` (on port 80) or \
        `tls-alpn-01` (on port 443).
        """
    )
    package let acmeHTTPPort = Setting(
      "acme.httpPort",
      default: 80,
      limit: .range(1...65_535),
      doc: """
        The port to listen at for `http-01`, when it is not 80 because of a port mapping. All else \
        that asks there is sent to https.
        """
    )
    package let acmeCertificateAuthority = Setting(
      "acme.certificateAuthority",
      default: String?.none,
      limit: .path,
      doc: """
        PEM file of the authorities of a private ACME server, besides the system's: for speaking to \
        it, and for the certificates that it gives. A relative path starts at the home.
        """
    )
    package let acmeKeyID = Setting(
      "acme.keyID",
      default: String?.none,
      limit: .text(upTo: 200),
      doc: "The identifier of an account that the authority gave you (external account binding)."
    )
    package let acmeKey = Setting(
      "acme.key",
      default: String?.none,
      limit: .externalAccountKey,
      isSecret: true,
      doc: "Its key, in base64 for URLs."
    )
  }

  package subscript<Value>(dynamicMember path: KeyPath<ACMESettings, Setting<Value>>) -> Value {
    get { value(of: Self.settings.acme[keyPath: path]) }
    set { choose(newValue, for: Self.settings.acme[keyPath: path], from: .program) }
  }

  /// What does not go together with `tls.mode: acme`.
  var acmeContradictions: [(key: String, message: String)] {
    var problems: [(key: String, message: String)] = []
    if (self.acmeKeyID == nil) != (self.acmeKey == nil) {
      problems.append(("acme.keyID", "and `acme.key` go together"))
    }
    guard self.tlsMode == .acme else { return problems }
    let host = self.nodeHost.trimmingCharacters(in: ["[", "]"])
    if IPAddress(host) != nil {
      problems.append(("tls.mode", "`acme` needs a DNS name in `node.host`"))
    }
    if self.acmeChallenge == .http01, self.acmeHTTPPort == self.listeningPort {
      problems.append(("acme.httpPort", "is the node's own port"))
    }
    return problems
  }
}

extension SettingLimit where Value == String {
  fileprivate static var webAddress: Self {
    Self(expectation: "an address such as `https://ca.example/acme/directory`") { text in
      text.utf8.count <= 500 && text.hasPrefix("https://")
        && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }
  }
}

extension SettingLimit where Value == String? {
  fileprivate static var mailbox: Self {
    Self(expectation: MailAddress.expectation) { $0.map { MailAddress($0) != nil } ?? true }
  }

  fileprivate static var externalAccountKey: Self {
    Self(expectation: "a key of at least 16 bytes in base64 for URLs") { text in
      text.map { ExternalAccount(id: "", secret: $0) != nil } ?? true
    }
  }
}
