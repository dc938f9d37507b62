import GRDB

/// The migrations, oldest first; a released one is never edited.
enum Schema {
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration(M0001Foundation.name, migrate: M0001Foundation.migrate)
    migrator.registerMigration(M0002Territory.name, migrate: M0002Territory.migrate)
    migrator.registerMigration(M0003TicketReview.name, migrate: M0003TicketReview.migrate)
    migrator.registerMigration(
      M0004WaitingPublications.name,
      migrate: M0004WaitingPublications.migrate
    )
    migrator.registerMigration(
      M0005BackgroundFetches.name,
      migrate: M0005BackgroundFetches.migrate
    )
    migrator.registerMigration(M0006Media.name, migrate: M0006Media.migrate)
    migrator.registerMigration(M0007PollsAndMoves.name, migrate: M0007PollsAndMoves.migrate)
    migrator.registerMigration(M0008Quotes.name, migrate: M0008Quotes.migrate)
    migrator.registerMigration(M0009Moderation.name, migrate: M0009Moderation.migrate)
    migrator.registerMigration(M0010Search.name, migrate: M0010Search.migrate)
    migrator.registerMigration(M0011Groups.name, migrate: M0011Groups.migrate)
    migrator.registerMigration(M0012Events.name, migrate: M0012Events.migrate)
    migrator.registerMigration(M0013Evidence.name, migrate: M0013Evidence.migrate)
    migrator.registerMigration(M0014Clients.name, migrate: M0014Clients.migrate)
    migrator.registerMigration(
      M0016PushSubscriptions.name,
      migrate: M0016PushSubscriptions.migrate
    )
    migrator.registerMigration(M0017TwoFactor.name, migrate: M0017TwoFactor.migrate)
    migrator.registerMigration(M0018Notifications.name, migrate: M0018Notifications.migrate)
    migrator.registerMigration(M0019Ties.name, migrate: M0019Ties.migrate)
    migrator.registerMigration(M0020Lists.name, migrate: M0020Lists.migrate)
    migrator.registerMigration(M0021Filters.name, migrate: M0021Filters.migrate)
    migrator.registerMigration(M0022Keeping.name, migrate: M0022Keeping.migrate)
    migrator.registerMigration(M0023Drafts.name, migrate: M0023Drafts.migrate)
    migrator.registerMigration(M0024Apps.name, migrate: M0024Apps.migrate)
    registerSecondHalf(&migrator)
    return migrator
  }

  private static func registerSecondHalf(_ migrator: inout DatabaseMigrator) {
    migrator.registerMigration(M0025Talents.name, migrate: M0025Talents.migrate)
    migrator.registerMigration(M0027Apps2.name, migrate: M0027Apps2.migrate)
    migrator.registerMigration(M0028SeveralReactions.name, migrate: M0028SeveralReactions.migrate)
    migrator.registerMigration(M0029Apps3.name, migrate: M0029Apps3.migrate)
    migrator.registerMigration(M0030Needs.name, migrate: M0030Needs.migrate)
    migrator.registerMigration(M0031Testimonials.name, migrate: M0031Testimonials.migrate)
    migrator.registerMigration(M0032Attendance.name, migrate: M0032Attendance.migrate)
    migrator.registerMigration(M0033Consultations.name, migrate: M0033Consultations.migrate)
    migrator.registerMigration(M0034Questions.name, migrate: M0034Questions.migrate)
    migrator.registerMigration(M0035Teams.name, migrate: M0035Teams.migrate)
    migrator.registerMigration(M0036Indicators.name, migrate: M0036Indicators.migrate)
    migrator.registerMigration(M0037AuditChain.name, migrate: M0037AuditChain.migrate)
    migrator.registerMigration(M0039Mail.name, migrate: M0039Mail.migrate)
    migrator.registerMigration(M0040Leaving.name, migrate: M0040Leaving.migrate)
    migrator.registerMigration(M0043DirectorySizes.name, migrate: M0043DirectorySizes.migrate)
    migrator.registerMigration(
      M0044RepeatedActivities.name,
      migrate: M0044RepeatedActivities.migrate
    )
    migrator.registerMigration(M0045Words.name, migrate: M0045Words.migrate)
    migrator.registerMigration(M0046Announcements.name, migrate: M0046Announcements.migrate)
    migrator.registerMigration(M0047TalentMatches.name, migrate: M0047TalentMatches.migrate)
    migrator.registerMigration(M0048Services.name, migrate: M0048Services.migrate)
    migrator.registerMigration(M0049Participation.name, migrate: M0049Participation.migrate)
    migrator.registerMigration(M0050MemberArchives.name, migrate: M0050MemberArchives.migrate)
    migrator.registerMigration(M0051AwaitedReceipts.name, migrate: M0051AwaitedReceipts.migrate)
    migrator.registerMigration(
      M0053CertificateLetters.name,
      migrate: M0053CertificateLetters.migrate
    )
    migrator.registerMigration(M0055EarlierVersions.name, migrate: M0055EarlierVersions.migrate)
    migrator.registerMigration(M0056GivenPasswords.name, migrate: M0056GivenPasswords.migrate)
    migrator.registerMigration(M0060GroupTurns.name, migrate: M0060GroupTurns.migrate)
  }
}
