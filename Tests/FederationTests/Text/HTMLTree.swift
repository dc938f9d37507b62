import CGumbo

/// What an HTML5 parser that we did not write makes of a text: the oracle of the sanitiser's tests.
struct HTMLTree {
  struct Element {
    let name: String
    let attributes: [(name: String, value: String)]
    let depth: Int
  }

  /// All elements in the order of the document.
  private(set) var elements: [Element] = []
  /// Other things than elements and text: comments, sections, foreign elements.
  private(set) var oddities: [String] = []
  /// The tree written down again in our own notation.
  private(set) var html = ""
  private(set) var text = ""

  private enum Step {
    case enter(UnsafeMutablePointer<GumboNode>, depth: Int)
    case write(String)
  }

  init(_ html: String) {
    var options = kGumboDefaultOptions
    options.fragment_context = GUMBO_TAG_DIV
    options.max_errors = 0
    Array(html.utf8).withUnsafeBytes { buffer in
      let start = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
      guard let output = gumbo_parse_with_options(&options, start, buffer.count) else { return }
      defer { gumbo_destroy_output(&options, output) }
      walk(output.pointee.root)
    }
  }

  private mutating func walk(_ root: UnsafeMutablePointer<GumboNode>) {
    var steps = children(of: root).reversed().map { Step.enter($0, depth: 1) }
    while let step = steps.popLast() {
      switch step {
      case .write(let markup): html += markup
      case .enter(let node, let depth): enter(node, depth, &steps)
      }
    }
  }

  private mutating func enter(
    _ node: UnsafeMutablePointer<GumboNode>,
    _ depth: Int,
    _ steps: inout [Step]
  ) {
    switch node.pointee.type {
    case GUMBO_NODE_TEXT, GUMBO_NODE_WHITESPACE:
      let words = String(cString: node.pointee.v.text.text)
      text += words
      html += escaped(words)
    case GUMBO_NODE_ELEMENT:
      let element = element(node.pointee.v.element, depth)
      elements.append(element)
      html += "<\(element.name)"
      html += element.attributes.map { " \($0.name)=\"\(escaped($0.value))\"" }.joined() + ">"
      if !["br", "hr"].contains(element.name) { steps.append(.write("</\(element.name)>")) }
      steps += children(of: node).reversed().map { .enter($0, depth: depth + 1) }
    default: oddities.append("node type \(node.pointee.type.rawValue)")
    }
  }

  private mutating func element(_ element: GumboElement, _ depth: Int) -> Element {
    var name = String(cString: gumbo_normalized_tagname(element.tag))
    if name.isEmpty { name = "unknown" }
    if element.tag_namespace != GUMBO_NAMESPACE_HTML { oddities.append("foreign \(name)") }
    let attributes = (0..<Int(element.attributes.length)).compactMap {
      element.attributes.data[$0]?.assumingMemoryBound(to: GumboAttribute.self).pointee
    }
    return Element(
      name: name,
      attributes: attributes.map { (String(cString: $0.name), String(cString: $0.value)) },
      depth: depth
    )
  }

  private func children(
    of node: UnsafeMutablePointer<GumboNode>
  ) -> [UnsafeMutablePointer<GumboNode>] {
    let children = node.pointee.v.element.children
    return (0..<Int(children.length)).compactMap {
      children.data[$0]?.assumingMemoryBound(to: GumboNode.self)
    }
  }

  private func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}

extension HTMLTree {
  private static let allowed: [String: Set<String>] = [
    "a": ["href", "class", "rel", "lang", "translate"],
    "ol": ["class", "lang", "translate", "start", "reversed"],
    "li": ["class", "lang", "translate", "value"],
  ]
  private static let names: Set = [
    "a", "b", "blockquote", "br", "code", "del", "em", "hr", "i", "li", "ol", "p", "pre", "rp",
    "rt",
    "ruby", "s", "span", "strong", "u", "ul",
  ]
  private static let classes: Set = [
    "mention", "hashtag", "h-card", "u-url", "invisible", "ellipsis", "quote-inline",
  ]
  private static let relations: Set = ["tag", "nofollow", "noopener", "noreferrer", "ugc"]

  /// Whatever a post must not have; written apart from the sanitiser's own lists.
  var offences: [String] {
    oddities + elements.flatMap(offences(of:))
  }

  private func offences(of element: Element) -> [String] {
    guard Self.names.contains(element.name) else { return ["<\(element.name)>"] }
    let allowed = Self.allowed[element.name] ?? ["class", "lang", "translate"]
    let isBare = element.name == "a" && !element.attributes.contains { $0.name == "href" }
    return (isBare ? ["link without target"] : [])
      + element.attributes.filter { !allowed.contains($0.name) || !isAllowed($0.name, $0.value) }
      .map { "\($0.name)=\($0.value)" }
  }

  private func isAllowed(_ name: String, _ value: String) -> Bool {
    let words = Set(value.split(separator: " ").map(String.init))
    return switch name {
    case "href": value.hasPrefix("http://") || value.hasPrefix("https://")
    case "class": words.isSubset(of: Self.classes)
    case "rel":
      words.isSubset(of: Self.relations) && words.isSuperset(of: ["nofollow", "noopener"])
    case "lang": value.utf8.allSatisfy { $0 == 0x2d || (0x30...0x7a).contains($0) }
    case "translate": value == "no"
    case "start", "value": Int(value) != nil
    case "reversed": value.isEmpty
    default: false
    }
  }
}
