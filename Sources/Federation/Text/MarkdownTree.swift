import CMarkdown

typealias MarkdownNode = OpaquePointer

/// Replaces in a parsed post what a post cannot show, before it is rendered.
struct MarkdownTree {
  let document: MarkdownNode

  func adapt() {
    for node in nodes {
      switch cmark_node_get_type(node) {
      case CMARK_NODE_HTML_INLINE: replace(node, withTextIn: nil)
      case CMARK_NODE_HTML_BLOCK: replace(node, withTextIn: cmark_node_new(CMARK_NODE_PARAGRAPH))
      case CMARK_NODE_IMAGE: replaceImage(node)
      default: break
      }
    }
  }

  /// All nodes, gathered before any is changed, as the iterator demands.
  private var nodes: [MarkdownNode] {
    guard let iterator = cmark_iter_new(document) else { return [] }
    defer { cmark_iter_free(iterator) }
    var nodes: [MarkdownNode] = []
    while true {
      let event = cmark_iter_next(iterator)
      guard event != CMARK_EVENT_DONE, let node = cmark_iter_get_node(iterator) else {
        return nodes
      }
      // On the way out, so that an image comes after the images in its text.
      if event == CMARK_EVENT_EXIT || isRawHTML(node) { nodes.append(node) }
    }
  }

  private func isRawHTML(_ node: MarkdownNode) -> Bool {
    let type = cmark_node_get_type(node)
    return type == CMARK_NODE_HTML_INLINE || type == CMARK_NODE_HTML_BLOCK
  }

  /// Who writes `List<String>` or `<3` means these letters; dropping them would surprise.
  private func replace(_ node: MarkdownNode, withTextIn paragraph: MarkdownNode?) {
    let literal = cmark_node_get_literal(node).map { String(cString: $0) } ?? ""
    for (index, line) in literal.split(whereSeparator: \.isNewline).enumerated() {
      let text = cmark_node_new(CMARK_NODE_TEXT)
      cmark_node_set_literal(text, String(line))
      if let paragraph {
        if index > 0 { cmark_node_append_child(paragraph, cmark_node_new(CMARK_NODE_LINEBREAK)) }
        cmark_node_append_child(paragraph, text)
      } else {
        cmark_node_insert_before(node, text)
      }
    }
    if let paragraph { cmark_node_insert_before(node, paragraph) }
    cmark_node_free(node)
  }

  /// Posts carry images as attachments; in the text there remains a link to it.
  private func replaceImage(_ image: MarkdownNode) {
    guard let link = cmark_node_new(CMARK_NODE_LINK) else { return }
    cmark_node_set_url(link, cmark_node_get_url(image))
    while let child = cmark_node_first_child(image) { cmark_node_append_child(link, child) }
    if cmark_node_replace(image, link) == 1 {
      cmark_node_free(image)
    } else {
      cmark_node_free(link)
    }
  }
}
