import ArgumentParser
import Federation
import Foundation
import Model
import Node
import Storage

/// `maillage post show URL`.
struct PostShowCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a post that is stored here, with what it said before.",
    discussion: """
      With --as it shows what that member may see: a post that is not for it is not there.

      Example: maillage post show https://atelier.example/posts/1 --as bob
      """
  )

  @OptionGroup var options: GlobalOptions

  @Argument(help: "The post.")
  var url: String

  @Option(name: .customLong("as"), help: "Look with the eyes of this member.")
  var reader: String?

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let post = try await node.post(at: url)
    if let reader { try await check(post, isFor: try await node.member(named: reader), on: node) }
    let shape = try await node.database.read { tx in
      guard let author = try tx.actors.find(post.authorID) else { throw Refusal.absent }
      return Shape(
        post: PostShape(post, by: author),
        likes: try tx.reactions.count(.like, of: post.id),
        boosts: try tx.reactions.count(.boost, of: post.id),
        revisions: try tx.posts.revisions(of: post.id).map(Shape.Revision.init)
      )
    }
    return try Report(shape.shown, shape)
  }

  private func check(_ post: Post, isFor member: Member, on node: OpenNode) async throws {
    let found = try await node.database.read {
      try $0.posts.readable(post.id, by: .member(member.actorID))
    }
    guard found != nil else { throw NotFound("\(member.name) may not see \(url).") }
  }
}

extension PostShowCommand {
  fileprivate struct Shape: Encodable, Sendable {
    let post: PostShape
    let likes: Int
    let boosts: Int
    let revisions: [Revision]

    struct Revision: Encodable, Sendable {
      let text: String
      let warning: String?
      let replacedAt: Date

      init(_ revision: PostRevision) {
        text = PlainText.text(of: revision.html)
        warning = revision.summary
        replacedAt = revision.replacedAt
      }
    }

    var shown: String {
      let earlier = revisions.map { revision in
        let text = revision.text.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n")
        return "Until \(revision.replacedAt.shown):\n\(text)"
      }
      return ([post.shown(), "  \(likes) likes, \(boosts) boosts"] + earlier)
        .joined(separator: "\n")
    }
  }
}
