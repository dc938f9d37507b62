import ActivityStreams
import Model
import Storage

extension Outbox {
  /// How what happens to a post is addressed: like the post.
  func addressing(
    _ post: Post,
    by actor: ActorProfile,
    _ addressees: [ActorProfile]
  ) -> AS.Audience {
    AS.Audience(
      post.audience,
      in: post.territory.flatMap(Digest.init(text:)),
      of: actor,
      addressing: addressees,
      addresses: services.addresses
    )
  }

  /// How far a boost goes: no further than the territory of what it boosts, and no further than the
  /// booster's followers if it wishes that.
  func ring(ofBoosting post: Post, onlyForFollowers: Bool) -> Audience {
    if post.audience == .territory { return .territory }
    return onlyForFollowers ? .followers : .public
  }

  /// What a member who leaves says in each territory that it wrote for: forget all of mine.
  ///
  /// Several where it wrote more than one publication may name.
  func farewells(of actor: ActorProfile, in tx: Transaction) throws -> [OutgoingActivity] {
    var farewells: [OutgoingActivity] = []
    for territory in services.known.territories {
      guard let log = territory.own else { continue }
      let numbers = try tx.publications.numbers(by: actor.id, log, in: territory.id)
      for start in stride(from: 0, to: numbers.count, by: AS.Limits.forgotten) {
        var activity = try services.outgoing.activity(
          .delete,
          by: actor,
          object: .id(try address(actor.uri)),
          at: services.now()
        )
        activity.audience = AS.Audience(
          .territory,
          in: territory.id,
          of: actor,
          addressing: [],
          addresses: services.addresses
        )
        var farewell = OutgoingActivity(
          actor: actor,
          activity: activity,
          audience: .territory,
          territory: territory.id
        )
        farewell.forgets = Array(numbers.dropFirst(start).prefix(AS.Limits.forgotten))
        farewells.append(farewell)
      }
    }
    return farewells
  }
}
