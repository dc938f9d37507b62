import ArgumentParser
import Federation
import Foundation
import Model
import Node

/// `maillage report create NAME TARGET TEXT`.
struct ReportCreateCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Report somebody to the admins of this node.",
    discussion: """
      Nobody else hears of it; see report forward.

      Example: maillage report create alice @troll@bruit.example "insults" --post https://bruit.example/posts/9
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "The member who reports.")
  var name: String

  @Argument(help: "Whom: an address, a URL, or the plain name of somebody of this node.")
  var target: String

  @Argument(help: "What is wrong.")
  var text: String

  @Option(name: .customLong("post"), help: "The address of a post that shows it.")
  var posts: [String] = []

  @Option(
    name: .customLong("word"),
    help: "The number of an endorsement or a recommendation of theirs that shows it."
  )
  var testimonials: [Int64] = []

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let member = try await node.member(named: name)
    let actor = try await node.actor(at: target)
    var objects = [actor.uri]
    for url in posts {
      let reader = Reader.member(member.actorID)
      guard
        let found = try await node.database.read({
          try $0.posts.readable(uri: url, by: reader)
        }), found.author.id == actor.id
      else {
        throw NotFound("There is no post \(url) by \(actor.address) that \(name) can read.")
      }
      objects.append(found.post.uri)
    }
    for id in testimonials {
      let reading = TestimonialReading(services: node.services)
      let said = try? await reading.one(id, for: .member(member.actorID))
      guard let said, said.author.id == actor.id else {
        throw NotFound("There is no word \(id) by \(actor.address) that \(name) can read.")
      }
      objects.append(said.testimonial.uri)
    }
    return Change(of: actor.address, "report \(actor.address)") { [objects] in
      let number = try await ReportDesk(services: node.services)
        .report(objects, text, as: member.actorID)
      let shape = try await node.shape(of: try await node.reportCase(number))
      return try Report("Case \(number) about \(actor.address).", shape)
    }
  }
}

/// `maillage report appeal ADDRESS TEXT`.
struct ReportAppealCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "appeal",
    abstract: "Write down what somebody asks for whose account was suspended or limited.",
    discussion: """
      Appeals come by mail to the address that moderation.contact names.

      Example: maillage report appeal bob "It was a joke between friends."
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "Whose account.")
  var address: String

  @Argument(help: "What was written.")
  var text: String

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let account = try await node.account(at: address)
    let limit = try await node.database.read { try $0.limits.find(account.id) }
    guard account.suspendedAt != nil || limit != nil else {
      throw Refusal.conflict("\(account.address) is neither suspended nor limited.")
    }
    return Change(of: account.address, "write down an appeal of \(account.address)") { tx in
      let number = try ReportDesk(services: node.services)
        .appeal(of: account, text, at: call.now, in: tx)
      guard let entry = try tx.reports.find(number) else { throw Refusal.absent }
      return try Report("Case \(number).", try ReportShape(entry, in: tx))
    }
  }
}

/// `maillage report forward NUMBER`.
struct ReportForwardCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "forward",
    abstract: "Pass a report on to the node of whom it is about.",
    discussion: """
      It is told what is reported and what was said, in the name of this node; not by whom.

      Example: maillage report forward 7
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "The number of the case.")
  var number: Int64

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let entry = try await node.reportCase(number)
    let desk = ReportDesk(services: node.services)
    let forwarding = try await node.database.read { try desk.forwarding(entry, in: $0) }
    let host = forwarding.target.host
    return Change(of: "case \(number)", "pass case \(number) on to \(host)") { tx in
      try desk.forward(forwarding, at: call.now, in: tx)
      guard let entry = try tx.reports.find(number) else { throw Refusal.absent }
      return try Report("Case \(number) goes to \(host).", try ReportShape(entry, in: tx))
    } then: {
      node.services.deliveryWakeup.call()
    }
  }
}
