import Federation
import Foundation
import Model
import Storage
import StrictJSON

/// Mastodon's Filter.
struct FilterEntity {
  private let filter: ContentFilter

  init(_ filter: ContentFilter) { self.filter = filter }

  /// With what it looks for.
  var json: JSON {
    var object = head
    object["keywords"] = .array(filter.keywords.map(Self.keyword))
    object["statuses"] = .array(filter.statuses.map(Self.status))
    return .object(object)
  }

  private var head: JSONObject {
    [
      "id": EntityMaker.id(filter.id), "title": .string(filter.title), "context": contexts,
      "expires_at": EntityMaker.time(filter.endsAt),
      "filter_action": .string(filter.action.rawValue),
    ]
  }

  private var contexts: JSON {
    .array(filter.contexts.map(\.rawValue).sorted().map(JSON.string))
  }

  /// Mastodon's FilterKeyword.
  static func keyword(_ keyword: ContentFilter.Keyword) -> JSON {
    [
      "id": EntityMaker.id(keyword.id), "keyword": .string(keyword.text),
      "whole_word": .bool(keyword.isWholeWord),
    ]
  }

  /// Mastodon's FilterStatus.
  static func status(_ status: ContentFilter.Status) -> JSON {
    [
      "id": EntityMaker.id(status.id), "status_id": EntityMaker.id(status.postID.rawValue),
    ]
  }

  /// Mastodon's V1::Filter: one for each keyword.
  func old(_ keyword: ContentFilter.Keyword) -> JSON {
    [
      "id": EntityMaker.id(keyword.id), "phrase": .string(keyword.text), "context": contexts,
      "whole_word": .bool(keyword.isWholeWord), "expires_at": EntityMaker.time(filter.endsAt),
      "irreversible": .bool(filter.action == .hide),
    ]
  }

  /// Mastodon's FilterResult.
  static func result(_ match: ContentFilter.Match) -> JSON {
    [
      "filter": .object(FilterEntity(match.filter).head),
      "keyword_matches": match.keywords.isEmpty
        ? .null : .array(match.keywords.map(JSON.string)),
      "status_matches": match.statuses.isEmpty
        ? .null : .array(match.statuses.map { EntityMaker.id($0.rawValue) }),
    ]
  }
}

extension EntityMaker {
  /// What the viewer's filters find of a post, to be hidden or covered by its client; of one's own
  /// posts nothing.
  func filtered(_ post: Post) throws -> JSON {
    guard let viewer, post.authorID != viewer else { return [] }
    let filters = try filters(of: viewer)
    guard !filters.isEmpty else { return [] }
    let text = FilteredText(
      [post.body.summary ?? "", PlainText.text(of: post.body.html)]
        + post.body.attachments.compactMap(\.name) + (post.poll?.options.map(\.name) ?? [])
    )
    return .array(
      filters.compactMap { $0.match(text, of: post.id) }.map(FilterEntity.result)
    )
  }
}
