import ActivityStreams
import Foundation
import Model
import Signatures

/// Actor on the wire ↔ profile in the node.
extension ActorProfile {
  /// What another node says of one of its actors.
  init(_ actor: AS.Actor, fetchedAt now: Date) {
    let host = actor.id.origin.authority
    let name = actor.preferredUsername ?? host
    self.init(
      id: ActorID(rawValue: 0),
      uri: actor.id.string,
      kind: Kind(actor.type),
      name: name,
      host: host,
      isLocal: false,
      displayName: VisibleText.clean(actor.profile.name ?? name),
      summary: HTMLSanitizer.sanitize(actor.profile.summary ?? "").html,
      endpoints: ActorEndpoints(actor),
      traits: Model.ActorTraits(
        approvesFollowers: actor.traits.manuallyApprovesFollowers,
        isDiscoverable: actor.traits.discoverable,
        isIndexable: actor.traits.indexable,
        searchConsent: SearchConsent(
          actor.traits.searchableBy,
          followersOfAuthor: actor.endpoints.followers?.string
        )
      ),
      createdAt: actor.published ?? now,
      fetchedAt: now
    )
    details = ActorDetails(actor)
    pictures = ActorPictures(
      icon: actor.profile.icon.flatMap(Model.Attachment.init),
      image: actor.profile.image.flatMap(Model.Attachment.init)
    )
  }

  /// A local actor as others fetch it; a group with how it is run.
  package func document(
    keys: [ActorKey],
    details: ActorDetails = ActorDetails(),
    pictures: ActorPictures = ActorPictures(),
    addresses: Addresses,
    rules: GroupRules? = nil
  ) throws(Refusal) -> AS.Actor {
    guard let id = AS.IRI(uri), let inbox = AS.IRI(endpoints.inbox) else {
      throw .malformed("\(uri) is no address.")
    }
    let places = wireEndpoints(of: id, inbox)
    var actor = AS.Actor(id: id, type: AS.ActorType(kind), endpoints: places)
    actor.preferredUsername = name
    actor.profile = AS.ActorProfile(
      name: displayName,
      summary: summary,
      url: endpoints.page.flatMap(AS.IRI.init)
    )
    actor.profile.icon = pictures.icon.flatMap { AS.Attachment(picture: $0) }
    actor.profile.image = pictures.image.flatMap { AS.Attachment(picture: $0) }
    actor.keys = AS.ActorKeys(keys, owner: id)
    actor.traits = AS.ActorTraits(
      manuallyApprovesFollowers: traits.approvesFollowers,
      discoverable: traits.isDiscoverable,
      indexable: traits.isIndexable
    )
    if kind != .application {
      actor.traits.searchableBy = traits.isIndexable ? [.everyone] : [.address(id)]
    }
    actor.group = rules.map { AS.GroupTraits($0, of: id) }
    actor.published = createdAt
    actor.profile.fields = details.lines.map { AS.ProfileField(name: $0.name, value: $0.value) }
    actor.alsoKnownAs = details.aliases.compactMap(AS.IRI.init)
    actor.movedTo = details.movedTo.flatMap(AS.IRI.init)
    let capabilities = AS.Capability.ofNodes
    if kind == .application {
      actor.implements = capabilities
    } else {
      actor.generator = AS.Generator(id: addresses.nodeActor, implements: capabilities)
    }
    return actor
  }

  private func wireEndpoints(of id: AS.IRI, _ inbox: AS.IRI) -> AS.ActorEndpoints {
    var wire = AS.ActorEndpoints(
      inbox: inbox,
      outbox: endpoints.outbox.flatMap(AS.IRI.init),
      sharedInbox: endpoints.sharedInbox.flatMap(AS.IRI.init)
    )
    wire.followers = endpoints.followers.flatMap(AS.IRI.init)
    wire.following = endpoints.following.flatMap(AS.IRI.init)
    wire.featured = endpoints.featured.flatMap(AS.IRI.init)
    if kind != .application {
      wire.featuredTags = id.appending("featuredTags")
      wire.upcomingEvents = id.appending("upcomingEvents")
    }
    return wire
  }
}

extension AS.GroupTraits {
  fileprivate init(_ rules: GroupRules, of group: AS.IRI) {
    self.init()
    moderators = group.appending("moderators")
    affiliations = group.appending("affiliations")
    canFollow = rules.isClosed ? "member" : "none"
    canParticipate =
      switch rules.posting {
      case .anyone, .followers: rules.isClosed ? "member" : "none"
      case .members: "member"
      case .moderators: "moderator"
      }
    postingRestrictedToMods = rules.posting == .moderators
  }
}

extension ActorDetails {
  /// What an actor of another node says of itself, made safe.
  fileprivate init(_ actor: AS.Actor) {
    self.init(
      lines: actor.profile.fields.map { field in
        Line(
          name: VisibleText.clean(field.name),
          value: HTMLSanitizer.sanitize(field.value).html
        )
      },
      aliases: actor.alsoKnownAs.map(\.string),
      movedTo: actor.movedTo?.string,
      emoji: CustomEmoji.all(in: actor.tags)
    )
  }
}

extension ActorDetails.Line {
  /// A line as a member typed it: a web address becomes a link that says it is the member's own.
  package init(typed name: String, _ value: String) throws(Refusal) {
    let limit = ActorDetails.longestLine
    guard (1...limit).contains(name.count), (1...limit).contains(value.count) else {
      throw .malformed("A line of a profile has a name and a value of 1 to \(limit) characters.")
    }
    let value = VisibleText.clean(value)
    self.init(name: VisibleText.clean(name), value: Self.html(value), source: value)
  }

  /// The value as it was typed; of what nobody kept, its text.
  package var typed: String { source ?? PlainText.text(of: value) }

  private static func html(_ value: String) -> String {
    let text = VisibleText.escape(value)
    guard let address = AS.IRI(value) else { return text }
    let href = VisibleText.escape(address.string)
    return "<a href=\"\(href)\" rel=\"me nofollow noopener\">\(text)</a>"
  }
}

extension ActorKey {
  /// The keys of an actor that are its own: of its origin, and owned by it (FEP-521a, FEP-fe34).
  package static func keys(of actor: AS.Actor) -> [ActorKey] {
    let rsa = actor.keys.publicKeys
      .filter { $0.owner == actor.id && $0.id.origin == actor.id.origin }
      .filter { (try? VerificationKey(pem: $0.publicKeyPem)) != nil }
      .map { ActorKey(uri: $0.id.string, algorithm: .rsa, publicKey: $0.publicKeyPem) }
    let ed25519 = actor.keys.assertionMethods
      .filter { $0.controller == actor.id && $0.id.origin == actor.id.origin }
      .filter { (try? VerificationKey(multikey: $0.publicKeyMultibase)) != nil }
      .map { ActorKey(uri: $0.id.string, algorithm: .ed25519, publicKey: $0.publicKeyMultibase) }
    var seen: Set<String> = []
    return (rsa + ed25519).filter { seen.insert($0.uri).inserted }
  }

  /// The key itself, for verifying.
  package func verificationKey() throws -> VerificationKey {
    switch algorithm {
    case .rsa: try VerificationKey(pem: publicKey)
    case .ed25519: try VerificationKey(multikey: publicKey)
    }
  }
}

extension AS.ActorKeys {
  fileprivate init(_ keys: [ActorKey], owner: AS.IRI) {
    self.init()
    for key in keys {
      guard let id = AS.IRI(key.uri) else { continue }
      switch key.algorithm {
      case .rsa: publicKeys.append(AS.PublicKey(id: id, owner: owner, publicKeyPem: key.publicKey))
      case .ed25519:
        assertionMethods.append(
          AS.Multikey(id: id, controller: owner, publicKeyMultibase: key.publicKey)
        )
      }
    }
  }
}

extension Model.ActorEndpoints {
  fileprivate init(_ actor: AS.Actor) {
    self.init(
      inbox: actor.endpoints.inbox.string,
      // An inbox elsewhere would make this node deliver to whomever the actor names.
      sharedInbox: actor.endpoints.sharedInbox
        .flatMap { $0.origin == actor.id.origin ? $0.string : nil },
      outbox: actor.endpoints.outbox?.string,
      followers: actor.endpoints.followers?.string,
      following: actor.endpoints.following?.string,
      featured: actor.endpoints.featured?.string,
      page: actor.profile.url?.string
    )
  }
}

extension ActorProfile.Kind {
  fileprivate init(_ type: AS.ActorType) {
    switch type {
    case .person: self = .person
    case .group: self = .group
    case .application: self = .application
    case .service: self = .service
    case .organization: self = .organization
    }
  }
}

extension AS.ActorType {
  fileprivate init(_ kind: ActorProfile.Kind) {
    switch kind {
    case .person: self = .person
    case .group: self = .group
    case .application: self = .application
    case .service: self = .service
    case .organization: self = .organization
    }
  }
}
