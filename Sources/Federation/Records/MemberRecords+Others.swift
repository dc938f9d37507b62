import Foundation
import Model
import Storage
import StrictJSON

// What a member has with others: words, teams, events, votes.
extension MemberRecords {
  /// Endorsements of skills, given and received: `direction` says which.
  ///
  /// `document` and `consent` are the
  /// signed documents (Protocol/endorsements.md).
  package func endorsements(of member: ActorID) async throws -> [JSON] {
    try await testimonials(of: member) { $0.skill != nil }
  }

  /// Recommendations, given and received, in the same rows as endorsements, without a skill.
  package func recommendations(of member: ActorID) async throws -> [JSON] {
    try await testimonials(of: member) { $0.skill == nil }
  }

  private func testimonials(
    of member: ActorID,
    _ isMeant: @escaping @Sendable (Testimonial) -> Bool
  ) async throws -> [JSON] {
    try await services.database.read { tx in
      let given = try Self.all { before in
        try tx.testimonials.by(member, Page(before: before, limit: Page.largest))
          .map { ($0.id, $0) }
      }
      let received = try Self.all { before in
        try tx.testimonials.about(member, Page(before: before, limit: Page.largest))
          .map { ($0.id, $0) }
      }
      let rows = given.map { ("given", $0) } + received.map { ("received", $0) }
      return try rows.filter { isMeant($0.1) }.sorted { $0.1.id < $1.1.id }
        .map { try Self.row($0.1, $0.0, tx) }
    }
  }

  private static func row(
    _ said: Testimonial,
    _ direction: String,
    _ tx: Transaction
  ) throws -> JSON {
    [
      "direction": .string(direction), "uri": .string(said.uri),
      "author": text(try tx.actors.find(said.author)?.uri),
      "subject": text(try tx.actors.find(said.subject)?.uri),
      "service": text(said.service),
      "skill": text(said.skill?.description),
      "link": .string(said.link.rawValue), "words": .string(said.words),
      "published_at": time(said.publishedAt), "state": .string(said.state.rawValue),
      "ring": text(said.consent?.ring.rawValue), "reply": text(said.consent?.reply),
      "document": .string(said.document), "consent": text(said.consent?.document),
    ]
  }

  /// Invitations to teams that the member got or made: `direction` is `received` or `given`; `state` says
  /// whether the person is in the team (`accepted`).
  package func teams(of member: ActorID) async throws -> [JSON] {
    try await services.database.read { tx in
      let received = try tx.teams.list(for: member, limit: .max)
      let given = try tx.teams.list(by: member).filter { $0.personID != member }
      let rows = received.map { ("received", $0) } + given.map { ("given", $0) }
      return try rows.sorted { $0.1.createdAt < $1.1.createdAt }.map { direction, invitation in
        let team = try tx.actors.find(invitation.groupID)
        return [
          "direction": .string(direction), "uri": .string(invitation.uri),
          "team": Self.text(team?.uri), "name": Self.text(team?.displayName),
          "person": Self.text(try tx.actors.find(invitation.personID)?.uri),
          "inviter": Self.text(try tx.actors.find(invitation.inviterID)?.uri),
          "message": Self.text(invitation.message), "state": .string(invitation.state.rawValue),
          "invited_at": Self.time(invitation.createdAt),
        ]
      }
    }
  }

  /// Events that the member takes part in, or asked to; what it holds itself is among its posts.
  package func events(of member: ActorID) async throws -> [JSON] {
    try await services.database.read { tx in
      try tx.attendances.list(by: member).map { wish in
        let post = try tx.posts.find(wish.postID)
        let event = post?.body.event
        return [
          "uri": Self.text(post?.uri), "title": Self.text(event?.title),
          "starts_at": Self.time(event?.startsAt), "ends_at": Self.time(event?.endsAt),
          "place": Self.text(event?.places.compactMap(\.name).first),
          "state": .string(wish.state.rawValue), "message": Self.text(wish.message),
          "join": .string(wish.uri), "asked_at": Self.time(wish.createdAt),
        ]
      }
    }
  }

  /// The member's votes in consultations, each as it was signed; `choice` is null for an
  /// abstention.
  package func votes(of member: ActorID) async throws -> [JSON] {
    try await services.database.read { tx in
      try tx.consultations.votes(by: member).map { post, vote in
        let consultation = try tx.consultations.find(post)
        let options = consultation?.options ?? []
        let choice = vote.choice.flatMap { options.indices.contains($0) ? options[$0] : nil }
        return [
          "uri": .string(vote.uri), "consultation": Self.text(try tx.posts.find(post)?.uri),
          "title": Self.text(consultation?.title), "choice": Self.text(choice),
          "cast_at": Self.time(vote.castAt), "counted": .bool(vote.isCounted),
          "document": .string(vote.document),
        ]
      }
    }
  }
}
