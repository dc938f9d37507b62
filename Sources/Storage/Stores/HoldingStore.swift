import Foundation
import GRDB
import Model

/// How much of each kind is stored about one member.
package struct HoldingStore {
  let db: Database

  /// The kinds, in the order in which they are shown, and what counts them; the member is argument 1.
  private static let counts: [(kind: Holding.Kind, query: StaticString)] = [
    (.mailAddress, "SELECT count(*) FROM member WHERE actorID = ?1 AND email IS NOT NULL"),
    (.post, "SELECT count(*) FROM post WHERE authorID = ?1"),
    (.upload, "SELECT count(*) FROM upload WHERE ownerID = ?1"),
    (.following, "SELECT count(*) FROM follow WHERE followerID = ?1"),
    (.follower, "SELECT count(*) FROM follow WHERE followeeID = ?1"),
    (
      .reaction,
      """
      SELECT (SELECT count(*) FROM liking WHERE actorID = ?1)
        + (SELECT count(*) FROM boost WHERE actorID = ?1)
      """
    ),
    (
      .vote,
      """
      SELECT (SELECT count(*) FROM vote WHERE actorID = ?1)
        + (SELECT count(*) FROM consultationVote WHERE actorID = ?1)
      """
    ),
    (.attendance, "SELECT count(*) FROM attendance WHERE actorID = ?1"),
    (.talent, "SELECT count(*) FROM talent WHERE memberID = ?1"),
    (.participation, "SELECT count(*) FROM participation WHERE memberID = ?1"),
    (.recommendation, "SELECT count(*) FROM testimonial WHERE subjectID = ?1 OR authorID = ?1"),
    (.bookmark, "SELECT count(*) FROM bookmark WHERE memberID = ?1"),
    (.list, "SELECT count(*) FROM list WHERE memberID = ?1"),
    (.filter, "SELECT count(*) FROM filter WHERE memberID = ?1"),
    (
      .block,
      """
      SELECT (SELECT count(*) FROM block WHERE actorID = ?1)
        + (SELECT count(*) FROM mute WHERE memberID = ?1)
        + (SELECT count(*) FROM domainBlock WHERE memberID = ?1)
      """
    ),
    (.conversation, "SELECT count(*) FROM conversation WHERE memberID = ?1"),
    (.notification, "SELECT count(*) FROM notification WHERE memberID = ?1"),
    (.scheduledPost, "SELECT count(*) FROM scheduledPost WHERE memberID = ?1"),
    (.session, "SELECT count(*) FROM webSession WHERE memberID = ?1"),
    (.application, "SELECT count(*) FROM accessToken WHERE memberID = ?1"),
    (.pushSubscription, "SELECT count(*) FROM pushSubscription WHERE memberID = ?1"),
    (.secondFactor, "SELECT count(*) FROM twoFactor WHERE memberID = ?1"),
    (.letter, "SELECT count(*) FROM letter WHERE memberID = ?1"),
    (.report, "SELECT count(*) FROM report WHERE reporterID = ?1 OR targetID = ?1"),
  ]

  /// What is stored about a member, kinds of which there is nothing too.
  package func all(of member: ActorID) throws -> [Holding] {
    try Self.counts.map { kind, query in
      Holding(kind: kind, count: try db.count("\(fixed: query)", [member]))
    }
  }
}
