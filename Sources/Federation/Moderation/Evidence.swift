import Foundation
import Model
import Storage

/// What reported posts, endorsements and recommendations say when they are reported: their authors may delete
/// or change them before anybody looks.
enum Evidence {
  /// Of how many objects of a report, and how much of each, in characters.
  static let mostPosts = 20
  static let longest = 5_000

  static func collect(_ report: Report, in tx: Transaction) throws -> [ReportCase.Evidence] {
    var found: [ReportCase.Evidence] = []
    for uri in report.objects where found.count < mostPosts {
      guard let post = try tx.posts.find(uri: uri) else {
        // What is not shown is between the two: nobody else brings it before the admins.
        if let said = try tx.testimonials.find(uri: uri),
          said.state == .shown || [said.author, said.subject].contains(report.reporterID)
        {
          found.append(try word(said, in: tx))
        }
        continue
      }
      let author = try tx.actors.find(post.authorID)?.address ?? ""
      found.append(ReportCase.Evidence(uri: uri, author: author, text: text(of: post.body)))
    }
    return found
  }

  private static func word(
    _ said: Testimonial,
    in tx: Transaction
  ) throws -> ReportCase.Evidence {
    let reply = said.consent.map(\.reply) ?? ""
    let parts = [said.skill?.description, said.service, said.words, reply].compactMap(\.self)
    return ReportCase.Evidence(
      uri: said.uri,
      author: try tx.actors.find(said.author)?.address ?? "",
      text: String(parts.filter { !$0.isEmpty }.joined(separator: "\n").prefix(longest))
    )
  }

  private static func text(of body: PostBody) -> String {
    let files = body.attachments.map { "[\($0.url)] \($0.name ?? "")" }
    let parts = [body.summary, PlainText.text(of: body.html)].compactMap(\.self) + files
    return String(parts.joined(separator: "\n").prefix(longest))
  }
}
