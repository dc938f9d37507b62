import Model

/// Draws, for each peer and each kind of activity, what is closed by will beside what is silent by habit.
package struct ValvePicture: Sendable {
  /// How one kind of activity is with one peer.
  package enum State: String, Sendable, Hashable, CaseIterable, Codable {
    /// It passes, and it was used both ways.
    case open
    /// It could pass, and nobody uses it.
    case habit
    /// It passes when somebody has looked at it.
    case reviewed
    case closedHere, closedThere
    /// The two do not share it.
    case notShared
    /// It could pass; whether it does is not known, or not shown.
    case unknown
  }

  /// A peer with the states of all kinds.
  package struct Row: Sendable, Hashable {
    package let name: String
    package let states: [Scope: State]

    package init(_ name: String, _ states: [Scope: State]) {
      self.name = name
      self.states = states
    }
  }

  private let rows: [Row]
  private let words: PictureWords

  package init(_ rows: [Row], in words: PictureWords) {
    self.rows = rows
    self.words = words
  }

  private static let left = 220.0
  private static let column = 94.0
  private static let line = 30.0
  private static let head = 34.0

  package func picture(id: String = "valves") -> DrawnPicture {
    let width = Self.left + Self.column * Double(Scope.allCases.count) + 10
    let body = Self.head + Self.line * Double(rows.count)
    var svg = SVG(
      id: id,
      kind: "valves",
      width: width,
      height: body + 74,
      title: words.valvesTitle,
      description: description
    )
    for (place, scope) in Scope.allCases.enumerated() {
      svg.label(words.scopes[scope] ?? scope.rawValue, x(place), 20, ["text-anchor": "middle"])
    }
    for (number, row) in rows.enumerated() {
      let y = Self.head + Self.line * (Double(number) + 0.5)
      svg.add(
        "line",
        [
          "x1": "6", "y1": SVG.number(y - Self.line / 2), "x2": SVG.number(width - 6),
          "y2": SVG.number(y - Self.line / 2), "stroke": "currentColor", "stroke-opacity": "0.15",
        ]
      )
      svg.label(SVG.cut(row.name, to: Self.left - 60), 10, y + 4.5, ["class": "picture-name"])
      for (place, scope) in Scope.allCases.enumerated() {
        let state = row.states[scope] ?? .unknown
        let hint = "\(row.name), \(words.scopes[scope] ?? scope.rawValue): \(word(state))"
        Self.draw(state, MapPoint(x: x(place), y: y), hint: hint, in: &svg)
      }
    }
    drawLegend(at: body + 26, in: &svg)
    return DrawnPicture(svg: svg.finished, table: table)
  }

  private func x(_ place: Int) -> Double { Self.left + Self.column * (Double(place) + 0.5) - 30 }

  private var description: String {
    let states = rows.flatMap { row in Scope.allCases.map { row.states[$0] ?? .unknown } }
    return [State.closedHere, .closedThere, .habit]
      .map { state in "\(states.count { $0 == state }) \(word(state))" }
      .joined(separator: ", ")
  }

  private var table: DataTable {
    DataTable(
      caption: words.valvesTitle,
      columns: [words.organisation] + Scope.allCases.map { words.scopes[$0] ?? $0.rawValue },
      rows: rows.map { row in
        [row.name] + Scope.allCases.map { word(row.states[$0] ?? .unknown) }
      }
    )
  }

  private func word(_ state: State) -> String {
    switch state {
    case .open: words.open
    case .habit: words.habit
    case .reviewed: words.reviewed
    case .closedHere: words.closedHere
    case .closedThere: words.closedThere
    case .notShared: words.notShared
    case .unknown: words.unknown
    }
  }

  private static func draw(
    _ state: State,
    _ point: MapPoint,
    hint: String?,
    in svg: inout SVG
  ) {
    let circle: SVG.Attributes = [
      "cx": SVG.number(point.x), "cy": SVG.number(point.y), "r": "8",
      "class": "picture-\(state.rawValue)",
    ]
    let stroke: SVG.Attributes = ["fill": "none", "stroke-width": "2"]
    switch state {
    case .open: svg.add("circle", circle + ["fill": Ink.first], hint: hint)
    case .habit:
      svg.add(
        "circle",
        circle + stroke + [
          "stroke": "currentColor", "stroke-opacity": "0.6", "stroke-dasharray": "2 4",
        ],
        hint: hint
      )
    case .reviewed: svg.add("circle", circle + stroke + ["stroke": Ink.first], hint: hint)
    case .closedHere, .closedThere:
      svg.add("circle", circle + stroke + ["stroke": Ink.will], hint: hint)
      bar(of: state, point, in: &svg)
    case .notShared:
      svg.add(
        "path",
        [
          "d": "M\(SVG.number(point.x - 5)) \(SVG.number(point.y))h10", "stroke": "currentColor",
          "stroke-opacity": Ink.faint, "class": "picture-notShared",
        ],
        hint: hint
      )
    case .unknown:
      svg.add(
        "circle",
        circle + ["fill-opacity": "0.25"],
        hint: hint
      )
    }
  }

  /// The bar is on the side that closed: left is here, right is there.
  private static func bar(of state: State, _ point: MapPoint, in svg: inout SVG) {
    let x = point.x + (state == .closedHere ? -4 : 4)
    svg.add(
      "path",
      [
        "d": "M\(SVG.number(x)) \(SVG.number(point.y - 10))v20", "stroke": Ink.will,
        "stroke-width": "4", "class": "picture-\(state.rawValue)",
      ]
    )
  }

  private func drawLegend(at top: Double, in svg: inout SVG) {
    var (x, y) = (18.0, top)
    for state in State.allCases {
      let text = word(state)
      if x + SVG.width(of: text) > Self.left + Self.column * 6 - 20 { (x, y) = (18, y + 28) }
      Self.draw(state, MapPoint(x: x, y: y), hint: nil, in: &svg)
      svg.label(text, x + 16, y + 4.5)
      x += SVG.width(of: text) + 52
    }
  }
}
