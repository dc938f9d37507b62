import GRDB

/// The stores, one per noun, inside one transaction.
///
/// It is not `Sendable`, so it can neither leave the closure that it is given to nor be used
/// across an `await`.
package struct Transaction {
  let db: Database
  /// What notes what this transaction does; nothing in one that only reads.
  var watch: ChangeWatch?
  let hooks = CommitHooks()

  package var actors: ActorStore { ActorStore(db: db) }
  package var members: MemberStore { MemberStore(db: db) }
  package var posts: PostStore { PostStore(db: db) }
  package var material: MaterialStore { MaterialStore(db: db) }
  package var groups: GroupStore { GroupStore(db: db) }
  package var groupTurns: GroupTurnStore { GroupTurnStore(db: db) }
  package var teams: TeamStore { TeamStore(db: db) }
  package var events: EventStore { EventStore(db: db) }
  package var attendances: AttendanceStore { AttendanceStore(db: db) }
  package var needs: NeedStore { NeedStore(db: db) }
  package var calls: CallStore { CallStore(db: db) }
  package var agreements: AgreementStore { AgreementStore(db: db) }
  package var search: SearchStore { SearchStore(db: db) }
  package var polls: PollStore { PollStore(db: db) }
  package var consultations: ConsultationStore { ConsultationStore(db: db) }
  package var questions: QuestionStore { QuestionStore(db: db) }
  package var quotes: QuoteStore { QuoteStore(db: db) }
  package var timelines: TimelineStore { TimelineStore(db: db) }
  package var follows: FollowStore { FollowStore(db: db) }
  package var reactions: ReactionStore { ReactionStore(db: db) }
  package var blocks: BlockStore { BlockStore(db: db) }
  package var repeats: RepeatStore { RepeatStore(db: db) }
  package var mutes: MuteStore { MuteStore(db: db) }
  package var domainBlocks: DomainBlockStore { DomainBlockStore(db: db) }
  package var accountNotes: AccountNoteStore { AccountNoteStore(db: db) }
  package var endorsements: EndorsementStore { EndorsementStore(db: db) }
  package var relationships: RelationshipStore { RelationshipStore(db: db) }
  package var notifications: NotificationStore { NotificationStore(db: db) }
  package var lists: ListStore { ListStore(db: db) }
  package var tags: TagStore { TagStore(db: db) }
  package var filters: FilterStore { FilterStore(db: db) }
  package var bookmarks: BookmarkStore { BookmarkStore(db: db) }
  package var markers: MarkerStore { MarkerStore(db: db) }
  package var conversations: ConversationStore { ConversationStore(db: db) }
  package var scheduledPosts: ScheduledPostStore { ScheduledPostStore(db: db) }
  package var idempotency: IdempotencyStore { IdempotencyStore(db: db) }
  package var redrafts: RedraftStore { RedraftStore(db: db) }
  package var participations: ParticipationStore { ParticipationStore(db: db) }
  package var preferences: PreferenceStore { PreferenceStore(db: db) }
  package var reports: ReportStore { ReportStore(db: db) }
  package var rules: RuleStore { RuleStore(db: db) }
  package var announcements: AnnouncementStore { AnnouncementStore(db: db) }
  package var inbox: InboxStore { InboxStore(db: db) }
  package var outbox: OutboxStore { OutboxStore(db: db) }
  package var backgroundFetches: BackgroundFetchStore { BackgroundFetchStore(db: db) }
  package var deliveries: DeliveryStore { DeliveryStore(db: db) }
  package var policies: PolicyStore { PolicyStore(db: db) }
  package var policyLists: PolicyListStore { PolicyListStore(db: db) }
  package var standings: HostStandingStore { HostStandingStore(db: db) }
  package var limits: AccountLimitStore { AccountLimitStore(db: db) }
  package var audit: AuditStore { AuditStore(db: db) }
  package var state: StateStore { StateStore(db: db) }
  package var clock: ClockStore { ClockStore(db: db) }
  package var peerings: PeeringStore { PeeringStore(db: db) }
  package var tickets: TicketStore { TicketStore(db: db) }
  package var territories: TerritoryStore { TerritoryStore(db: db) }
  package var statements: StatementStore { StatementStore(db: db) }
  package var publications: PublicationStore { PublicationStore(db: db) }
  package var introductions: IntroductionStore { IntroductionStore(db: db) }
  package var acceptances: CharterAcceptanceStore { CharterAcceptanceStore(db: db) }
  package var mediaFiles: MediaFileStore { MediaFileStore(db: db) }
  package var uploads: UploadStore { UploadStore(db: db) }
  package var actorPictures: ActorPictureStore { ActorPictureStore(db: db) }
  package var clients: ClientStore { ClientStore(db: db) }
  package var webSessions: WebSessionStore { WebSessionStore(db: db) }
  package var twoFactors: TwoFactorStore { TwoFactorStore(db: db) }
  package var push: PushStore { PushStore(db: db) }
  package var mail: MailStore { MailStore(db: db) }
  package var mailPreferences: MailPreferenceStore { MailPreferenceStore(db: db) }
  package var erasures: ErasureStore { ErasureStore(db: db) }
  package var holdings: HoldingStore { HoldingStore(db: db) }
  package var memberArchives: MemberArchiveStore { MemberArchiveStore(db: db) }
  package var portables: PortableStore { PortableStore(db: db) }
  package var skills: SkillStore { SkillStore(db: db) }
  package var talents: TalentStore { TalentStore(db: db) }
  package var talentDirectories: TalentDirectoryStore { TalentDirectoryStore(db: db) }
  package var testimonials: TestimonialStore { TestimonialStore(db: db) }
  package var indicators: IndicatorStore { IndicatorStore(db: db) }
  package var exchanges: ExchangeStore { ExchangeStore(db: db) }
  package var cachedMedia: CachedMediaStore { CachedMediaStore(db: db) }

  /// Runs a part whose effects vanish when it throws, while the rest of the transaction stays.
  package func attempt<Value>(_ body: (Transaction) throws -> Value) throws -> Value {
    var value: Value?
    let before = hooks.bodies.count
    let noted = watch?.notedCount
    do {
      try db.inSavepoint {
        value = try body(self)
        return .commit
      }
    } catch {
      // What is undone is not told.
      hooks.bodies.removeSubrange(before...)
      if let noted { watch?.forget(from: noted) }
      throw error
    }
    guard let value else { preconditionFailure("A savepoint was released without its body.") }
    return value
  }
}
