import ArgumentParser
import Federation
import Foundation
import Model
import Node

/// `maillage member leave NAME`.
struct MemberLeaveCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "leave",
    abstract: "Close the account of somebody who leaves, hand over groups, and erase it on a day.",
    discussion: """
      The account is suspended at once, and everything is signed out. On the day it is deleted as \
      `member delete` does; `member restore` before that ends it.

      Example: maillage member leave bob --hand-groups-to alice --erase-on 2027-06-30
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "The member.")
  var name: String

  @Option(help: "Who looks after the groups from now on that the member looked after.")
  var handGroupsTo: String?

  @Option(help: "The day on which all of it is erased, as 2027-06-30.")
  var eraseOn: String?

  func validate() throws {
    if let eraseOn, Self.day(eraseOn) == nil {
      throw ValidationError("--erase-on is a day such as 2027-06-30.")
    }
  }

  private static func day(_ text: String) -> Date? {
    guard text.wholeMatch(of: /\d{4}-\d{2}-\d{2}/) != nil else { return nil }
    return try? Date(text + "T00:00:00Z", strategy: .iso8601)
  }

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let member = try await node.member(named: name)
    let heir = try handGroupsTo.map(LocalName.init)
    let day = eraseOn.flatMap(Self.day)
    let groups = try await node.database.read { try $0.groups.administered(by: member.actorID) }
    if heir == nil, !groups.isEmpty {
      let names = groups.map(\.name).joined(separator: ", ")
      throw Refusal.conflict("\(member.name) looks after \(names): say --hand-groups-to NAME.")
    }
    if let heir { _ = try await node.member(named: heir.description) }
    let name = try LocalName(member.name)
    return Change(of: member.name, "close \(name) and hand over \(groups.count) groups") {
      let handed = try await node.accounts.leave(
        name,
        Accounts.Farewell(heir: heir, eraseAt: day)
      )
      let erasing = day.map { " It is erased on \($0.shown)." } ?? ""
      let groups = handed.isEmpty ? "" : " Handed over: \(handed.joined(separator: ", "))."
      return try Report(
        "Closed \(name).\(groups)\(erasing)",
        Shape(name: name.description, groups: handed, eraseAt: day)
      )
    }
  }

  private struct Shape: Encodable {
    let name: String
    let groups: [String]
    let eraseAt: Date?
  }
}

/// `maillage member receipt NAME`.
struct MemberReceiptCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "receipt",
    abstract: "Show what became of an erasure: which nodes were told, and when each took it.",
    discussion: "Example: maillage member receipt bob"
  )

  @OptionGroup var options: GlobalOptions

  @Argument(help: "The name that the member had.")
  var name: String

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let uri = node.services.addresses.actor(.person, named: try LocalName(name).description)
    guard let found = try await node.accounts.receipt(of: uri.string) else {
      throw NotFound("\(name) was not erased here.")
    }
    var table = Table("NODE", "ACKNOWLEDGED")
    for receipt in found.hosts {
      table.add(receipt.host, receipt.acknowledgedAt?.shown ?? "not yet")
    }
    let head = "\(found.erasure.actor) was erased on \(found.erasure.erasedAt.shown)."
    return try Report(
      "\(head)\n\(table.text(ifEmpty: "No other node had to be told."))",
      Shape(
        found.erasure.actor,
        found.erasure.activity,
        found.erasure.erasedAt,
        found.hosts.map { ($0.host, $0.acknowledgedAt) }
      )
    )
  }

  private struct Shape: Encodable {
    struct Host: Encodable {
      let host: String
      let acknowledgedAt: Date?
    }

    let actor: String
    let activity: String
    let erasedAt: Date
    let hosts: [Host]

    init(
      _ actor: String,
      _ activity: String,
      _ erasedAt: Date,
      _ hosts: [(host: String, acknowledgedAt: Date?)]
    ) {
      self.actor = actor
      self.activity = activity
      self.erasedAt = erasedAt
      self.hosts = hosts.map { Host(host: $0.host, acknowledgedAt: $0.acknowledgedAt) }
    }
  }
}
