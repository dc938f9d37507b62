import GRDB
import Model

/// What is known of rows only until they are deleted, told by triggers of the connection that writes.
extension ChangeWatch {
  /// Sets the triggers up.
  func watch(_ db: Database) throws {
    try freshness.watch(db)
    db.add(
      function: DatabaseFunction("postEnds", argumentCount: 3) { [self] values in
        if let id = Int64.fromDatabaseValue(values[0]) {
          note(Self.readers(String.fromDatabaseValue(values[1]), values[2]), ofPost: id)
        }
        return nil
      }
    )
    db.add(
      function: DatabaseFunction("boostEnds", argumentCount: 2) { [self] values in
        if let number = Int64.fromDatabaseValue(values[0]),
          let actor = Int64.fromDatabaseValue(values[1])
        {
          note(.unboosted(number, by: ActorID(rawValue: actor)))
        }
        return nil
      }
    )
    try db.execute(sql: Self.triggers)
  }

  private static func readers(_ audience: String?, _ list: DatabaseValue) -> FormerReaders {
    switch audience.flatMap(Audience.init(rawValue:)) {
    case .public: .anyone
    case .node, .territory: .members
    case .followers, .direct, nil:
      .only(
        Set(
          (String.fromDatabaseValue(list) ?? "").split(separator: ",")
            .compactMap { Int64($0).map(ActorID.init(rawValue:)) }
        )
      )
    }
  }

  private static let triggers = """
    CREATE TEMP TRIGGER watched_post BEFORE DELETE ON post BEGIN
      SELECT postEnds(OLD.id, OLD.audience, CASE WHEN OLD.audience IN ('followers', 'direct') THEN (
        SELECT group_concat(member.actorID) FROM member WHERE member.actorID = OLD.authorID
          OR member.actorID IN (SELECT memberID FROM timelineEntry WHERE postID = OLD.id)
          OR member.actorID IN (SELECT actorID FROM addressee WHERE postID = OLD.id)
          OR (OLD.audience = 'followers' AND member.actorID IN (SELECT followerID FROM follow
            WHERE followeeID = OLD.authorID AND state = 'accepted'))) END);
    END;
    CREATE TEMP TRIGGER watched_boost AFTER DELETE ON boost BEGIN
      SELECT boostEnds(OLD.number, OLD.actorID);
    END;
    """
}
