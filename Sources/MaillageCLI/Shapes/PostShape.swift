import Federation
import Foundation
import Model

/// A post as the command line prints it.
struct PostShape: Encodable, Sendable {
  let uri: String
  /// The type that its author gave it, such as Note or Event.
  let kind: String
  /// The page for people, where it is another address.
  let page: String?
  let author: String
  let audience: Audience
  let text: String
  let source: String?
  let warning: String?
  let language: String?
  let inReplyTo: String?
  let attachments: [File]
  let hashtags: [String]
  /// When and where, of an event.
  let event: EventShape?
  let emoji: [Emoji]
  /// What it quotes with the consent of its author.
  let quotes: String?
  let poll: PollShape?
  let publishedAt: Date
  let editedAt: Date?

  /// A picture or another file.
  struct File: Encodable, Sendable {
    let url: String
    let mediaType: String?
    let description: String?
  }

  /// A word between colons and its picture.
  struct Emoji: Encodable, Sendable {
    let name: String
    let url: String
  }

  init(_ post: Post, by author: ActorProfile) {
    uri = post.uri
    kind = post.kind
    page = post.page == post.uri ? nil : post.page
    self.author = author.address
    audience = post.audience
    text = PlainText.text(of: post.body.html)
    source = post.body.source
    warning = post.body.summary
    language = post.body.language
    inReplyTo = post.thread.inReplyTo
    attachments = post.body.attachments.map {
      File(url: $0.url, mediaType: $0.mediaType, description: $0.name)
    }
    hashtags = post.body.hashtags
    event = post.body.event.map(EventShape.init)
    emoji = post.body.emoji.map { Emoji(name: $0.name, url: $0.url) }
    quotes = post.quote.flatMap { $0.state == .accepted ? $0.quoted : nil }
    poll = post.poll.map { PollShape($0) }
    publishedAt = post.publishedAt
    editedAt = post.editedAt
  }

  /// The post over several lines, for people.
  func shown(boostedBy booster: String? = nil) -> String {
    var head = [Styled.strong(author), publishedAt.shown, audience.rawValue]
    if editedAt != nil { head.append("edited") }
    if let booster { head.append("boosted by \(booster)") }
    var lines = [head.joined(separator: " · ")]
    if let inReplyTo { lines.append("  in reply to \(inReplyTo)") }
    if let warning { lines.append("  " + Styled.warning("[\(warning)]")) }
    lines += event?.shown.map { "  \($0)" } ?? []
    lines += text.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)" }
    if let quotes { lines.append("  quotes \(quotes)") }
    lines += poll?.lines.map { "  \($0)" } ?? []
    for file in attachments {
      lines.append("  + \(file.url)")
      lines += (file.description ?? "").split(separator: "\n").map { "    \($0)" }
    }
    if let page, kind != "Note" { lines.append("  → \(page)") }
    lines.append("  \(uri)")
    return lines.joined(separator: "\n")
  }
}
