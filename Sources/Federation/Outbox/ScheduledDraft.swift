import Foundation
import Model

/// A draft as it is kept until its time.
struct ScheduledDraft: Codable, Sendable, Hashable {
  /// A file of the post.
  struct File: Codable, Sendable, Hashable {
    var url: String
    var mediaType: String?
    var name: String?
    var width: Int?
    var height: Int?
    var blurhash: String?
    var focusX: Double?
    var focusY: Double?
  }

  /// What the post asks.
  struct Question: Codable, Sendable, Hashable {
    var options: [String]
    var isMultiple: Bool
    var lifetime: Double
    /// Nothing in drafts that were kept before there was such a thing.
    var hidesTotals: Bool?

    init(_ poll: PollDraft) {
      (options, isMultiple, lifetime) = (poll.options, poll.isMultiple, poll.lifetime)
      hidesTotals = poll.hidesTotals
    }

    var draft: PollDraft {
      var draft = PollDraft(options: options, isMultiple: isMultiple, lifetime: lifetime)
      draft.hidesTotals = hidesTotals ?? false
      return draft
    }
  }

  var source: String
  var audience: String?
  var territory: String?
  var isListed: Bool
  var inReplyTo: String?
  var summary: String?
  var isSensitive: Bool
  var language: String?
  var files: [File]
  var question: Question?
  var quote: String?
  var quotableBy: String?
  var answerableBy: String?
  /// Nothing in drafts that were kept before there was such a thing.
  var application: WrittenWith?

  /// - Throws: `Refusal.malformed` for a post in a group, which is answered at once or not at all.
  init(_ draft: PostDraft) throws(Refusal) {
    guard draft.group == nil else {
      throw .malformed("A post for a group cannot be written for later.")
    }
    source = draft.source
    audience = draft.audience?.rawValue
    territory = draft.territory?.text
    isListed = draft.isListed
    inReplyTo = draft.inReplyTo
    summary = draft.summary
    isSensitive = draft.isSensitive
    language = draft.language
    files = (draft.attachments ?? []).map(File.init)
    question = draft.poll.map(Question.init)
    quote = draft.quote
    quotableBy = draft.quotableBy?.rawValue
    answerableBy = draft.answerableBy?.rawValue
    application = draft.application
  }

  init(json: String) throws { self = try JSONDecoder().decode(Self.self, from: Data(json.utf8)) }

  func json() throws -> String {
    String(decoding: try JSONEncoder().encode(self), as: UTF8.self)
  }

  /// The draft as it was.
  var draft: PostDraft {
    var draft = PostDraft(
      source: source,
      audience: audience.flatMap(Audience.init(rawValue:)),
      territory: territory.flatMap(Digest.init(text:)),
      inReplyTo: inReplyTo,
      summary: summary,
      language: language,
      attachments: files.isEmpty ? nil : files.map(\.attachment),
      poll: question?.draft,
      quote: quote,
      quotableBy: quotableBy.flatMap(Circle.init(rawValue:)),
      answerableBy: answerableBy.flatMap(Circle.init(rawValue:))
    )
    draft.isListed = isListed
    draft.isSensitive = isSensitive
    draft.application = application
    return draft
  }
}

extension ScheduledDraft.File {
  init(_ attachment: Attachment) {
    self.init(
      url: attachment.url,
      mediaType: attachment.mediaType,
      name: attachment.name,
      width: attachment.width,
      height: attachment.height,
      blurhash: attachment.blurhash,
      focusX: attachment.focus?.x,
      focusY: attachment.focus?.y
    )
  }

  fileprivate var attachment: Attachment {
    var attachment = Attachment(
      url: url,
      mediaType: mediaType,
      name: name,
      width: width,
      height: height,
      blurhash: blurhash
    )
    if let focusX, let focusY { attachment.focus = FocalPoint(x: focusX, y: focusY) }
    return attachment
  }
}
