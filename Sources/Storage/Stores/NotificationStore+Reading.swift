import Foundation
import GRDB
import Model

// What a member sees of its notifications.
extension NotificationStore {
  /// A notification with all that is needed to show it.
  package struct Entry: Sendable, Hashable {
    package var notification: MemberNotification
    package var actor: ActorProfile
    package var post: ReadablePost?
  }

  /// Which notifications are asked for.
  package struct Choice: Sendable, Hashable {
    package var kinds: Set<MemberNotification.Kind>
    /// Only those of one actor.
    package var actor: ActorID?
    /// With an actor: those that are kept apart, too.
    package var includesFiltered: Bool
    /// The kinds of which a group is shown as one.
    package var grouped: Set<MemberNotification.Kind>

    package init(
      kinds: Set<MemberNotification.Kind> = Set(MemberNotification.Kind.allCases),
      actor: ActorID? = nil,
      includesFiltered: Bool = false,
      grouped: Set<MemberNotification.Kind> = []
    ) {
      self.kinds = kinds
      self.actor = actor
      self.includesFiltered = includesFiltered
      self.grouped = grouped
    }

    fileprivate var kindList: String { Self.json(kinds) }
    fileprivate var groupedList: String { Self.json(grouped) }

    private static func json(_ kinds: Set<MemberNotification.Kind>) -> String {
      "[" + kinds.map { "\"\($0.rawValue)\"" }.sorted().joined(separator: ",") + "]"
    }
  }

  /// How many of those who did something are named with a group.
  static let mostSamples = 8

  // MARK: Lists

  /// A member's notifications, newest first; with grouped kinds, the newest of each group.
  package func list(
    of member: ActorID,
    _ page: Page,
    _ choice: Choice = Choice()
  ) throws -> [Entry] {
    try page.filled { page in
      let rows = try rows(of: member, choice, page)
      return zip(rows, try complete(rows, for: member)).map { row, entry in
        (number: row.notification.id, value: entry)
      }
    }
  }

  /// A member's notifications with those that are shown as one taken together.
  package func groups(
    of member: ActorID,
    _ page: Page,
    _ choice: Choice
  ) throws -> [(NotificationGroup, Entry)] {
    let entries = try list(of: member, page, choice)
    let groups = try groups(of: entries, in: choice.grouped, for: member)
    return Array(zip(groups, entries))
  }

  package func find(_ id: Int64, of member: ActorID) throws -> Entry? {
    let row = try db.first(
      """
      SELECT \(Self.columns), \(ActorStore.columns)
      FROM notification JOIN actor ON actor.id = notification.actorID
      WHERE notification.id = ?2 AND notification.memberID = ?1 AND \(Self.visible)
      """,
      [member, id],
      Self.entry
    )
    return try row.flatMap { try complete([$0], for: member).first ?? nil }
  }

  /// What was told last, to anybody, after a number: for those who wait for it.
  package func latest(after id: Int64, limit: Int = 200) throws -> [MemberNotification] {
    try db.all(
      """
      SELECT \(Self.columns) FROM notification WHERE id > ? AND isFiltered = 0
      ORDER BY id LIMIT ?
      """,
      [id, limit]
    ) { MemberNotification(row: $0, from: 0) }
  }

  /// How many notifications a member has after a number, counted up to a limit.
  package func count(
    of member: ActorID,
    _ choice: Choice = Choice(),
    after id: Int64,
    limit: Int
  ) throws -> Int {
    try db.count(
      "SELECT count(*) FROM (SELECT 1 \(Self.plain) LIMIT ?5)",
      [member, Int64.max, id, choice.kindList, limit, choice.groupedList]
    )
  }

  // MARK: Removing

  /// - Returns: Whether there was one.
  @discardableResult
  package func dismiss(_ id: Int64, of member: ActorID) throws -> Bool {
    try db.run("DELETE FROM notification WHERE id = ? AND memberID = ?", [id, member])
    return db.changesCount > 0
  }

  /// Removes all that a member sees; what is kept apart stays.
  package func clear(_ member: ActorID) throws {
    try db.run("DELETE FROM notification WHERE memberID = ? AND isFiltered = 0", [member])
  }

  // MARK: Groups

  /// The group under a key, with its newest notification.
  package func group(_ key: String, of member: ActorID) throws -> (NotificationGroup, Entry)? {
    guard let id = try latest(in: key, of: member), let entry = try find(id, of: member) else {
      return nil
    }
    let kinds: Set = [entry.notification.kind]
    return try groups(of: [entry], in: kinds, for: member).first.map { ($0, entry) }
  }

  /// Who did what a group tells of, the latest first.
  package func actors(
    inGroup key: String,
    of member: ActorID,
    limit: Int = 200
  ) throws
    -> [ActorProfile]
  {
    guard let id = Self.sole(key) else {
      return try db.all(
        """
        SELECT \(ActorStore.columns) \(Self.members) ORDER BY notification.id DESC LIMIT ?3
        """,
        [member, key, Page(limit: limit).limit],
        ActorProfile.init(row:)
      )
    }
    return try find(id, of: member).map { [$0.actor] } ?? []
  }

  /// - Returns: Whether there was anything.
  @discardableResult
  package func dismissGroup(_ key: String, of member: ActorID) throws -> Bool {
    if let id = Self.sole(key) { return try dismiss(id, of: member) }
    try db.run(
      """
      DELETE FROM notification WHERE memberID = ? AND groupKey = ? AND isFiltered = 0
      """,
      [member, key]
    )
    return db.changesCount > 0
  }

  private static func sole(_ key: String) -> Int64? {
    key.hasPrefix("ungrouped-") ? Int64(key.dropFirst("ungrouped-".count)) : nil
  }

  private func latest(in key: String, of member: ActorID) throws -> Int64? {
    if let id = Self.sole(key) { return id }
    return try db.first(
      "SELECT notification.id \(Self.members) ORDER BY notification.id DESC LIMIT 1",
      [member, key]
    ) { $0[0] }
  }

  /// The groups of which some notifications are the newest; of kinds that are not grouped each stands
  /// alone.
  private func groups(
    of entries: [Entry],
    in kinds: Set<MemberNotification.Kind>,
    for member: ActorID
  ) throws -> [NotificationGroup] {
    let newest = entries.map { entry in
      var newest = entry.notification
      // Apps know groups by their keys: each that stands alone needs its own.
      if !kinds.contains(newest.kind) { newest.groupKey = MemberNotification.soleKey(newest.id) }
      return newest
    }
    let keys = newest.map(\.groupKey).filter { Self.sole($0) == nil }
    let members = try members(ofGroups: keys, for: member)
    return newest.map { newest in
      guard let members = members[newest.groupKey] else {
        return NotificationGroup(
          latest: newest,
          count: 1,
          samples: [newest.actorID],
          firstID: newest.id
        )
      }
      return NotificationGroup(
        latest: newest,
        count: members.count,
        samples: members.samples,
        firstID: members.firstID
      )
    }
  }

  /// How many there are in groups, which is the first, and who did the latest, by the groups' keys.
  private func members(
    ofGroups keys: [String],
    for member: ActorID
  ) throws -> [String: (count: Int, firstID: Int64, samples: [ActorID])] {
    guard !keys.isEmpty else { return [:] }
    let list = String(decoding: try JSONEncoder().encode(keys), as: UTF8.self)
    let samples: [String: [(id: Int64, actor: ActorID)]] = try db.gathered(
      """
      SELECT wanted.value, sample.id, sample.actorID FROM json_each(?2) AS wanted
      CROSS JOIN notification AS sample ON sample.id IN (
        SELECT notification.id \(Self.membersOfEach)
        ORDER BY notification.id DESC LIMIT ?3)
      """,
      [member, list, Self.mostSamples]
    ) { ($0[1], $0[2]) }
    return try db.indexed(
      """
      SELECT wanted.value,
        (SELECT count(*) \(Self.membersOfEach)),
        (SELECT min(notification.id) \(Self.membersOfEach))
      FROM json_each(?2) AS wanted
      """,
      [member, list]
    ) { row in
      let latest = (samples[row[0]] ?? []).sorted { $0.id > $1.id }
      return (row[1], row[2] ?? 0, latest.map(\.actor))
    }
  }

  // MARK: Statements

  /// Not of people whom the member wants to hear no more, nor of those who are gone.
  private static let visible = """
    (notification.kind = 'admin.report' OR NOT EXISTS (
      SELECT 1 FROM actor AS source WHERE source.id = notification.actorID
        AND (source.suspendedAt IS NOT NULL OR source.deletedAt IS NOT NULL
          OR EXISTS (SELECT 1 FROM hostStanding
            WHERE hostStanding.host = source.host AND standing = 'suspended')
          OR EXISTS (SELECT 1 FROM domainBlock
            WHERE domainBlock.memberID = ?1 AND domainBlock.domain = source.host)
          OR EXISTS (SELECT 1 FROM mute WHERE mute.memberID = ?1
            AND mute.targetID = source.id AND mute.hidesNotifications = 1))))
    """

  private static let members = """
    FROM notification JOIN actor ON actor.id = notification.actorID
    WHERE notification.memberID = ?1 AND notification.groupKey = ?2
      AND notification.isFiltered = 0 AND \(NotificationStore.visible)
    """

  /// The same of the group whose key is at hand.
  private static let membersOfEach = """
    \(NotificationStore.members.replacing("?2", with: "wanted.value"))
    """

  private static let plain = """
    FROM notification CROSS JOIN actor ON actor.id = notification.actorID
    WHERE notification.memberID = ?1 AND notification.isFiltered = 0
      AND notification.id < ?2 AND notification.id > ?3
      AND notification.kind IN (SELECT value FROM json_each(?4))
      AND \(NotificationStore.visible) AND \(NotificationStore.isNewestOfGroup)
    """

  private static let ofActor = """
    FROM notification CROSS JOIN actor ON actor.id = notification.actorID
    WHERE notification.actorID = ?7 AND notification.memberID = ?1
      AND notification.isFiltered <= ?8
      AND notification.id < ?2 AND notification.id > ?3
      AND notification.kind IN (SELECT value FROM json_each(?4))
      AND \(NotificationStore.visible) AND \(NotificationStore.isNewestOfGroup)
    """

  private static let isNewestOfGroup = """
    (notification.groupKey IS NULL
      OR notification.kind NOT IN (SELECT value FROM json_each(?6))
      OR NOT EXISTS (SELECT 1 FROM notification AS newer WHERE newer.memberID = ?1
        AND newer.groupKey = notification.groupKey AND newer.isFiltered = 0
        AND newer.id > notification.id
        AND \(NotificationStore.visible.replacing("notification.", with: "newer."))))
    """

  private func rows(of member: ActorID, _ choice: Choice, _ page: Page) throws -> [Entry] {
    let arguments: Arguments = [
      member, page.before, page.after, choice.kindList, page.limit, choice.groupedList,
    ]
    guard let actor = choice.actor else {
      return try db.all(
        """
        SELECT \(Self.columns), \(ActorStore.columns) \(Self.plain)
        ORDER BY notification.id \(fixed: page.direction) LIMIT ?5
        """,
        arguments,
        Self.entry
      )
    }
    return try db.all(
      """
      SELECT \(Self.columns), \(ActorStore.columns) \(Self.ofActor)
      ORDER BY notification.id \(fixed: page.direction) LIMIT ?5
      """,
      arguments + [actor, choice.includesFiltered],
      Self.entry
    )
  }

  private static func entry(_ row: Row) -> Entry {
    Entry(
      notification: MemberNotification(row: row, from: 0),
      actor: ActorProfile(row: row, from: columnCount)
    )
  }

  /// With their posts; nothing where the member may not read one any more.
  private func complete(_ entries: [Entry], for member: ActorID) throws -> [Entry?] {
    let ids = Set(entries.compactMap(\.notification.postID))
    let posts = try PostStore(db: db).readable(Array(ids), by: .member(member))
    return entries.map { entry in
      guard let id = entry.notification.postID else { return entry }
      guard let found = posts[id] else { return nil }
      var entry = entry
      entry.post = found
      return entry
    }
  }
}
