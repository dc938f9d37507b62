/// Writes elements and texts as HTML that every parser reads as the same tree.
///
/// Nothing is ever open that the standard's tree builder would close by itself, and nothing is
/// closed out of order. So there is nothing for a browser to repair, and hence no way to let a
/// harmless text mutate into another one. The stack is bounded by `TextLimits.depth`.
struct HTMLWriter {
  private struct OpenElement {
    let element: HTMLElement
    let isInvisible: Bool
  }

  private(set) var html = ""
  private var open: [OpenElement] = []
  private var link: LinkText?
  /// Set at the edge of an element that is left out but stood on lines of its own.
  private var isBreakPending = false
  private var lineHasContent = false
  /// A parser drops the first line end in `<pre>`.
  private var isAtStartOfPre = false

  // MARK: Text

  mutating func write(_ text: String) {
    var text = text[...]
    if isAtStartOfPre { text = text.drop { $0 == "\n" } }
    guard !text.isEmpty else { return }
    if text.contains(where: { !$0.isWhitespace }) { startInline() }
    append(VisibleText.escape(String(text)))
    link?.append(String(text), isInvisible: open.contains(where: \.isInvisible))
  }

  /// Sees to it that what follows stands on a new line.
  mutating func breakLine() {
    isBreakPending = true
  }

  // MARK: Elements

  mutating func open(_ element: HTMLElement, _ tag: HTMLTag) {
    switch element.role {
    case .void: writeVoid(element)
    case .paragraph, .container: openBlock(element, tag)
    case .inline: element == .a ? openLink(tag) : openInline(element, tag)
    case .annotation: openAnnotation(element, tag)
    }
  }

  /// Closes the innermost such element and all that is open in it, within the same container.
  mutating func close(_ element: HTMLElement) {
    let isFound: (OpenElement) -> Bool = { $0.element == element }
    let barrier: Int =
      switch element {
      case .a, .blockquote, .ol, .p, .pre, .ul: -1
      case .li: open.lastIndex { $0.element != .li && $0.element.role == .container } ?? -1
      default: open.lastIndex { $0.element.role == .container } ?? -1
      }
    guard let index = open.lastIndex(where: isFound), index > barrier else { return }
    closeThrough(index)
  }

  /// Closes whatever is open.
  mutating func finish() {
    closeThrough(0)
  }

  private mutating func writeVoid(_ element: HTMLElement) {
    if element == .hr { close(.p) }
    append("<\(element.rawValue)>")
    endLine()
  }

  private mutating func openBlock(_ element: HTMLElement, _ tag: HTMLTag) {
    if element == .li { close(.li) }
    close(.p)
    if element == .li, !isInList { return breakLine() }
    push(element, tag)
    endLine()
    isAtStartOfPre = element == .pre
  }

  private var isInList: Bool {
    let container = open.last { $0.element.role == .container }?.element
    return container == .ul || container == .ol
  }

  /// Links do not nest; one without a target we can name is no link.
  private mutating func openLink(_ tag: HTMLTag) {
    close(.a)
    guard open.count < TextLimits.depth, let target = tag.attributes["href"].flatMap(WebLink.init)
    else { return }
    startInline()
    link = LinkText(to: target)
    push(.a, tag, link: target)
  }

  private mutating func openInline(_ element: HTMLElement, _ tag: HTMLTag) {
    startInline()
    push(element, tag)
  }

  private mutating func openAnnotation(_ element: HTMLElement, _ tag: HTMLTag) {
    let container = open.lastIndex { $0.element.role == .container } ?? -1
    guard let ruby = open.lastIndex(where: { $0.element == .ruby }), ruby > container else {
      return
    }
    closeThrough(ruby + 1)
    push(element, tag)
  }

  // MARK: The stack

  private mutating func push(_ element: HTMLElement, _ tag: HTMLTag, link target: WebLink? = nil) {
    guard open.count < TextLimits.depth else { return }
    let isInLink = link != nil && element != .a
    let attributes = HTMLAttributes(of: tag, on: element, inLink: isInLink)
    append("<\(element.rawValue)\(attributes.markup(link: target))>")
    open.append(OpenElement(element: element, isInvisible: attributes.isInvisible))
  }

  private mutating func closeThrough(_ index: Int) {
    while open.count > index, let last = open.popLast() {
      if last.element == .a {
        if let correction = link?.correction { append(VisibleText.escape(correction)) }
        link = nil
      }
      append("</\(last.element.rawValue)>")
      if last.element.isBlock { endLine() }
    }
  }

  // MARK: Lines

  private mutating func startInline() {
    if isBreakPending, lineHasContent { writeVoid(.br) }
    isBreakPending = false
    lineHasContent = true
  }

  private mutating func endLine() {
    isBreakPending = false
    lineHasContent = false
    link?.append(" ", isInvisible: false)
  }

  private mutating func append(_ markup: String) {
    html += markup
    isAtStartOfPre = false
  }
}
