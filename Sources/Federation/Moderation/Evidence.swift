import Foundation
import Model
import Storage

/// What reported posts say when they are reported: their authors may delete or change them before
/// anybody looks.
enum Evidence {
  /// Of how many posts of a report, and how much of each, in characters.
  static let mostPosts = 20
  static let longest = 5_000

  static func collect(_ objects: [String], in tx: Transaction) throws -> [ReportCase.Evidence] {
    var found: [ReportCase.Evidence] = []
    for uri in objects where found.count < mostPosts {
      guard let post = try tx.posts.find(uri: uri) else { continue }
      let author = try tx.actors.find(post.authorID)?.address ?? ""
      found.append(ReportCase.Evidence(uri: uri, author: author, text: text(of: post.body)))
    }
    return found
  }

  private static func text(of body: PostBody) -> String {
    let files = body.attachments.map { "[\($0.url)] \($0.name ?? "")" }
    let parts = [body.summary, PlainText.text(of: body.html)].compactMap(\.self) + files
    return String(parts.joined(separator: "\n").prefix(longest))
  }
}
