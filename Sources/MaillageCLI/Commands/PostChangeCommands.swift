import ArgumentParser
import Federation
import Foundation
import Model
import Node

/// `maillage post edit NAME URL TEXT`.
struct PostEditCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "edit",
    abstract: "Change what a post says.",
    discussion: """
      What it said before is kept and shown by post show. With --poll a poll asks something else, \
      and all votes so far are void.

      Example: maillage post edit alice https://atelier.example/posts/1 "Demain à 10 h"
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var extras: PostOptions

  @OptionGroup var question: PollOptions

  @Argument(help: "The member who wrote it.")
  var name: String

  @Argument(help: "The post.")
  var url: String

  @Argument(help: "The new text, in Markdown.")
  var text: String

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let member = try await node.member(named: name)
    let post = try await node.post(at: url, by: member)
    let draft = PostDraft(
      source: text,
      summary: extras.warning ?? post.body.summary,
      language: extras.language ?? post.body.language,
      attachments: try extras.attachments,
      poll: question.draft
    )
    return Change(of: post.uri, "change the text of \(post.uri)") {
      try await node.report(
        of: node.services.outbox.edit(post.id, to: draft, as: member.actorID)
      )
    }
  }
}

/// `maillage post delete NAME URL`.
struct PostDeleteCommand: DestroyingCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete",
    abstract: "Delete a post, here and wherever it went.",
    discussion: "Example: maillage post delete alice https://atelier.example/posts/1 --yes"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var confirmation: ConfirmOptions

  @Argument(help: "The member who wrote it.")
  var name: String

  @Argument(help: "The post.")
  var url: String

  var question: String { "Delete \(url) for good?" }

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let member = try await node.member(named: name)
    let post = try await node.post(at: url, by: member)
    return Change(of: post.uri, "delete \(post.uri)") {
      try await node.services.outbox.delete(post.id, as: member.actorID)
      return try Report("Deleted \(post.uri).", ["uri": post.uri])
    }
  }
}
