import Model

/// Draws who exchanges with whom: organisations as points, what they exchange as lines.
package struct ExchangeGraph: Sendable {
  /// An organisation.
  package struct Organisation: Sendable, Hashable {
    package let host: String
    package let name: String

    package init(host: String, name: String) {
      self.host = host
      self.name = name
    }
  }

  /// How it is between two organisations that could exchange.
  package enum State: Sendable, Hashable {
    /// They exchange so much.
    case exchanging(DisclosedFigure)
    /// They may, and do not: nobody decided it.
    case silent
    /// Somebody closed a valve.
    case closed
  }

  /// Two organisations, by their places in the list.
  package struct Link: Sendable, Hashable {
    package let one: Int
    package let other: Int
    package let state: State

    package init(_ one: Int, _ other: Int, _ state: State) {
      self.one = one
      self.other = other
      self.state = state
    }
  }

  private let organisations: [Organisation]
  private let links: [Link]
  private let words: PictureWords

  package init(_ organisations: [Organisation], _ links: [Link], in words: PictureWords) {
    self.organisations = organisations
    self.links = links.filter {
      organisations.indices.contains($0.one) && organisations.indices.contains($0.other)
        && $0.one != $0.other
    }
    self.words = words
  }

  private static let width = 800.0
  private static let height = 560.0

  package func picture(id: String = "exchange") -> DrawnPicture {
    let layout = GraphLayout(
      count: organisations.count,
      links: links.map { ($0.one, $0.other, $0.state.pull) },
      width: Self.width,
      height: Self.height
    )
    var svg = SVG(
      id: id,
      kind: "exchange",
      width: Self.width,
      height: Self.height + 40,
      title: words.graphTitle,
      description: description
    )
    for link in links.sorted(by: { $0.state.rank < $1.state.rank }) {
      draw(link, layout.points, in: &svg)
    }
    var taken = layout.points.map { LabelBox(around: $0, 10) }
    for (number, (organisation, point)) in zip(organisations, layout.points).enumerated() {
      // By their numbers a script shows what hangs together.
      svg.begin("g", ["class": "picture-point", "data-point": String(number)])
      draw(organisation, at: point, in: &svg, &taken)
      svg.end()
    }
    drawLegend(in: &svg)
    return DrawnPicture(svg: svg.finished, table: table)
  }

  private var description: String {
    let counts = [
      (links.count { $0.state.rank >= 2 }, words.exchanging),
      (links.count { $0.state == .silent }, words.silent),
      (links.count { $0.state == .closed }, words.closed),
    ]
    return "\(organisations.count) \(words.nodes); "
      + counts.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
  }

  private var table: DataTable {
    DataTable(
      caption: words.graphTitle,
      columns: [words.organisation, words.otherOrganisation, words.state, words.exchanges],
      rows: links.map { link in
        [
          organisations[link.one].name, organisations[link.other].name, word(link.state),
          amount(link.state),
        ]
      }
    )
  }

  private func word(_ state: State) -> String {
    switch state {
    case .exchanging(let figure): figure.value == nil ? words.some : words.exchanging
    case .silent: words.silent
    case .closed: words.closed
    }
  }

  private func amount(_ state: State) -> String {
    guard case .exchanging(let figure) = state else { return "" }
    return words.text(of: figure)
  }

  // MARK: Drawing

  private var largest: Double {
    links.compactMap { link in
      if case .exchanging(let figure) = link.state { figure.value } else { nil }
    }.max() ?? 1
  }

  private func draw(_ link: Link, _ points: [MapPoint], in svg: inout SVG) {
    let (from, to) = (points[link.one], points[link.other])
    var hint =
      "\(organisations[link.one].name) – \(organisations[link.other].name): \(word(link.state))"
    let amount = amount(link.state)
    if !amount.isEmpty { hint += " (\(amount))" }
    svg.begin("g", ["class": "picture-link", "data-ends": "\(link.one) \(link.other)"])
    Self.line(from, to, link.state, largest: largest, hint: hint, in: &svg)
    svg.end()
  }

  private static func line(
    _ from: MapPoint,
    _ to: MapPoint,
    _ state: State,
    largest: Double,
    hint: String?,
    in svg: inout SVG
  ) {
    func add(_ more: SVG.Attributes) {
      let ends: SVG.Attributes = [
        "x1": SVG.number(from.x), "y1": SVG.number(from.y), "x2": SVG.number(to.x),
        "y2": SVG.number(to.y),
      ]
      svg.add("line", ends + more, hint: hint)
    }
    switch state {
    case .exchanging(let figure):
      let value = figure.value ?? 0
      let width = 1.5 + 8 * (max(0, value) / max(largest, 1)).squareRoot()
      add([
        "stroke": Ink.first, "stroke-width": SVG.number(width), "stroke-opacity": "0.75",
        "stroke-linecap": "round", "class": "picture-exchanging",
      ])
    case .silent:
      add([
        "stroke": "currentColor", "stroke-opacity": "0.55", "stroke-width": "1.5",
        "stroke-dasharray": "2 6", "stroke-linecap": "round", "class": "picture-silent",
      ])
    case .closed:
      add(["stroke": Ink.will, "stroke-width": "2", "class": "picture-closed"])
      bar(across: from, to, in: &svg)
    }
  }

  /// Two short strokes across the middle of a line: a closed valve.
  private static func bar(across from: MapPoint, _ to: MapPoint, in svg: inout SVG) {
    let length = max(1, from.distance(to: to))
    let along = ((to.x - from.x) / length, (to.y - from.y) / length)
    for shift in [-3.0, 3] {
      let x = (from.x + to.x) / 2 + along.0 * shift
      let y = (from.y + to.y) / 2 + along.1 * shift
      svg.add(
        "line",
        [
          "x1": SVG.number(x - along.1 * 8), "y1": SVG.number(y + along.0 * 8),
          "x2": SVG.number(x + along.1 * 8), "y2": SVG.number(y - along.0 * 8),
          "stroke": Ink.will, "stroke-width": "2.5", "class": "picture-closed",
        ]
      )
    }
  }

  private func draw(
    _ organisation: Organisation,
    at point: MapPoint,
    in svg: inout SVG,
    _ taken: inout [LabelBox]
  ) {
    svg.add(
      "circle",
      [
        "cx": SVG.number(point.x), "cy": SVG.number(point.y), "r": "9", "fill": Ink.first,
        "stroke": "currentColor", "stroke-width": "1.5", "class": "picture-node",
      ],
      hint: "\(organisation.name) (\(organisation.host))"
    )
    // A name that finds no room is in the hint and in the table.
    let name = SVG.cut(organisation.name, to: organisations.count > 20 ? 110 : 190)
    let size = MapPoint(x: Self.width, y: Self.height)
    guard let box = LabelBox.place(name, beside: point, in: size, taken) else { return }
    taken.append(box)
    svg.label(name, box.x, box.baseline, ["class": "picture-name"])
  }

  private func drawLegend(in svg: inout SVG) {
    var x = 14.0
    let y = Self.height + 20
    let samples: [(State, String)] = [
      (.exchanging(DisclosureControl.hidden(.people, in: Month(number: 0))), words.exchanging),
      (.silent, words.silent), (.closed, words.closed),
    ]
    for (state, word) in samples {
      Self.line(
        MapPoint(x: x, y: y),
        MapPoint(x: x + 40, y: y),
        state,
        largest: 1,
        hint: nil,
        in: &svg
      )
      svg.label(word, x + 50, y + 4.5)
      x += SVG.width(of: word) + 84
    }
  }
}

extension ExchangeGraph.State {
  /// What is drawn over what.
  fileprivate var rank: Int {
    switch self {
    case .silent: 0
    case .closed: 1
    case .exchanging: 2
    }
  }

  /// How strongly it draws two organisations to each other.
  fileprivate var pull: Double {
    switch self {
    case .exchanging: 1
    case .silent: 0.25
    case .closed: 0.25
    }
  }
}
