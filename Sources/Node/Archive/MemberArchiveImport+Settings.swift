import Foundation
import HTTPServer
import Model
import Storage
import StrictJSON

// How the member reads and wants to be told, out of `maillage/`.
extension MemberArchiveImport {
  /// How the member posts and reads, where it has said nothing of that here.
  ///
  /// For whom its posts are when it says nothing stays as it is here: rings are other people on another node.
  func takePreferences(isTrial: Bool) async throws -> Count {
    var count = Count(part: "preferences")
    guard let row = rows("preferences", &count).first else { return count }
    let id = member.actorID
    let known = try await node.database.read { try $0.preferences.find(id) }
    let usual = Preferences(audience: known.audience, language: known.language)
    guard known == usual else {
      count.known = 1
      return count
    }
    var wanted = usual
    wanted.isListed = row["isListed"] != false
    wanted.isSensitive = row["isSensitive"] == true
    wanted.quotableBy =
      row["quotableBy"]?.string.flatMap(Circle.init(rawValue:)) ?? usual.quotableBy
    wanted.media = row["media"]?.string.flatMap(Preferences.Media.init(rawValue:)) ?? usual.media
    wanted.expandsWarnings = row["expandsWarnings"]?.int == 1
    count.new = 1
    guard !isTrial else { return count }
    try await node.database.write { [wanted] in try $0.preferences.set(wanted, of: id) }
    return count
  }

  /// At which pace letters come, where that is as for everybody; the address is the account's own.
  func takeMail(isTrial: Bool) async throws -> Count {
    var count = Count(part: "mail")
    guard let row = rows("mail", &count).first else { return count }
    let standing = try await node.accounts.mailStanding(of: member.actorID)
    let usual = MailPreference(digestedAt: member.createdAt)
    let known = standing.preference
    guard
      (known.pace, known.quiet, known.tellsSignIns) == (usual.pace, usual.quiet, usual.tellsSignIns)
    else {
      count.known = 1
      return count
    }
    var change = MailChange()
    change.pace = row["pace"]?.string.flatMap(MailPace.init(rawValue:))
    if let from = row["quietFrom"]?.int, let to = row["quietTo"]?.int {
      change.quiet = QuietHours(from: from, to: to)
    }
    change.tellsSignIns = row["tellsSignIns"]?.int.map { $0 != 0 }
    count.new = 1
    if !isTrial { try await node.accounts.setMail(change, of: member.actorID) }
    return count
  }

  func takeFollowedTags(isTrial: Bool) async throws -> Count {
    var count = Count(part: "followedTags")
    let id = member.actorID
    for row in rows("followedTags", &count) {
      guard let tag = row["name"]?.string.flatMap(HashtagName.init) else {
        count.refuse(Refusal.malformed("A hashtag has no name."))
        continue
      }
      guard !(try await node.database.read { try $0.tags.isFollowed(tag, by: id) }) else {
        count.known += 1
        continue
      }
      do {
        if !isTrial { try await node.database.write { try $0.tags.follow(tag, by: id) } }
        count.new += 1
      } catch let refusal as Refusal {
        count.refuse(refusal)
      }
    }
    return count
  }
}
