import ArgumentParser
import Foundation
import Model
import Node
import Storage

/// `maillage account`: how far single accounts, of here and elsewhere, are heard.
struct AccountCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "account",
    abstract: "Limit and suspend single accounts, of this node and of others.",
    discussion: """
      Whole nodes are a matter of maillage policy.

      Example: maillage account list
      """,
    subcommands: [
      List.self, AccountShowCommand.self, AccountLimitCommand.self, AccountSuspendCommand.self,
      AccountRestoreCommand.self,
    ]
  )

  /// `maillage account list`.
  struct List: NodeCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the accounts that are suspended or limited.",
      discussion: "Example: maillage account list"
    )

    @OptionGroup var options: GlobalOptions

    func execute(on node: OpenNode, _ call: Call) async throws -> Report {
      let shapes = try await node.database.read { tx in
        var seen: Set<ActorID> = []
        return try (tx.limits.suspended() + tx.limits.limited())
          .filter { seen.insert($0.id).inserted }
          .map { try AccountShape($0, in: tx) }
      }
      var table = Table("ACCOUNT", "STANDING", "SINCE", "BY", "REASON")
      for shape in shapes {
        table.add(
          shape.actor.address,
          shape.standing,
          shape.since?.shown ?? "",
          shape.author ?? "",
          shape.reason ?? ""
        )
      }
      return try Report(table.text(ifEmpty: "No account is suspended or limited."), shapes)
    }
  }
}

/// An account and how it stands, as the command line prints it.
struct AccountShape: Encodable, Sendable {
  let actor: ActorShape
  let standing: String
  let since: Date?
  let author: String?
  let reason: String?
  /// How its whole node stands.
  let host: String

  init(_ actor: ActorProfile, in tx: Transaction) throws {
    let limit = try tx.limits.find(actor.id)
    self.actor = ActorShape(actor)
    standing = actor.suspendedAt != nil ? "suspended" : limit != nil ? "limited" : "free"
    since = actor.suspendedAt ?? limit?.createdAt
    author = limit?.author
    reason = limit?.reason
    host = try tx.standings.find(actor.host)?.rawValue ?? "free"
  }

  var shown: String {
    var lines = [
      "\(Styled.strong(actor.address)) \(actor.displayName)",
      "\(standing)\(since.map { " since \($0.shown)" } ?? "")", "its node  \(host)",
    ]
    if let author { lines.append("by        \(author)") }
    if let reason { lines.append("reason    \(reason)") }
    return lines.joined(separator: "\n")
  }
}

/// `maillage account show ADDRESS`.
struct AccountShowCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show how an account stands.",
    discussion: "Example: maillage account show @troll@bruit.example"
  )

  @OptionGroup var options: GlobalOptions

  @Argument(help: "An address, a URL, or the plain name of somebody of this node.")
  var address: String

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let account = try await node.account(at: address)
    let shape = try await node.database.read { try AccountShape(account, in: $0) }
    return try Report(shape.shown, shape)
  }
}

/// `maillage account limit ADDRESS`.
struct AccountLimitCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "limit",
    abstract: "Let only those who follow an account come across what it writes.",
    discussion: """
      Others find it when they ask for it. It is told nothing.

      Example: maillage account limit @loud@bruit.example --reason "too loud"
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "An address, a URL, or the plain name of somebody of this node.")
  var address: String

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let account = try await node.punishable(at: address)
    let entry = AccountLimitStore.Entry(
      author: call.caller,
      reason: changing.reason ?? "",
      createdAt: call.now
    )
    return Change(of: account.address, "limit \(account.address)") { tx in
      try tx.limits.set(entry, on: account.id)
      return try Report("Limited \(account.address).", try AccountShape(account, in: tx))
    }
  }
}

/// `maillage account suspend ADDRESS`.
struct AccountSuspendCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "suspend",
    abstract: "Hear and show nothing of an account; a member of this node cannot act then.",
    discussion: """
      What a member of this node wrote is kept; what somebody of another node wrote is deleted here \
      after 30 days.

      Example: maillage account suspend @troll@bruit.example --reason insults
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "An address, a URL, or the plain name of somebody of this node.")
  var address: String

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let account = try await node.punishable(at: address)
    guard account.suspendedAt == nil else {
      throw Refusal.conflict("\(account.address) is suspended already.")
    }
    let contact = account.isLocal ? node.services.settings.moderationContact : nil
    let told = contact.map { " It can appeal at \($0)." } ?? ""
    return Change(of: account.address, "suspend \(account.address)") {
      try await node.accounts.setSuspended(account, at: call.now)
      return try Report(
        "Suspended \(account.address).\(told)",
        try await node.accountShape(account.id)
      )
    }
  }
}

/// `maillage account restore ADDRESS`.
struct AccountRestoreCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Lift the suspension or the limit of an account.",
    discussion: "Example: maillage account restore @loud@bruit.example"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "An address, a URL, or the plain name of somebody of this node.")
  var address: String

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let account = try await node.account(at: address)
    let limit = try await node.database.read { try $0.limits.find(account.id) }
    guard account.suspendedAt != nil || limit != nil else {
      throw Refusal.conflict("\(account.address) is neither suspended nor limited.")
    }
    return Change(of: account.address, "restore \(account.address)") {
      try await node.accounts.setSuspended(account, at: nil)
      return try Report(
        "Restored \(account.address).",
        try await node.accountShape(account.id)
      )
    }
  }
}

extension OpenNode {
  /// An account by its address, without asking anybody when it is known: the suspended cannot be
  /// asked for.
  func account(at text: String) async throws -> ActorProfile {
    if let known = try await knownActor(at: text) { return known }
    return try await actor(at: text)
  }

  /// An account that can be limited or suspended.
  fileprivate func punishable(at text: String) async throws -> ActorProfile {
    let account = try await account(at: text)
    guard account.id != nodeActor.id else {
      throw Refusal.conflict("\(account.address) is the node itself.")
    }
    guard account.deletedAt == nil else {
      throw NotFound("\(account.address) was deleted.")
    }
    return account
  }

  fileprivate func accountShape(_ id: ActorID) async throws -> AccountShape {
    try await database.read { tx in
      guard let account = try tx.actors.find(id) else { throw Refusal.absent }
      return try AccountShape(account, in: tx)
    }
  }
}
