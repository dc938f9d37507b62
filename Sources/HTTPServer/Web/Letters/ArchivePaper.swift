import Foundation
import Model

/// The page in a member's archive that people read, with the sentences of the pages.
///
/// It is opened from a disk: nothing in it runs, and nothing is fetched.
package struct ArchivePaper: Sendable {
  private let words: Words

  package init(language: String, zone: TimeZone) {
    let languages = Languages.shipped
    var words = languages.words(language) ?? languages.all[0]
    words.zone = zone
    self.words = words
  }

  private func escaped(_ text: String) -> String { HTMLText.escape(text) }

  /// - Parameters:
  ///   - actor: Whose archive it is.
  ///   - time: When it was made.
  ///   - files: What lies beside the page.
  /// - Returns: All that comes before the posts.
  package func opening(of actor: ActorProfile, at time: Date, files: [String]) -> String {
    let title = words.text("archive-of", ["name": actor.displayName])
    let lines = files.filter { $0 != "index.html" }
      .map { "<li><a href=\"\(escaped($0))\">\(escaped($0))</a></li>" }
    return """
      <!DOCTYPE html>
      <html lang="\(words.language)">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" \
      content="default-src 'none'; img-src 'self' file:; media-src 'self' file:; style-src 'unsafe-inline'">
      <meta name="viewport" content="width=device-width">
      <title>\(escaped(title))</title>
      <style>body{max-width:45em;margin:2em auto;padding:0 1em;font-family:sans-serif;line-height:1.5}\
      article{border-top:1px solid #999;padding:1em 0}img{max-width:100%}</style>
      </head>
      <body>
      <h1>\(escaped(title))</h1>
      <p>\(escaped(actor.address)) · \(escaped(words.text("archive-made", ["when": words.moment(time)])))</p>
      \(actor.summary)
      <p>\(escaped(words.text("archive-beside")))</p>
      <ul>\(lines.joined(separator: "\n"))</ul>
      <h2>\(escaped(words.text("tab-posts")))</h2>

      """
  }

  /// A post, with the files that are in the archive.
  package func entry(_ post: Post, files: [String: String]) -> String {
    let pictures = post.body.attachments.map { attachment -> String in
      let label = escaped(attachment.name ?? "")
      guard let file = files[attachment.url].map(escaped) else {
        return "<p><a href=\"\(escaped(attachment.url))\">\(escaped(attachment.url))</a></p>"
      }
      guard attachment.mediaType?.hasPrefix("image/") == true else {
        return "<p><a href=\"\(file)\">\(label.isEmpty ? file : label)</a></p>"
      }
      return "<p><img src=\"\(file)\" alt=\"\(label)\" loading=\"lazy\"></p>"
    }
    let warning = post.body.summary.map { "<p><strong>\(escaped($0))</strong></p>" } ?? ""
    return """
      <article><p><time datetime="\(post.publishedAt.formatted(.iso8601))">\
      \(escaped(words.moment(post.publishedAt)))</time> · \
      \(escaped(words.text("ring-\(post.audience.rawValue)")))</p>
      \(warning)\(post.body.html)\(pictures.joined())</article>

      """
  }

  package var closing: String { "</body>\n</html>\n" }
}
