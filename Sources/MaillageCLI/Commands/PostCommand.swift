import ArgumentParser
import Federation
import Foundation
import Model
import Node

/// `maillage post`: what members write, and what they think of it.
struct PostCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "post",
    abstract: "Post as a member, and change, like or boost posts.",
    discussion: """
      Without a verb it makes a post.

      Example: maillage post alice "Bonjour à tous" --audience territory
      """,
    subcommands: [
      PostCreateCommand.self, PostEditCommand.self, PostDeleteCommand.self, PostShowCommand.self,
      PostLikeCommand.self, PostUnlikeCommand.self, PostBoostCommand.self,
      PostUnboostCommand.self, PostPinCommand.self, PostUnpinCommand.self, PostUnquoteCommand.self,
    ],
    defaultSubcommand: PostCreateCommand.self
  )
}

extension Audience: ExpressibleByArgument {}
extension Circle: ExpressibleByArgument {}

/// What a post carries besides its text.
struct PostOptions: ParsableArguments {
  @Option(help: "A content warning.")
  var warning: String?

  @Option(help: "The language (BCP 47).")
  var language: String?

  @Option(parsing: .upToNextOption, help: "URLs of pictures or documents.")
  var attach: [String] = []

  var attachments: [Attachment] {
    get throws {
      try attach.map { url in
        guard Origin(of: url) != nil else { throw Refusal.malformed("‘\(url)’ is no web address.") }
        return Attachment(url: url)
      }
    }
  }
}

/// `maillage post create NAME TEXT`.
struct PostCreateCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Post as a member.",
    discussion: """
      The text is Markdown. Without an audience it is the member's, else the node's default. A \
      reply goes no further than what it answers. Members post for a territory once they have \
      accepted its charter.

      Example: maillage post create alice "Qui vient demain ?" --audience territory
      Example: maillage post create alice "Le four" --media four.jpg --description "Un four à bois"
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var extras: PostOptions
  @OptionGroup var files: MediaOptions

  @Argument(help: "The member who writes.")
  var name: String

  @Argument(help: "The text, in Markdown.")
  var text: String

  @Option(help: "node, territory, public, followers or direct.")
  var audience: Audience?

  @Option(help: "For which territory, where the node belongs to several.")
  var territory: String?

  @Option(help: "The group that it is for: @name@host, a URL, or the name of one of this node.")
  var group: String?

  @Option(help: "The URL of the post that this answers.")
  var replyTo: String?

  @OptionGroup var question: PollOptions

  @Option(help: "The URL of the post that this quotes; its author is asked.")
  var quote: String?

  @Option(help: "Who may quote it: everyone, followers or nobody.")
  var quotes: Circle?

  @Option(help: "Who may answer it: everyone, followers or nobody.")
  var replies: Circle?

  func gather() throws -> [UInt8]? { try files.gather() }

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let member = try await node.member(named: name)
    let uploads = try files.drafts(of: call.input)
    for upload in uploads { try node.services.uploads.check(upload) }
    var draft = PostDraft(
      source: text,
      audience: audience,
      territory: try territory.map(node.territory(named:))?.id,
      inReplyTo: replyTo,
      summary: extras.warning,
      language: extras.language,
      attachments: try extras.attachments,
      poll: question.draft,
      quote: quote,
      quotableBy: quotes,
      answerableBy: replies
    )
    if let group {
      let actor = try await node.actor(at: group)
      guard actor.kind == .group else { throw Refusal.malformed("\(actor.address) is no group.") }
      draft.group = actor
    }
    let ring = try await node.services.outbox.ring(of: draft, as: member.actorID)
    let place = draft.group.map { " in \($0.address)" } ?? ""
    let files = uploads.isEmpty ? "" : " with \(uploads.count) files"
    let written = draft
    let summary = "post as \(member.name) for \(ring.name)\(place)\(files)"
    return Change(of: member.name, summary) {
      var draft = written
      var taken: [Attachment] = []
      for upload in uploads {
        taken.append(
          Attachment(try await node.services.uploads.add(upload, by: member.actorID))
        )
      }
      draft.attachments = taken
      let post = try await node.services.outbox.publish(draft, as: member.actorID)
      return try await node.report(of: post)
    }
  }
}

extension OpenNode {
  /// A territory by the name that it has here.
  func territory(named name: String) throws -> KnownNodes.Territory {
    let territories = services.known.territories
    guard let found = territories.first(where: { $0.localName == name || $0.id.text == name })
    else {
      let known = territories.map(\.localName).joined(separator: ", ")
      throw NotFound(
        "No territory is called ‘\(name)’ here; "
          + (known.isEmpty ? "this node belongs to none." : "known are: \(known).")
      )
    }
    return found
  }

  /// A post that was just written.
  func report(of post: Post) async throws -> Report {
    guard let author = try await database.read({ try $0.actors.find(post.authorID) }) else {
      throw Refusal.absent
    }
    return try Report(post.uri, PostShape(post, by: author))
  }

  /// A post that a member of this node wrote.
  func post(at url: String, by member: Member) async throws -> Post {
    let post = try await post(at: url)
    guard post.authorID == member.actorID else {
      throw Refusal.forbidden("\(url) was not written by \(member.name).")
    }
    return post
  }
}
