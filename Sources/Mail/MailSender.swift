import Model

/// Who writes: a name that people see, and an address.
package struct MailSender: Sendable, Hashable {
  package let name: String
  package let address: MailAddress

  package init(name: String, address: MailAddress) {
    (self.name, self.address) = (name, address)
  }
}
