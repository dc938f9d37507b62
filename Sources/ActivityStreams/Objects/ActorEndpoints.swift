extension AS {
  /// The addresses at which an actor is spoken to and read (ActivityPub §4.1).
  package struct ActorEndpoints: Hashable, Sendable {
    package var inbox: IRI
    package var outbox: IRI?
    package var followers: IRI?
    package var following: IRI?
    /// Pinned posts.
    package var featured: IRI?
    /// Hashtags that the actor puts forward.
    package var featuredTags: IRI?
    /// The events to come (FEP-8a8e).
    package var upcomingEvents: IRI?
    /// The inbox of all actors of the node.
    package var sharedInbox: IRI?

    package init(inbox: IRI, outbox: IRI? = nil, sharedInbox: IRI? = nil) {
      self.inbox = inbox
      self.outbox = outbox
      self.sharedInbox = sharedInbox
    }

    init(_ fields: Fields) throws(Malformed) {
      inbox = try fields.required("inbox", fields.iri("inbox"))
      outbox = try fields.iri("outbox")
      followers = try fields.iri("followers")
      following = try fields.iri("following")
      featured = try fields.iri("featured")
      // It only adorns.
      featuredTags = try? fields.iri("featuredTags")
      upcomingEvents = try? fields.iri("upcomingEvents")
      // `endpoints` may also be an address (ActivityPub §4.1), which nobody uses.
      let isEmbedded = fields.object["endpoints"]?.object != nil
      sharedInbox = isEmbedded ? try fields.fields("endpoints")?.iri("sharedInbox") : nil
    }

    func write(to members: inout Members) {
      members.put("inbox", inbox)
      members.put("outbox", outbox)
      members.put("followers", followers)
      members.put("following", following)
      members.put("featured", featured)
      members.put("featuredTags", featuredTags)
      members.put("upcomingEvents", upcomingEvents)
      if let sharedInbox { members.put("endpoints", ["sharedInbox": sharedInbox.json]) }
    }
  }
}
