import GRDB
import Model

/// Which rows make which answers old, told to ``Freshness`` by triggers.
///
/// SQLite runs them for every row, whichever store wrote it and however, also for those that vanish
/// with others. They are temporary: they belong to the one connection that writes and are no part of
/// the file. (SQLite reports writes to the program, too, but not those to tables without a number.)
extension Freshness {
  /// What a row of a table says something about.
  struct Concern: Sendable {
    fileprivate enum Kind: Int64 {
      case everything, post, account, reader, tokens, arrival
    }

    fileprivate let kind: Kind
    /// The column that names it, of the row or of those that the way leads to.
    fileprivate var column: StaticString = "0"
    /// How a column of the row leads to rows of another table.
    fileprivate var way: Way?
    fileprivate var events = Event.allCases

    fileprivate struct Way {
      let table: StaticString
      let key: StaticString
      let value: StaticString
    }

    fileprivate enum Event: CaseIterable {
      case insert, update, delete
    }

    fileprivate static func post(_ column: StaticString = "postID") -> Concern {
      Concern(kind: .post, column: column)
    }
    fileprivate static func account(_ column: StaticString = "actorID") -> Concern {
      Concern(kind: .account, column: column)
    }
    fileprivate static func reader(_ column: StaticString = "memberID") -> Concern {
      Concern(kind: .reader, column: column)
    }
    fileprivate static let tokens = Concern(kind: .tokens)
    fileprivate static let everything = Concern(kind: .everything)

    fileprivate func through(
      _ table: StaticString,
      where key: StaticString,
      is value: StaticString
    ) -> Concern {
      var concern = self
      concern.way = Way(table: table, key: key, value: value)
      return concern
    }

    fileprivate func on(_ events: Event...) -> Concern {
      var concern = self
      concern.events = events
      return concern
    }
  }

  /// Each table whose rows answers show, or which decides who sees what.
  static let concerns: [(table: StaticString, concerns: [Concern])] = [
    // What a token stands for never changes; that it is used is written down often.
    ("accessToken", [.tokens.on(.delete)]),
    ("accountLimit", [.account()]),
    (
      "actor",
      [
        .account("id"), .reader("id"),
        // Who is suspended takes no place in an event.
        .post("postID").through("attendance", where: "actorID", is: "id").on(.update),
      ]
    ),
    ("actorEmoji", [.account()]),
    ("actorPicture", [.account()]),
    ("addressee", [.post(), .reader("actorID")]),
    ("affiliation", [.reader("actorID"), .account("groupID")]),
    ("attachment", [.post()]),
    ("attendance", [.post(), .reader("actorID")]),
    ("block", [.reader("actorID"), .reader("targetID")]),
    ("bookmark", [.post()]),
    ("boost", [.post()]),
    ("clientApplication", [.tokens.on(.delete)]),
    ("consultation", [.post()]),
    ("consultationOption", [.post()]),
    ("customEmoji", [.post()]),
    ("domainBlock", [.reader()]),
    ("event", [.post()]),
    ("eventOrganizer", [.post()]),
    ("eventPlace", [.post()]),
    ("filter", [.reader()]),
    ("filterKeyword", [.reader("memberID").through("filter", where: "id", is: "filterID")]),
    (
      "filterStatus",
      [.post(), .reader("memberID").through("filter", where: "id", is: "filterID")]
    ),
    (
      "follow",
      [
        .reader("followerID"), .reader("followeeID"), .account("followerID"),
        .account("followeeID"),
      ]
    ),
    ("groupPost", [.post()]),
    ("groupRules", [.everything]),
    ("hashtag", [.post()]),
    ("hostStanding", [.everything]),
    ("liking", [.post()]),
    ("list", [.reader()]),
    ("listAccount", [.reader("memberID").through("list", where: "id", is: "listID")]),
    ("member", [.tokens, .account(), .reader("actorID")]),
    ("mute", [.reader()]),
    ("need", [.post()]),
    ("needSkill", [.post()]),
    ("pin", [.post()]),
    ("poll", [.post()]),
    ("pollOption", [.post()]),
    (
      "post",
      [
        .post("id"), .post("id").through("post", where: "uri", is: "inReplyTo"),
        .post("id").through("post", where: "inReplyTo", is: "uri"),
      ]
    ),
    ("postApplication", [.post()]),
    ("preference", [.reader()]),
    ("profileLine", [.account()]),
    ("question", [.post()]),
    ("quotation", [.post(), .post("id").through("post", where: "uri", is: "quoted")]),
    ("quoteStamp", [.post()]),
    ("relocation", [.account()]),
    ("territory", [.everything]),
    ("threadMute", [.reader()]),
    (
      "timelineEntry",
      [
        Concern(kind: .arrival, column: "memberID").on(.insert), .reader().on(.update, .delete),
      ]
    ),
    ("vote", [.post(), .reader("actorID")]),
  ]

  /// The tables of which no kept answer shows anything.
  static let unconcerned: Set<String> = [
    "accountNote", "actorKey", "agreement", "agreementSide", "alias", "announcement",
    "announcementReaction", "announcementReading", "audit", "authorizationCode", "backgroundFetch",
    "cachedMedia",
    "calendarFeed", "callAnswer", "callMute", "charterAcceptance", "consultationVote",
    "conversation", "conversationParticipant", "conversationPost", "declinedSuggestion",
    "delivery", "deliveryLane", "endorsement", "erasure", "erasureReceipt", "featuredTag",
    "followedTag", "furtherReaction", "givenPassword", "grdb_migrations", "groupTurn",
    "idempotency", "importedPost", "inboxActivity", "indicator", "indicatorReport", "introduced",
    "introduction", "keptUpload",
    "leaving", "letter", "listEntry", "mailPause", "mailPreference", "mailToken", "marker",
    "mediaFile", "memberArchive", "needTold", "nodeRule", "nodeRuleText", "nodeState",
    "notification", "notificationPermission", "notificationPolicy", "notificationRequest",
    "outboxActivity", "participation", "peering", "policyDraft", "policyGrant", "policyList",
    "policyRule", "postRevision", "postUpload", "publication", "publicationHead", "pushMessage",
    "pushSubscription", "recoveryCode", "redraft", "repeatedActivity", "report",
    "reportEvidence", "reportNote", "reportRule", "scheduledPost", "scheduledUpload",
    "searchActor", "searchGone", "searchPost", "searchTag", "settledPublication", "skill",
    "skillLabel", "skillRelation", "statement", "talent", "talentAvailability", "talentBucket",
    "talentDirectory", "talentEntry", "talentHelp", "talentHolder", "talentPlace",
    "talentPosting", "talentProfile", "talentWithdrawal", "teamInvitation", "testimonial",
    "testimonialConsent", "ticket", "tombstone", "twoFactor", "untoldPush", "upload", "valve",
    "waitingPublication", "webSession",
  ]

  /// Sets the triggers up on the connection that writes.
  func watch(_ db: Database) throws {
    db.add(
      function: DatabaseFunction("written", argumentCount: 3) { [self] values in
        note(values)
        return nil
      }
    )
    for (table, concerns) in Self.concerns {
      for concern in concerns {
        for event in concern.events { try concern.watch(table, event, db) }
      }
    }
  }

  private func note(_ values: [DatabaseValue]) {
    func number(_ index: Int) -> Int64? { Int64.fromDatabaseValue(values[index]) }
    guard let kind = number(0).flatMap(Concern.Kind.init), let id = number(1)
    else { return }
    switch kind {
    case .everything: note(.everything)
    case .post: note(.subject(.post(PostID(rawValue: id))))
    case .account: note(.subject(.account(ActorID(rawValue: id))))
    case .reader: note(.subject(.reader(ActorID(rawValue: id))))
    case .tokens: note(.subject(.tokens))
    case .arrival: note(.arrival(ActorID(rawValue: id), number(2) ?? 0))
    }
  }
}

extension Freshness.Concern {
  fileprivate func watch(_ table: StaticString, _ event: Event, _ db: Database) throws {
    switch event {
    case .insert: try watch(table, event: "INSERT", row: "NEW", db)
    case .delete: try watch(table, event: "DELETE", row: "OLD", db)
    case .update:
      try watch(table, event: "UPDATE", row: "OLD", db)
      try watch(table, event: "UPDATE", row: "NEW", db)
    }
  }

  private func watch(
    _ table: StaticString,
    event: StaticString,
    row: StaticString,
    _ db: Database
  ) throws {
    let kind = kind.code
    switch (self.kind, way) {
    case (.everything, _), (.tokens, _):
      try db.execute(
        sql: """
          CREATE TEMP TRIGGER IF NOT EXISTS
            written_\(fixed: table)_\(fixed: kind)_\(fixed: event)
          AFTER \(fixed: event) ON \(fixed: table)
          BEGIN SELECT written(\(fixed: kind), 0, 0); END
          """
      )
    case (_, let way?):
      try db.execute(
        sql: """
          CREATE TEMP TRIGGER
            written_\(fixed: table)_\(fixed: kind)_\(fixed: way.value)_\(fixed: event)_\(fixed: row)
          AFTER \(fixed: event) ON \(fixed: table)
          BEGIN SELECT written(\(fixed: kind), \(fixed: column), 0) FROM \(fixed: way.table)
            WHERE \(fixed: way.key) = \(fixed: row).\(fixed: way.value); END
          """
      )
    case (.arrival, _):
      try db.execute(
        sql: """
          CREATE TEMP TRIGGER written_\(fixed: table)_arrival
          AFTER \(fixed: event) ON \(fixed: table)
          BEGIN SELECT written(\(fixed: kind), NEW.\(fixed: column), NEW.id); END
          """
      )
    default:
      try db.execute(
        sql: """
          CREATE TEMP TRIGGER
            written_\(fixed: table)_\(fixed: kind)_\(fixed: column)_\(fixed: event)_\(fixed: row)
          AFTER \(fixed: event) ON \(fixed: table)
          BEGIN SELECT written(\(fixed: kind), \(fixed: row).\(fixed: column), 0); END
          """
      )
    }
  }
}

extension Freshness.Concern.Kind {
  fileprivate var code: StaticString {
    switch self {
    case .everything: "0"
    case .post: "1"
    case .account: "2"
    case .reader: "3"
    case .tokens: "4"
    case .arrival: "5"
    }
  }
}
