import Model
import Storage
import StrictJSON

extension EntityMaker {
  /// What a post said, oldest first, the last one being what it says now (Mastodon's StatusEdit).
  func history(of found: ReadablePost) throws -> [JSON] {
    let post = found.post
    let revisions = try tx.posts.revisions(of: post.id)
    let account = try account(found.author)
    // A version is as old as the end of the one before it.
    let starts = [post.publishedAt] + revisions.map(\.replacedAt)
    let versions = revisions.map(StatusVersion.init) + [StatusVersion(post)]
    return zip(starts, versions).map { start, version in
      var edit: JSONObject = [
        "content": .string(version.html), "spoiler_text": .string(version.warning),
        "sensitive": .bool(version.isSensitive), "created_at": Self.time(start),
        "account": account, "media_attachments": .array(media(of: version, in: post)),
        "emojis": .array(post.body.emoji.map(emoji)),
      ]
      if let options = version.options {
        edit["poll"] = ["options": .array(options.map { ["title": .string($0)] })]
      }
      return .object(edit)
    }
  }

  /// The files of a version as they were called then; what the post does not have any more is not kept.
  private func media(of version: StatusVersion, in post: Post) -> [JSON] {
    version.files.compactMap { file in
      let position = post.body.attachments.firstIndex { $0.url == file.url }
      guard let position else { return nil }
      var attachment = post.body.attachments[position]
      attachment.name = file.name
      return AttachmentEntity(attachment, id: "\(post.id.rawValue)-\(position)", by: self).json
    }
  }
}

/// What a post said at one time.
private struct StatusVersion {
  let html: String
  let warning: String
  let isSensitive: Bool
  /// What one could choose from.
  let options: [String]?
  let files: [PostRevision.File]

  init(_ revision: PostRevision) {
    html = revision.html
    warning = revision.summary ?? ""
    isSensitive = revision.isSensitive
    options = revision.pollOptions
    files = revision.files
  }

  init(_ post: Post) {
    html = post.body.html
    warning = post.body.summary ?? ""
    isSensitive = post.body.isSensitive
    options = post.poll?.options.map(\.name)
    files = post.body.attachments.map { PostRevision.File(url: $0.url, name: $0.name) }
  }
}
