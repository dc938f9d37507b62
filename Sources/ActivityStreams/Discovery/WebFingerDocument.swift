import StrictJSON

extension AS {
  /// The answer to "who is `acct:name@host`?": a JRD (RFC 7033 §4.4).
  package struct WebFingerDocument: WireObject, WireValue {
    /// What was asked for, in canonical form.
    package var subject: String
    package var aliases: [String]
    package var links: [Descriptor]

    package init(subject: String, aliases: [String], links: [Descriptor]) {
      self.subject = subject
      self.aliases = aliases
      self.links = links
    }

    package init(json: JSON) throws(Malformed) {
      let fields = try Fields(json)
      let subject = try fields.bytes("subject", atMost: Limits.address)
      self.subject = try fields.required("subject", subject)
      aliases = try fields.list("aliases", atMost: Limits.descriptors).compactMap(\.string)
        .filter { $0.utf8.count <= Limits.address }
      links = try fields.readable("links", atMost: Limits.descriptors)
    }

    package var json: JSON {
      var members = Members()
      members.put("subject", subject)
      members.put(list: "aliases", aliases)
      members.put(list: "links", links)
      return members.json
    }

    /// The actor: the first `self` link to an ActivityStreams document.
    package var actor: IRI? {
      links.lazy
        .filter { $0.rel == "self" && $0.mediaType?.isActivityStreams == true }
        .compactMap(\.address).first
    }

    /// The account that the answer is about; compare it with the one asked for (RFC 7033 §4.4.1).
    package var account: AccountAddress? { AccountAddress(subject) }
  }
}
