import Federation
import Foundation
import Model
import Storage
import Testing

@testable import MaillageCLI
@testable import Node

@Suite("What an archive brings back of a member's settings, and lists that are too large")
struct MemberArchiveSettingsTests {
  private func furnished() async throws -> CommandHome {
    let home = try await CommandHome.make()
    _ = await home.run("member add alice --password-stdin", input: Self.password)
    _ = await home.run("member mail alice --pace daily --quiet 22-7 --sign-ins no")
    let alice = try await home.node.member(named: "alice").actorID
    let tag = try #require(HashtagName("scierie"))
    try await home.node.database.write { tx in
      try tx.tags.follow(tag, by: alice)
      let preferences = Preferences(
        audience: .public,
        isListed: false,
        isSensitive: true,
        language: "en",
        quotableBy: .followers,
        media: .all,
        expandsWarnings: true
      )
      try tx.preferences.set(preferences, of: alice)
    }
    _ = try await TalentDesk(services: home.node.services).edit(alice, by: .other) { profile, _ in
      profile.availability = .init(
        try Availability(hoursPerMonth: 12, from: Day("2027-01-05"), release: .yes)
      )
      profile.help = [.init(.mentoring), .init(.shortHelp)]
    }
    return home
  }

  private static let password = "un mot de passe"

  /// Has alice's archive made with her password: her talents are in no other.
  private func export(_ home: CommandHome, to file: String) async -> AdminReply {
    let line = "member export alice --to x --password-stdin"
    return await home.run(line, input: "\(file)\0\(Self.password)")
  }

  @Test(
    "preferences, pace of letters, followed hashtags, time and kinds of help come with it, once"
  )
  func settings() async throws {
    let home = try await furnished()
    let other = try await CommandHome.make("ruche.example")
    _ = await other.run("member add anna")
    let file = other.home.file("alice.zip")
    #expect(await export(home, to: file).exitCode == 0)

    let trial = await other.run("member import-archive anna x --unsigned --dry-run", input: file)
    let anna = try await other.node.member(named: "anna")
    let before = try await other.node.accounts.mailStanding(of: anna.actorID).preference
    _ = await other.run("member import-archive anna x --unsigned", input: file)
    let again = try await other.json("member import-archive anna x --unsigned", input: file)

    #expect(trial.exitCode == 0 && before.pace == .weekly, "\(trial.errors)")
    let (preferences, isFollowed, profile) = try await other.node.database.read { tx in
      (
        try tx.preferences.find(anna.actorID),
        try tx.tags.isFollowed(try #require(HashtagName("scierie")), by: anna.actorID),
        try tx.talents.profile(of: anna.actorID)
      )
    }
    let mail = try await other.node.accounts.mailStanding(of: anna.actorID).preference
    #expect(!preferences.isListed && preferences.isSensitive && preferences.expandsWarnings)
    #expect(preferences.quotableBy == .followers && preferences.media == .all)
    // Rings are other people here.
    #expect(preferences.audience == nil)
    #expect(mail.pace == .daily && mail.quiet == QuietHours(from: 22, to: 7) && !mail.tellsSignIns)
    #expect(mail.confirmed == nil)
    #expect(isFollowed)
    #expect(profile?.availability?.value.hoursPerMonth == 12)
    #expect(profile?.availability?.value.from == Day("2027-01-05"))
    // Another employer has not said so yet.
    #expect(profile?.availability?.value.release == .asked)
    #expect(profile?.availability?.ring == .organisation && profile?.listedUntil == nil)
    #expect(profile?.help.map(\.value).sorted() == [HelpKind.mentoring, .shortHelp].sorted())
    let parts = (again as? [String: Any])?["parts"] as? [[String: Any]] ?? []
    for part in parts { #expect(part["new"] as? Int == 0 || part["part"] as? String == "talents") }
    try await other.close()
    try await home.close()
  }

  @Test("what the member chose here stays, and a list that is too large costs that list alone")
  func bounds() async throws {
    let home = try await furnished()
    _ = await home.run("member add bob")
    _ = await home.run("member mail bob --pace monthly")
    let bob = try await home.node.member(named: "bob")
    let file = home.home.file("alice.zip")
    _ = await export(home, to: file)
    var bounds = ArchiveBounds()
    bounds.list = 40
    let packed = try UnpackedArchive(file, inside: home.home, within: bounds)
    let importing = try MemberArchiveImport(packed, on: home.node, for: bob)

    let counts = try await importing.takeOver(isTrial: false)
    let lists = try await importing.text(of: .following)

    let refused = Dictionary(uniqueKeysWithValues: counts.map { ($0.part, $0.refused) })
    #expect(refused["talents"] == 1 && refused["preferences"] == 1 && refused["mail"] == 1)
    #expect(refused["profile"] == 0 && refused["followedTags"] == 0)
    #expect(counts.first { $0.part == "followedTags" }?.new == 1)
    // Its head alone is longer.
    #expect(lists?.csv.isEmpty == true && lists?.leftOut.refused == 1)
    #expect(try await home.node.accounts.mailStanding(of: bob.actorID).preference.pace == .monthly)

    let whole = try UnpackedArchive(file, inside: home.home)
    _ = try await MemberArchiveImport(whole, on: home.node, for: bob).takeOver(isTrial: false)
    #expect(try await home.node.accounts.mailStanding(of: bob.actorID).preference.pace == .monthly)
    try await home.close()
  }
}
