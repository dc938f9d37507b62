import Mail
import Model

extension NodeConfiguration {
  /// What is wrong although every single setting is right.
  func contradictions(fileName: String) -> [ConfigurationProblem] {
    var problems: [(key: String, message: String)] = []
    if self.nodeHost.isEmpty {
      problems.append(("node.host", "is missing: \(Self.settings.nodeHost.expectation)"))
    }
    if self.tlsMode == .files, self.tlsCertificate == nil {
      problems.append(("tls.certificate", "is missing: `tls.mode: files` needs it"))
    }
    if self.tlsMode == .files, self.tlsKey == nil {
      problems.append(("tls.key", "is missing: `tls.mode: files` needs it"))
    }
    if self.tlsMode == .proxy, self.proxyTrusted.isEmpty {
      problems.append(
        ("proxy.trusted", "is missing: `tls.mode: proxy` needs the addresses of the proxy")
      )
    }
    if self.tlsMode == .proxy, self.serverPort == nil {
      problems.append(("server.port", "is missing: `tls.mode: proxy` needs a port of its own"))
    }
    let store: [(key: String, value: String?)] = [
      ("media.s3Bucket", self.mediaS3Bucket), ("media.s3AccessKey", self.mediaS3AccessKey),
      ("media.s3SecretKey", self.mediaS3SecretKey),
    ]
    for setting in store where self.mediaS3Endpoint != nil && setting.value == nil {
      problems.append((setting.key, "is missing: `media.s3Endpoint` needs it"))
    }
    problems += mailContradictions
    problems += acmeContradictions
    return problems.map {
      ConfigurationProblem(place: .whole(name: fileName), key: $0.key, message: $0.message)
    }
  }
}

extension NodeConfiguration {
  private var mailContradictions: [(key: String, message: String)] {
    guard let server = self.mailServer else { return [] }
    var problems: [(key: String, message: String)] = []
    if self.mailFrom == nil {
      problems.append(("mail.from", "is missing: `mail.server` needs it"))
    }
    if MailServer(server, security: self.mailSecurity, greeting: self.nodeHost) == nil {
      problems.append(
        ("mail.security", "`none` is for a server on this machine: localhost or 127.0.0.1")
      )
    }
    if (self.mailUser == nil) != (self.mailPassword == nil) {
      problems.append(("mail.user", "and `mail.password` go together"))
    }
    return problems
  }
}

extension NodeConfiguration {
  /// What the node is for others: `https`, its host and, unless it is 443, its port.
  package var origin: Origin {
    Origin(
      scheme: "https",
      authority: self.nodePort == 443 ? self.nodeHost : "\(self.nodeHost):\(self.nodePort)"
    )
  }

  /// The port that the server opens.
  package var listeningPort: Int { self.serverPort ?? self.nodePort }

  /// The name to show: the one given, else the host.
  package var displayName: String { self.nodeName.isEmpty ? self.nodeHost : self.nodeName }
}
