import Foundation
import GRDB
import Model

/// What posts need and offer.
package struct NeedStore {
  let db: Database

  /// How many candidates for a match are looked at.
  private static let mostMatches = 200

  // MARK: The parts of a post

  /// Writes what a post needs or offers now; nothing: it says so no more.
  func set(_ need: Need?, of post: PostID) throws {
    let matchedAt = try db.first("SELECT matchedAt FROM need WHERE postID = ?", [post]) {
      $0[0] as Int64?
    }
    guard let need else { return try db.run("DELETE FROM need WHERE postID = ?", [post]) }
    try db.run(
      """
      INSERT INTO need (postID, purpose, title, action, resource, amount, unit, returnAction,
        returnResource, returnAmount, returnUnit, isUnitBased, placeName, placeCode, latitude,
        longitude, kilometres, startsOn, endsOn, closesAt, status, isCall, matchedAt)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (postID) DO UPDATE SET purpose = excluded.purpose, title = excluded.title,
        action = excluded.action, resource = excluded.resource, amount = excluded.amount,
        unit = excluded.unit, returnAction = excluded.returnAction,
        returnResource = excluded.returnResource, returnAmount = excluded.returnAmount,
        returnUnit = excluded.returnUnit, isUnitBased = excluded.isUnitBased,
        placeName = excluded.placeName, placeCode = excluded.placeCode,
        latitude = excluded.latitude, longitude = excluded.longitude,
        kilometres = excluded.kilometres, startsOn = excluded.startsOn, endsOn = excluded.endsOn,
        closesAt = excluded.closesAt, status = excluded.status, isCall = excluded.isCall
      """,
      [
        post, need.purpose, need.title, need.primary.action, need.primary.resource,
        need.primary.quantity.amount?.thousandths, need.primary.quantity.unit.description,
        need.reciprocal?.action, need.reciprocal?.resource,
        need.reciprocal?.quantity.amount?.thousandths,
        need.reciprocal?.quantity.unit.description, need.isUnitBased, need.place?.name,
        need.place?.code, need.place?.position?.latitude, need.place?.position?.longitude,
        need.place?.kilometres, need.from?.number, need.until?.number,
        need.closesAt?.milliseconds, need.status, need.isCall, matchedAt ?? nil,
      ]
    )
    try db.run("DELETE FROM needSkill WHERE postID = ?", [post])
    for (position, skill) in need.skills.enumerated() {
      try db.run(
        "INSERT INTO needSkill (postID, position, skill, level) VALUES (?, ?, ?, ?)",
        [post, position, skill.id.description, skill.level.rawValue]
      )
    }
  }

  /// What a post needs or offers.
  package func find(_ post: PostID) throws -> Need? { try find([post])[post] }

  /// The same of many.
  func find(_ posts: [PostID]) throws -> [PostID: Need] {
    guard !posts.isEmpty else { return [:] }
    let skills: [PostID: [Need.Skill?]] = try db.gathered(
      """
      SELECT postID, skill, level
      FROM json_each(?) AS wanted CROSS JOIN needSkill ON needSkill.postID = wanted.value
      """,
      [posts.list]
    ) { row in
      SkillID(row[1] as String).map { id in
        Need.Skill(id: id, level: SkillLevel(rawValue: row[2]) ?? .notions)
      }
    }
    let needs: [PostID: Need?] = try db.indexed(
      """
      SELECT \(Self.columns), postID
      FROM json_each(?) AS wanted CROSS JOIN need ON need.postID = wanted.value
      """,
      [posts.list],
      by: 21
    ) { row in
      var need = Need(row: row)
      need?.skills = skills[row[21]]?.compactMap(\.self) ?? []
      return need
    }
    return needs.compactMapValues(\.self)
  }

  private static let columns = """
    purpose, title, action, resource, amount, unit, returnAction, returnResource, returnAmount, \
    returnUnit, isUnitBased, placeName, placeCode, latitude, longitude, kilometres, startsOn, \
    endsOn, closesAt, status, isCall
    """

  // MARK: Lists

  /// Which needs or offers of a list are asked for.
  package struct Choice: Sendable, Hashable {
    package var purpose: Need.Purpose?
    /// Only what can be answered now.
    package var onlyOpen: Bool
    package var author: ActorID?
    package var isCall: Bool
    /// Only what people of this node need and offer.
    package var onlyHere = false

    package init(
      _ purpose: Need.Purpose? = nil,
      onlyOpen: Bool = true,
      author: ActorID? = nil,
      isCall: Bool = false
    ) {
      (self.purpose, self.onlyOpen) = (purpose, onlyOpen)
      (self.author, self.isCall) = (author, isCall)
    }
  }

  /// The posts that a reader may read and comes across, newest first; expired ones are not open.
  package func list(
    _ choice: Choice,
    by reader: Reader,
    before: PostID? = nil,
    limit: Int,
    at now: Date
  ) throws -> [PostID] {
    var found: [PostID] = []
    var edge = before
    let isPublic = reader == .anyone
    while found.count < limit {
      let batch = try page(choice, isPublic, before: edge, limit: 100, at: now)
      for post in batch where found.count < limit {
        if try PostStore(db: db).comingAcross(post, for: reader) != nil { found.append(post) }
      }
      guard batch.count == 100, let last = batch.last else { break }
      edge = last
    }
    return found
  }

  private func page(
    _ choice: Choice,
    _ isPublic: Bool,
    before: PostID?,
    limit: Int,
    at now: Date
  ) throws -> [PostID] {
    try db.all(
      """
      SELECT need.postID FROM need CROSS JOIN post ON post.id = need.postID
      WHERE need.postID < ?1 AND (?2 IS NULL OR need.purpose = ?2)
        AND (?3 = 0 OR (need.status = 'open' AND ifnull(need.closesAt, ?4 + 1) > ?4))
        AND (?5 IS NULL OR post.authorID = ?5) AND need.isCall = ?6
        AND (?8 = 0 OR post.audience = 'public') AND (?9 = 0 OR post.isLocal = 1)
      ORDER BY need.postID DESC LIMIT ?7
      """,
      [
        before?.rawValue ?? Int64.max, choice.purpose, choice.onlyOpen, now.milliseconds,
        choice.author, choice.isCall, limit, isPublic, choice.onlyHere,
      ]
    ) { $0[0] }
  }

  // MARK: Matching

  /// What was not looked at for matches yet, oldest first.
  package func unmatched(limit: Int) throws -> [PostID] {
    try db.all(
      "SELECT postID FROM need WHERE matchedAt IS NULL ORDER BY postID LIMIT ?",
      [limit]
    ) { $0[0] }
  }

  package func markMatched(_ post: PostID, at time: Date) throws {
    try db.run("UPDATE need SET matchedAt = ? WHERE postID = ?", [time.milliseconds, post])
  }

  /// Notes that a member was told of what it can do.
  ///
  /// - Returns: False for one who was told before.
  package func tell(_ post: PostID, to member: ActorID) throws -> Bool {
    try db.run("INSERT OR IGNORE INTO needTold (memberID, postID) VALUES (?, ?)", [member, post])
    return db.changesCount > 0
  }

  package func wasTold(_ post: PostID, to member: ActorID) throws -> Bool {
    try db.has("SELECT 1 FROM needTold WHERE memberID = ? AND postID = ?", [member, post])
  }

  /// Open needs or offers with one of some skills or kinds of things, newest first: calls, or what is
  /// none.
  package func matching(
    _ purpose: Need.Purpose,
    skills: Set<String>,
    resource: String? = nil,
    areCalls: Bool = false,
    at now: Date
  ) throws -> [PostID] {
    let list = try String(
      decoding: JSONEncoder().encode(skills.sorted()),
      as: UTF8.self
    )
    return try db.all(
      """
      SELECT postID FROM need
      WHERE purpose = ?1 AND status = 'open' AND ifnull(closesAt, ?2 + 1) > ?2 AND isCall = ?6
        AND (postID IN (SELECT needSkill.postID FROM json_each(?3)
            JOIN needSkill ON needSkill.skill = json_each.value)
          OR (?4 IS NOT NULL AND resource = ?4))
      ORDER BY postID DESC LIMIT ?5
      """,
      [purpose, now.milliseconds, list, resource, Self.mostMatches, areCalls]
    ) { $0[0] }
  }
}

extension Need {
  /// Nothing for units or titles that no program of this kind wrote.
  init?(row: Row) {
    guard let quantity = Quantity(row, from: 4) else { return nil }
    self.init(
      row[0],
      title: row[1],
      primary: Intent(row[2], of: row[3], quantity)
    )
    if let action = row[6] as Intent.Action?, let quantity = Quantity(row, from: 8) {
      reciprocal = Intent(action, of: row[7], quantity)
    }
    isUnitBased = row[10]
    place = Place(row: row, from: 11)
    from = (row[16] as Int?).map(Day.init(number:))
    until = (row[17] as Int?).map(Day.init(number:))
    closesAt = row.dateIfAny(18)
    status = row[19]
    isCall = row[20]
  }
}

extension Need.Place {
  fileprivate init?(row: Row, from start: Int) {
    let (latitude, longitude): (Double?, Double?) = (row[start + 2], row[start + 3])
    self.init(name: row[start], code: row[start + 1], kilometres: row[start + 4])
    if let latitude, let longitude {
      position = Commune.Position(latitude: latitude, longitude: longitude)
    }
    guard name != nil || code != nil || position != nil else { return nil }
  }
}

extension Quantity {
  fileprivate init?(_ row: Row, from start: Int) {
    guard let word = row[start + 1] as String?, let unit = QuantityUnit(word) else { return nil }
    self.init((row[start] as Int64?).flatMap(Amount.init(thousandths:)), unit)
  }
}

extension Need.Purpose: DatabaseValueConvertible {}
extension Need.Intent.Action: DatabaseValueConvertible {}
extension Need.Status: DatabaseValueConvertible {}
