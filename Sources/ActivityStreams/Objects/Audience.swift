import StrictJSON

extension AS {
  /// To whom a document is addressed (ActivityPub §5).
  package struct Audience: Hashable, Sendable {
    package var to: [Recipient]
    package var cc: [Recipient]
    /// Read for clients' sake and never written: a server removes it (ActivityPub §6).
    package var bto: [Recipient]
    /// Read for clients' sake and never written: a server removes it (ActivityPub §6).
    package var bcc: [Recipient]
    /// Groups that the document belongs to (FEP-1b12).
    package var audience: [Recipient]

    package init(to: [Recipient] = [], cc: [Recipient] = [], audience: [Recipient] = []) {
      self.to = to
      self.cc = cc
      self.bto = []
      self.bcc = []
      self.audience = audience
    }

    init(_ fields: Fields) throws(Malformed) {
      var left = Limits.recipients
      to = try Self.recipients("to", of: fields, left: &left)
      cc = try Self.recipients("cc", of: fields, left: &left)
      bto = try Self.recipients("bto", of: fields, left: &left)
      bcc = try Self.recipients("bcc", of: fields, left: &left)
      audience = try Self.recipients("audience", of: fields, left: &left)
    }

    /// Addressed to everyone and wanted in public timelines.
    package var isPublic: Bool { to.contains(.everyone) }

    /// Readable by everyone but not wanted in public timelines.
    package var isUnlisted: Bool { !isPublic && cc.contains(.everyone) }

    /// Every actor and collection named, each once, in order.
    package var addresses: [IRI] {
      var seen: Set<IRI> = []
      return (to + cc + bto + bcc + audience).compactMap(\.address).filter {
        seen.insert($0).inserted
      }
    }

    func write(to members: inout Members) {
      members.put(list: "to", to)
      members.put(list: "cc", cc)
      // One group is a value and no list: Lemmy takes no other.
      members.put(oneOrMore: "audience", audience)
    }

    /// An addressee that is no `http` address could not be delivered to: leaving it out can only
    /// narrow the audience, so it does not cost the document.
    private static func recipients(
      _ name: String,
      of fields: Fields,
      left: inout Int
    ) throws(Malformed) -> [Recipient] {
      let values = try fields.list(name, atMost: Limits.recipients)
      left -= values.count
      guard left >= 0 else { throw fields.malformed(name, .more(than: Limits.recipients)) }
      var recipients: [Recipient] = []
      for value in values {
        guard let text = value.string ?? value.object?["id"]?.string else {
          throw fields.malformed(name, .expected("an address"))
        }
        guard let recipient = try? Recipient(text) else { continue }
        recipients.append(recipient)
      }
      return recipients
    }
  }
}
