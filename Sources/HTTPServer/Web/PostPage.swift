import Federation
import Foundation
import Model
import Storage

/// The page of a public post.
struct PostPage: Sendable {
  let found: ReadablePost
  /// Where this node shows the pictures of the post, by their own addresses.
  var pictures: [String: String] = [:]
  let node: ServerSettings.Presentation
  let words: PageWords

  var page: WebPage {
    let author = found.author.displayName.isEmpty ? found.author.name : found.author.displayName
    let language = HTMLText.escape(found.post.body.language ?? words.language)
    return WebPage(
      title: "\(author) – \(node.name)",
      language: words.language,
      body: """
        <article>
        <p><a href="/@\(HTMLText.escape(found.author.name))">\(HTMLText.escape(author))</a>
        <span class="address">\(HTMLText.escape(found.author.address))</span></p>
        \(parent)<div lang="\(language)">\(warned(content))</div>
        \(poll)\(attachments)<p>\(times)</p>
        </article>
        <footer><a href="/">\(HTMLText.escape(node.name))</a></footer>
        """,
      alternate: found.post.uri
    )
  }

  /// Sanitised when it came in, and again on its way out.
  private var content: String { HTMLSanitizer.sanitize(found.post.body.html).html }

  private func warned(_ html: String) -> String {
    guard let warning = found.post.body.summary else { return html }
    return "<details><summary>\(HTMLText.escape(warning))</summary>\(html)</details>"
  }

  private var parent: String {
    guard let parent = found.post.thread.inReplyTo.flatMap(WebLink.init) else { return "" }
    return "<p>\(words.inReplyTo)\(link(to: parent.text, named: parent.host))</p>\n"
  }

  private var poll: String {
    guard let poll = found.post.poll else { return "" }
    let options = poll.options.map { option in
      "<li>\(HTMLText.escape(option.name))\(poll.showsTotals ? ": \(option.votes)" : "")</li>\n"
    }
    return "<ul>\n\(options.joined())</ul>\n"
  }

  private var attachments: String {
    let shown = found.post.body.attachments.map(shown).joined()
    guard found.post.body.isSensitive, !shown.isEmpty else { return shown }
    return "<details><summary>\(HTMLText.escape(words.sensitive))</summary>\(shown)</details>\n"
  }

  /// A picture with what it shows, for those who see and for those who do not; of anything else a
  /// link.
  private func shown(_ attachment: Attachment) -> String {
    guard let address = WebLink(attachment.url) else { return "" }
    guard let place = pictures[attachment.url].flatMap(WebLink.init) else {
      return "<p>\(link(to: address.text, named: attachment.name ?? words.attachment))</p>\n"
    }
    let name = HTMLText.escape(attachment.name ?? "")
    let caption = name.isEmpty ? "" : "<figcaption>\(name)</figcaption>"
    return "<figure><img src=\"\(HTMLText.escape(place.text))\" alt=\"\(name)\" "
      + "loading=\"lazy\">\(caption)</figure>\n"
  }

  private func link(to address: String, named name: String) -> String {
    "<a rel=\"nofollow noopener noreferrer\" href=\"\(HTMLText.escape(address))\">"
      + "\(HTMLText.escape(name))</a>"
  }

  private var times: String {
    let published = HTMLText.time(found.post.publishedAt)
    guard let edited = found.post.editedAt else { return published }
    return "\(published) – \(words.edited) \(HTMLText.time(edited))"
  }
}
