import ArgumentParser
import Federation
import Foundation
import Model
import Node
import Storage

/// `maillage recommendation list WHOM`.
struct RecommendationListCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List what is said of somebody and shown, or what waits for an answer.",
    discussion: """
      Of an organisation or a person of another node, its node is asked, and every signature is \
      checked.

      Example: maillage recommendation list lea --waiting
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var words: WordOptions

  @Argument(help: "Of whom: @name@host, a URI, or a name of this node.")
  var whom: String

  @Flag(help: "What waits for an answer or is hidden; of an actor of this node.")
  var waiting = false

  @Flag(help: "What the member itself said of others.")
  var written = false

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let reading = TestimonialReading(services: node.services)
    let actor = try await node.actor(at: whom)
    var all = TestimonialReading.Fetched()
    if written || waiting {
      guard actor.isLocal else { throw NotFound("\(whom) is not of this node.") }
      all.shown =
        try await written ? reading.by(actor) : reading.about(actor, for: .member(actor.id))
      if waiting { all.shown = all.shown.filter { $0.testimonial.state != .shown } }
    } else {
      all = try await node.said(of: actor)
    }
    return try TestimonialShape.report(
      try await node.shape(all.shown, in: words.language.rawValue),
      leftOut: all.leftOut
    )
  }
}

/// `maillage recommendation show ID`.
struct RecommendationShowCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show one thing that was said, if it is for everyone.",
    discussion: "Example: maillage recommendation show 12"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var words: WordOptions

  @Argument(help: "Its number.")
  var id: Int64

  @Option(name: .customLong("as"), help: "With the eyes of which member.")
  var reader: String?

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    var eyes = Reader.anyone
    if let reader { eyes = .member(try await node.member(named: reader).actorID) }
    do {
      let shown = try await TestimonialReading(services: node.services).one(id, for: eyes)
      let shape = try await node.shape([shown], in: words.language.rawValue)
      return try Report(shape[0].shown, shape[0])
    } catch Refusal.absent {
      throw NotFound("There is no such word that \(reader ?? "everyone") may see.")
    }
  }
}

/// A command of whom something is said: a member gives its password, as nobody agrees for another.
protocol TestimonialAnswerCommand: OwnTalentCommand {
  var id: Int64 { get }
}

extension TestimonialAnswerCommand {
  /// Who answers: a member itself, or whoever runs commands here for the node or a group.
  func answering(on node: OpenNode, _ call: Call) async throws -> ActorID {
    let actor = try await node.subject(named: name)
    guard actor.kind == .person else { return actor.id }
    return try await member(on: node, call).actorID
  }

  func gather() throws -> [UInt8]? {
    if own.passwordStdin { return try Secrets.fromStandardInput() }
    guard Console.isInteractive, let password = Console.secret("Password of \(name): ") else {
      return nil
    }
    return Array(password.utf8)
  }
}

/// `maillage recommendation accept NAME ID`.
struct RecommendationAcceptCommand: TestimonialAnswerCommand {
  static let configuration = CommandConfiguration(
    commandName: "accept",
    abstract: "Let something that was said of a member, a group or the node be shown.",
    discussion: """
      The consent is signed and can be taken back (`recommendation hide`). A member gives its \
      password.

      Example: maillage recommendation accept lea 12 --ring everyone --reply "Thank you"
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var own: OwnOptions

  @Argument(help: "Of whom it was said.")
  var name: String

  @Argument(help: "Its number.")
  var id: Int64

  @Option(help: "Who sees it: organisation, territory or everyone.")
  var ring = TalentRing.organisation

  @Option(help: "A reply, shown wherever it is shown.")
  var reply = ""

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let subject = try await answering(on: node, call)
    let shown = try await node.services.outbox.accept(id, for: ring, reply: reply, as: subject)
    return try Report(
      "Shown to \(ring.rawValue).",
      ["uri": shown.uri, "state": shown.state.rawValue, "ring": ring.rawValue]
    )
  }
}

/// `maillage recommendation reply NAME ID TEXT`.
struct RecommendationReplyCommand: TestimonialAnswerCommand {
  static let configuration = CommandConfiguration(
    commandName: "reply",
    abstract: "Write or change the reply that is shown beside what was said.",
    discussion: "Example: maillage recommendation reply lea 12 \"It was two days late, as agreed\""
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var own: OwnOptions

  @Argument(help: "Of whom it was said.")
  var name: String

  @Argument(help: "Its number.")
  var id: Int64

  @Argument(help: "The reply; empty: none.")
  var text: String

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let subject = try await answering(on: node, call)
    let shown = try await node.services.outbox.reply(to: id, text, as: subject)
    return try Report("Replied.", ["uri": shown.uri, "reply": text])
  }
}

/// `maillage recommendation hide NAME ID`.
struct RecommendationHideCommand: TestimonialAnswerCommand {
  static let configuration = CommandConfiguration(
    commandName: "hide",
    abstract: "Say no to what was said, or take back the consent to its being shown.",
    discussion: "Example: maillage recommendation hide lea 12"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var own: OwnOptions

  @Argument(help: "Of whom it was said.")
  var name: String

  @Argument(help: "Its number.")
  var id: Int64

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let subject = try await answering(on: node, call)
    try await node.services.outbox.hide(id, as: subject)
    return try Report("Not shown.", ["id": String(id), "state": "hidden"])
  }
}

/// `maillage recommendation withdraw NAME ID`.
struct RecommendationWithdrawCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "withdraw",
    abstract: "Take back what a member said of somebody, here and at their node.",
    discussion: "Example: maillage recommendation withdraw paul 12"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "The member who said it.")
  var name: String

  @Argument(help: "Its number.")
  var id: Int64

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let member = try await node.member(named: name)
    return Change(of: member.name, "take back what \(member.name) said") {
      try await node.services.outbox.withdraw(id, as: member.actorID)
      return try Report("Taken back.", ["id": String(id)])
    }
  }
}
