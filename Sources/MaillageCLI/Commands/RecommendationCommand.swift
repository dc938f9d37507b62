import ArgumentParser
import Federation
import Foundation
import Model
import Node
import Storage

/// `maillage recommendation`: what is said of people and organisations.
struct RecommendationCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recommendation",
    abstract: "What is said of people and organisations: nothing is shown without their consent.",
    discussion: """
      Endorsements of skills (`talent endorse`) are answered here, too.

      Example: maillage recommendation give lea atelier@atelier.example --text "On time, always"
      """,
    subcommands: [
      RecommendationGiveCommand.self, RecommendationListCommand.self,
      RecommendationShowCommand.self, RecommendationAcceptCommand.self,
      RecommendationHideCommand.self, RecommendationReplyCommand.self,
      RecommendationWithdrawCommand.self,
    ]
  )
}

extension TestimonialLink: ExpressibleByArgument {}

/// What is said, and how the two are tied.
struct TestimonialOptions: ParsableArguments {
  @Option(help: "The tie: colleague (of a person), employee (of another), customer, partner, none.")
  var link = TestimonialLink.none

  @Option(help: "What is said, up to 2000 characters.")
  var text = ""
}

extension OpenNode {
  /// Says something in a member's name, and reports it.
  func testify(
    _ member: Member,
    of subject: ActorProfile,
    skill: SkillID? = nil,
    service: String? = nil,
    _ options: TestimonialOptions
  ) async throws -> Report {
    let made = try await services.outbox.testify(
      TestimonialDraft(
        about: subject,
        skill: skill,
        service: service,
        link: options.link,
        words: options.text
      ),
      as: member.actorID
    )
    return try Report(
      "Said; \(subject.uri) is asked whether it may be shown. Its number is \(made.id).",
      ["id": String(made.id), "uri": made.uri]
    )
  }

  /// A member or a group of this node, or the node itself, of which something is said.
  func subject(named name: String) async throws -> ActorProfile {
    let actor = try await actor(at: name)
    guard actor.isLocal else { throw NotFound("\(name) is not of this node.") }
    return actor
  }

  /// What everybody may see of what is said of somebody: held here of who is of this node, else asked for
  /// and verified.
  func said(of subject: ActorProfile) async throws -> TestimonialReading.Fetched {
    let reading = TestimonialReading(services: services)
    guard subject.isLocal else { return try await reading.fetched(about: subject) }
    return TestimonialReading.Fetched(shown: try await reading.about(subject, for: .anyone))
  }

  func shape(
    _ shown: [TestimonialReading.Shown],
    in language: String
  ) async throws -> [TestimonialShape] {
    let catalog = try await SkillWords(services: services).catalog()
    return shown.map { TestimonialShape($0, catalog, language) }
  }
}

/// `maillage recommendation give NAME WHOM`.
struct RecommendationGiveCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "give",
    abstract: "Recommend a person, an organisation or a service, in a member's name.",
    discussion: """
      Whom it is about is asked, and it is shown only if they agree. It is signed with the member's \
      key. A service is an offer: --service takes its address, and WHOM is who offers it.

      Example: maillage recommendation give lea atelier@atelier.example --link customer \
      --text "On time, always"
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var said: TestimonialOptions

  @Argument(help: "The member who speaks.")
  var name: String

  @Argument(help: "Of whom: @name@host, a URI, or a name of this node.")
  var whom: String

  @Option(help: "The address of an offer of theirs that is recommended, rather than themselves.")
  var service: String?

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let member = try await node.member(named: name)
    let subject = try await node.actor(at: whom)
    if let service {
      let offer = try await node.services.outbox.offer(service, for: member.actorID)
      guard offer.author.id == subject.id else {
        throw NotFound("\(service) is no offer of \(subject.uri).")
      }
    }
    let what = service ?? subject.uri
    return Change(of: what, "recommend \(what) in the name of \(member.name)") {
      try await node.testify(member, of: subject, service: service, said)
    }
  }
}

/// `maillage talent endorse NAME WHOM SKILL`.
struct TalentEndorseCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "endorse",
    abstract: "Endorse a skill of somebody, in a member's name.",
    discussion: """
      Whom it is about is asked, and it is shown only if they agree (`recommendation accept`). It \
      counts for the member's organisation; of colleagues it counts for the house of whom it is about.

      Example: maillage talent endorse lea paul@fabrique.example soudure --link customer
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var words: WordOptions
  @OptionGroup var said: TestimonialOptions

  @Argument(help: "The member who speaks.")
  var name: String

  @Argument(help: "Of whom: @name@host, a URI, or a member's name.")
  var whom: String

  @Argument(help: "The skill: its name or its URI.")
  var skill: String

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let member = try await node.member(named: name)
    let subject = try await node.actor(at: whom)
    let id = try await SkillWords(services: node.services)
      .skill(skill, in: words.language.rawValue)
    return Change(of: subject.uri, "endorse a skill of \(subject.uri) for \(member.name)") {
      try await node.testify(member, of: subject, skill: id, said)
    }
  }
}

/// `maillage talent endorsements WHOM`.
struct TalentEndorsementsCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "endorsements",
    abstract: "Show by whom skills of somebody are endorsed, and by how many organisations.",
    discussion: """
      Of a person of another node, its node is asked, and every signature is checked; what does not \
      hold is left out, and said.

      Example: maillage talent endorsements paul@fabrique.example
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var words: WordOptions

  @Argument(help: "Of whom: @name@host, a URI, or a member's name.")
  var whom: String

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let subject = try await node.actor(at: whom)
    let all = try await node.said(of: subject)
    let shapes = try await node.shape(
      all.shown.filter { $0.testimonial.skill != nil },
      in: words.language.rawValue
    )
    return try TestimonialShape.report(shapes, leftOut: all.leftOut)
  }
}
