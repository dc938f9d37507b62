import Mail
import Model

extension MailServer.Security: SettingChoice {}

extension NodeConfiguration {
  /// The part of the table of the settings that is about mail.
  package struct MailSettings: SettingsGroup {
    package let mailServer = Setting(
      "mail.server",
      default: String?.none,
      limit: .mailServer,
      doc: """
        The server that takes the node's letters: `host` or `host:port`. Without one no mail is sent.
        """
    )
    package let mailSecurity = Setting(
      "mail.security",
      default: MailServer.Security.startTLS,
      doc: """
        How it is spoken to: `startTLS` (port 587; nothing is said without TLS), `tls` (port 465) or \
        `none`, which only a server on this machine may have.
        """
    )
    package let mailFrom = Setting(
      "mail.from",
      default: String?.none,
      limit: .mailAddress,
      doc: "The address that letters come from."
    )
    package let mailReturnPath = Setting(
      "mail.returnPath",
      default: String?.none,
      limit: .returnPath,
      doc: """
        The mailbox for what comes back, which takes `name+…@` as well and hands it to \
        `maillage mail bounce`: letters leave with such an address for each member as return path. \
        Without one it is `mail.from`, and what comes back there is not read.
        """
    )
    package let mailUser = Setting(
      "mail.user",
      default: String?.none,
      limit: .text(upTo: 200),
      doc: "The name by which the node signs in to the server, if it has to."
    )
    package let mailPassword = Setting(
      "mail.password",
      default: String?.none,
      limit: .text(upTo: 500),
      isSecret: true,
      doc: "The password to it."
    )
    package let mailCertificateAuthority = Setting(
      "mail.certificateAuthority",
      default: String?.none,
      limit: .path,
      doc: """
        PEM file of the authorities that vouch for the server, in place of the system's. A relative \
        path starts at the home.
        """
    )
  }

  package subscript<Value>(dynamicMember path: KeyPath<MailSettings, Setting<Value>>) -> Value {
    get { value(of: Self.settings.mail[keyPath: path]) }
    set { choose(newValue, for: Self.settings.mail[keyPath: path], from: .program) }
  }
}

extension SettingLimit where Value == String? {
  fileprivate static var mailServer: Self {
    Self(expectation: "a host, perhaps with a port, such as `mail.example.org:587`") { text in
      text.map { MailServer($0, security: .tls, greeting: "localhost") != nil } ?? true
    }
  }

  fileprivate static var returnPath: Self {
    Self(
      expectation:
        "a mail address of which at most \(ReturnPath.longestName) characters are before the `@`"
    ) { $0.map(ReturnPath.isPossible) ?? true }
  }

  fileprivate static var mailAddress: Self {
    Self(expectation: MailAddress.expectation) { $0.map { MailAddress($0) != nil } ?? true }
  }
}
