/// A picture as SVG, and what it shows as a table, for who cannot see it or wants the numbers.
package struct DrawnPicture: Sendable, Hashable {
  package let svg: String
  package let table: DataTable
}

/// Rows of texts under titles.
package struct DataTable: Sendable, Hashable {
  package let caption: String
  package let columns: [String]
  package let rows: [[String]]

  package init(caption: String, columns: [String], rows: [[String]]) {
    self.caption = caption
    self.columns = columns
    self.rows = rows
  }

  /// The table as HTML; the first cell of a row is its title.
  package var html: String {
    let head = columns.map { "<th scope=\"col\">\(SVG.escaped($0))</th>" }.joined()
    let body = rows.map { row in
      let first = row.first.map { "<th scope=\"row\">\(SVG.escaped($0))</th>" } ?? ""
      return "<tr>\(first)\(row.dropFirst().map { "<td>\(SVG.escaped($0))</td>" }.joined())</tr>"
    }
    return """
      <table class="picture-data"><caption>\(SVG.escaped(caption))</caption>\
      <thead><tr>\(head)</tr></thead><tbody>\(body.joined())</tbody></table>
      """
  }
}

/// Writes SVG without styles and scripts, so that it stands under a strict content security policy:
/// presentation attributes for how it looks alone, classes for the stylesheet of a page.
struct SVG {
  /// Names and values in the order in which they are written.
  struct Attributes: ExpressibleByDictionaryLiteral {
    fileprivate var list: [(String, String)]

    init(dictionaryLiteral elements: (String, String)...) { list = elements }

    static func + (one: Self, other: Self) -> Self {
      var sum = one
      sum.list += other.list
      return sum
    }
  }

  private var text = ""
  private var open: [String] = []

  /// Begins a picture, with an id that tells it from others of its page and a kind as its class.
  init(
    id: String,
    kind: String,
    width: Double,
    height: Double,
    title: String,
    description: String
  ) {
    let name = Self.escaped(id)
    text = """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Self.number(width)) \
      \(Self.number(height))" role="img" aria-labelledby="\(name)-title \(name)-desc" \
      class="picture picture-\(kind)" font-family="sans-serif" font-size="13" \
      fill="currentColor"><title id="\(name)-title">\(Self.escaped(title))</title>\
      <desc id="\(name)-desc">\(Self.escaped(description))</desc>
      """
  }

  /// The whole picture.
  var finished: String {
    text + open.reversed().map { "</\($0)>" }.joined() + "</svg>"
  }

  /// Adds an element, with a word that shows when one points at it.
  mutating func add(_ name: String, _ attributes: Attributes, hint: String? = nil) {
    let inner = hint.map { "<title>\(Self.escaped($0))</title>" } ?? ""
    let tag = "<\(name)\(Self.joined(attributes))"
    text += inner.isEmpty ? tag + "/>" : "\(tag)>\(inner)</\(name)>"
  }

  mutating func label(
    _ words: String,
    _ x: Double,
    _ y: Double,
    _ attributes: Attributes = [:]
  ) {
    text += """
      <text x="\(Self.number(x))" y="\(Self.number(y))"\(Self.joined(attributes))>\
      \(Self.escaped(words))</text>
      """
  }

  mutating func begin(_ name: String, _ attributes: Attributes) {
    text += "<\(name)\(Self.joined(attributes))>"
    open.append(name)
  }

  mutating func end() {
    guard let name = open.popLast() else { return }
    text += "</\(name)>"
  }

  private static func joined(_ attributes: Attributes) -> String {
    attributes.list.map { " \($0.0)=\"\(escaped($0.1))\"" }.joined()
  }

  /// A text between tags or quotation marks; what XML cannot hold is left out.
  static func escaped(_ text: String) -> String {
    var safe = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": safe += "&amp;"
      case "<": safe += "&lt;"
      case ">": safe += "&gt;"
      case "\"": safe += "&quot;"
      case "'": safe += "&#39;"
      case "\n", "\t": safe += " "
      case _ where scalar.value < 0x20 || scalar.value == 0x7f: continue
      case _ where scalar.value & 0xfffe == 0xfffe: continue
      default: safe.unicodeScalars.append(scalar)
      }
    }
    return safe
  }

  /// A length with one decimal at most.
  static func number(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    let (whole, rest) = (abs(tenths) / 10, abs(tenths) % 10)
    return "\(tenths < 0 ? "-" : "")\(whole)\(rest == 0 ? "" : ".\(rest)")"
  }

  /// About how wide a text is.
  static func width(of text: String, size: Double = 13) -> Double {
    Double(text.count) * size * 0.56
  }

  /// A text cut to a width.
  static func cut(_ text: String, to width: Double, size: Double = 13) -> String {
    let most = max(4, Int(width / (size * 0.56)))
    return text.count <= most ? text : text.prefix(most - 1) + "…"
  }
}

/// The colours of pictures: each can be told from a white and from a black ground, and from the others
/// without seeing colours by the shape that goes with it.
enum Ink {
  static let first = "#2b7fc4"
  static let second = "#c2571a"
  static let third = "#3b8f46"
  static let will = "#cf3c4f"
  static let faint = "0.45"

  static func of(_ place: Int) -> String { [first, second, third, "#9a62c7"][place % 4] }
}
