import GRDB
import Model

/// How members post and read, when they say nothing else.
package struct PreferenceStore {
  let db: Database

  package func find(_ member: ActorID) throws -> Preferences {
    guard let account = try MemberStore(db: db).find(member) else { return Preferences() }
    var preferences =
      try db.first(
        """
        SELECT isListed, isSensitive, quotableBy, media, expandsWarnings FROM preference
        WHERE memberID = ?
        """,
        [member]
      ) { row in
        Preferences(
          isListed: row[0],
          isSensitive: row[1],
          quotableBy: row[2],
          media: row[3],
          expandsWarnings: row[4]
        )
      } ?? Preferences()
    preferences.audience = account.defaultAudience
    preferences.language = account.language
    return preferences
  }

  package func set(_ preferences: Preferences, of member: ActorID) throws {
    guard var account = try MemberStore(db: db).find(member) else { throw Refusal.absent }
    account.defaultAudience = preferences.audience
    account.language = preferences.language
    try MemberStore(db: db).update(account)
    try db.run(
      """
      INSERT OR REPLACE INTO preference (memberID, isListed, isSensitive, quotableBy, media,
        expandsWarnings) VALUES (?, ?, ?, ?, ?, ?)
      """,
      [
        member, preferences.isListed, preferences.isSensitive, preferences.quotableBy,
        preferences.media, preferences.expandsWarnings,
      ]
    )
  }
}
