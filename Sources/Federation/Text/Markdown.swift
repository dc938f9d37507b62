import CMarkdown

/// Renders Markdown as people write it in posts: GitHub's, with line ends kept.
package enum Markdown {
  /// The extensions of cmark-gfm in use; no tables, no post has them.
  private static let extensions = ["autolink", "strikethrough"]

  /// Registration writes to a global of the C library, so it must happen once.
  private static let areExtensionsRegistered: Bool = {
    cmark_gfm_core_extensions_ensure_registered()
    return true
  }()

  package static func render(_ source: String) -> SanitizedHTML {
    HTMLSanitizer.sanitize(html(of: source), limit: .max)
  }

  /// Without `CMARK_OPT_UNSAFE`: the library writes no HTML that the author wrote.
  private static func html(of source: String) -> String {
    guard areExtensionsRegistered, let parser = cmark_parser_new(CMARK_OPT_HARDBREAKS) else {
      return ""
    }
    defer { cmark_parser_free(parser) }
    for name in extensions {
      guard let syntax = cmark_find_syntax_extension(name) else { continue }
      cmark_parser_attach_syntax_extension(parser, syntax)
    }
    let read = String(decoding: source.utf8.prefix(TextLimits.markdown), as: UTF8.self)
    let bytes = MarkdownNesting.bounded(read.utf8)
    bytes.withUnsafeBytes { buffer in
      guard let start = buffer.baseAddress?.assumingMemoryBound(to: CChar.self) else { return }
      cmark_parser_feed(parser, start, buffer.count)
    }
    guard let document = cmark_parser_finish(parser) else { return "" }
    defer { cmark_node_free(document) }
    MarkdownTree(document: document).adapt()
    return render(document, parser)
  }

  private static func render(_ document: MarkdownNode, _ parser: MarkdownNode) -> String {
    let extensions = cmark_parser_get_syntax_extensions(parser)
    guard let html = cmark_render_html(document, CMARK_OPT_HARDBREAKS, extensions) else {
      return ""
    }
    defer { cmark_get_default_mem_allocator()?.pointee.free(html) }
    return String(cString: html)
  }
}
