import ArgumentParser
import Federation
import Foundation
import Model
import Node
import Storage

/// `maillage need`: what members need.
struct NeedCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "need",
    abstract: "What people need: say it, find it, see who could help.",
    discussion: """
      A need is a post that says besides its words which skills, how much, where and until when.

      Example: maillage need list
      """,
    subcommands: [
      NeedCreateCommand.self, NeedListCommand.self, NeedShowCommand.self,
      NeedMatchesCommand.self, NeedCloseCommand.self,
    ]
  )
}

/// `maillage offer`: what members offer.
struct OfferCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "offer",
    abstract: "What people offer: say it, find it, see who needs it.",
    discussion: """
      An offer is a post that says besides its words which skills, how much, where and until when.

      Example: maillage offer list
      """,
    subcommands: [
      OfferCreateCommand.self, OfferListCommand.self, NeedShowCommand.self,
      NeedMatchesCommand.self, NeedCloseCommand.self,
    ]
  )
}

/// What a member needs or offers, and for whom it says so.
struct NeedWriting: ParsableArguments {
  @Argument(help: "The member.")
  var name: String

  @Argument(help: "The title.")
  var title: String

  @Argument(help: "The text, in Markdown.")
  var text: String

  @OptionGroup var parts: NeedOptions
  @OptionGroup var ring: RingOptions

  func plan(
    _ purpose: Need.Purpose,
    _ words: WordOptions,
    on node: OpenNode,
    _ call: Call
  ) async throws -> Change {
    let member = try await node.member(named: name)
    let language = words.language.rawValue
    let need = try await parts.need(purpose, title, on: node, in: language, at: call.now)
    var draft = PostDraft(source: text, language: language)
    draft.need = need
    try await ring.apply(to: &draft, on: node)
    let place = try await node.services.outbox.ring(of: draft, as: member.actorID)
    let verb = purpose == .offer ? "offer" : "ask for"
    let written = draft
    return Change(of: member.name, "\(verb) ‘\(title)’ as \(member.name) for \(place.name)") {
      let post = try await node.services.outbox.publish(written, as: member.actorID)
      return try await node.report(ofNeed: post, words)
    }
  }
}

/// `maillage need create NAME TITLE TEXT`.
struct NeedCreateCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Say what a member needs.",
    discussion: """
      Example: maillage need create lea "Souder un portail" "Il a pris un camion." --skill soudure:2 \
      --amount 4 --near Nantes --within 20 --open 4w --audience territory
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var words: WordOptions
  @OptionGroup var writing: NeedWriting

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    try await writing.plan(.request, words, on: node, call)
  }
}

/// `maillage offer create NAME TITLE TEXT`.
struct OfferCreateCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Say what a member offers.",
    discussion: """
      Example: maillage offer create marc "Une scie à ruban" "Le soir." --transfer --unit one \
      --amount 1 --near Nantes --audience territory
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var words: WordOptions
  @OptionGroup var writing: NeedWriting

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    try await writing.plan(.offer, words, on: node, call)
  }
}

/// Which needs or offers are listed.
struct NeedChoice: ParsableArguments {
  @Option(name: .customLong("as"), help: "Look with the eyes of this member; else: what is public.")
  var reader: String?

  @Option(name: .customLong("of"), help: "Only what this one says: a name or an address.")
  var author: String?

  @Flag(help: "Also what is closed.")
  var closed = false

  @Option(help: "How many, up to 200.")
  var limit = 50

  func report(
    _ purpose: Need.Purpose,
    _ words: WordOptions,
    on node: OpenNode,
    at now: Date
  ) async throws -> Report {
    var asker = Reader.anyone
    if let reader { asker = .member(try await node.member(named: reader).actorID) }
    var choice = NeedStore.Choice(purpose, onlyOpen: !closed)
    if let author {
      guard let actor = try await node.knownActor(at: author) else {
        throw NotFound("\(author) is not known here.")
      }
      choice.author = actor.id
    }
    let catalog = try await SkillWords(services: node.services).catalog()
    let needs = try await node.database.read { [choice, asker] tx in
      try tx.needs.list(choice, by: asker, limit: max(1, min(limit, 200)), at: now)
        .compactMap { id in
          try tx.posts.find(id).flatMap { post in
            try tx.actors.find(post.authorID).flatMap { author in
              NeedShape(post, by: author, catalog, words.language.rawValue, at: now)
            }
          }
        }
    }
    var table = Table("TITLE", "BY", "PLACE", "STATE", "ADDRESS")
    for need in needs {
      table.add(need.title, need.author, need.place?.name ?? "", need.standing, need.uri)
    }
    return try Report(table.text(ifEmpty: "Nothing."), needs)
  }
}

/// `maillage need list`.
struct NeedListCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List what is needed, the newest first; what has expired is closed.",
    discussion: "Example: maillage need list --as lea"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var words: WordOptions
  @OptionGroup var choice: NeedChoice

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    try await choice.report(.request, words, on: node, at: call.now)
  }
}

/// `maillage offer list`.
struct OfferListCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List what is offered, the newest first; what has expired is closed.",
    discussion: "Example: maillage offer list --as lea"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var words: WordOptions
  @OptionGroup var choice: NeedChoice

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    try await choice.report(.offer, words, on: node, at: call.now)
  }
}

/// `maillage need show URL`.
struct NeedShowCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a need or an offer.",
    discussion: "Example: maillage need show https://atelier.example/posts/1"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var words: WordOptions

  @Argument(help: "The URL of the post.")
  var url: String

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    try await node.report(ofNeed: try await node.post(at: url), words)
  }
}

/// `maillage need matches NAME URL`.
struct NeedMatchesCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "matches",
    abstract: "Show what answers to a need or an offer: offers, needs, and people who can.",
    discussion: """
      It looks at what this node holds and a member may see; nothing is asked of anybody.

      Example: maillage need matches lea https://atelier.example/posts/1
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var words: WordOptions

  @Argument(help: "The member who looks.")
  var name: String

  @Argument(help: "The URL of the post.")
  var url: String

  @Option(help: "How many of each, up to 100.")
  var limit = 20

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let member = try await node.member(named: name)
    let found = try await node.database.read {
      try $0.posts.readable(uri: url, by: .member(member.actorID))
    }
    guard let need = found?.post.body.need else {
      throw NotFound("\(url) is no need or offer that \(member.name) can read.")
    }
    let matches = try await NeedMatcher(services: node.services)
      .matches(of: need, for: member.actorID, limit: max(1, min(limit, 100)))
    let catalog = try await SkillWords(services: node.services).catalog()
    let shape = NeedMatchesShape(matches, catalog, words.language.rawValue)
    return try Report(shape.shown, shape)
  }
}

/// `maillage need close NAME URL`.
struct NeedCloseCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "close",
    abstract: "Close a need or an offer before its time: it was answered, or is so no more.",
    discussion: "Example: maillage need close lea https://atelier.example/posts/1 --withdrawn"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var words: WordOptions

  @Argument(help: "The member who wrote it.")
  var name: String

  @Argument(help: "The URL of the post.")
  var url: String

  @Flag(help: "It is so no more, rather than answered.")
  var withdrawn = false

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let member = try await node.member(named: name)
    let post = try await node.post(at: url, by: member)
    guard post.body.need != nil else { throw NotFound("\(url) is no need and no offer.") }
    return Change(of: url, "close \(url)") {
      let closed = try await node.services.outbox
        .settle(post.id, as: withdrawn ? .withdrawn : .answered, by: member.actorID)
      return try await node.report(ofNeed: closed, words)
    }
  }
}

extension OpenNode {
  /// A need or an offer, all that it says.
  func report(ofNeed post: Post, _ words: WordOptions) async throws -> Report {
    let catalog = try await SkillWords(services: services).catalog()
    let author = try await database.read { try $0.actors.find(post.authorID) }
    let now = services.now()
    guard let author,
      let shape = NeedShape(post, by: author, catalog, words.language.rawValue, at: now)
    else { throw NotFound("\(post.uri) is no need and no offer.") }
    return try Report(shape.shown, shape)
  }
}
