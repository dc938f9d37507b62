import Foundation
import Model

/// Draws where the organisations, needs and events of a territory are, from the positions of communes.
package struct TerritoryMap: Sendable {
  /// What a mark stands for.
  package enum Kind: String, Sendable, Hashable, CaseIterable, Codable {
    case node, need, event
  }

  /// Something at a place.
  package struct Mark: Sendable, Hashable {
    package let kind: Kind
    package let name: String
    /// The commune, in words.
    package let place: String
    package let position: Commune.Position
    /// Where there is more about it: an address of the web or a path of the node; nothing else is linked.
    package let link: String?

    package init(
      _ kind: Kind,
      _ name: String,
      place: String,
      at position: Commune.Position,
      link: String? = nil
    ) {
      (self.kind, self.name, self.place) = (kind, name, place)
      (self.position, self.link) = (position, link)
    }
  }

  private let marks: [Mark]
  private let surroundings: [Commune]
  private let words: PictureWords
  private let frame: MapFrame

  /// - Parameters:
  ///   - marks: What is to be seen.
  ///   - surroundings: Communes to find one's way by, the most important first; those that fit are shown.
  ///   - words: The language.
  package init(_ marks: [Mark], surroundings: [Commune] = [], in words: PictureWords) {
    self.marks = marks
    self.surroundings = surroundings
    self.words = words
    frame = MapFrame(around: marks.map(\.position))
  }

  /// The picture, with an id that tells it from others of its page.
  package func picture(id: String = "map") -> DrawnPicture {
    var svg = SVG(
      id: id,
      kind: "map",
      width: frame.width,
      height: frame.height + 36,
      title: words.mapTitle,
      description: description
    )
    svg.add(
      "rect",
      [
        "x": "0.5", "y": "0.5", "width": SVG.number(frame.width - 1),
        "height": SVG.number(frame.height - 1), "rx": "6", "class": "picture-ground",
        "fill": "none", "stroke": "currentColor", "stroke-opacity": "0.25",
      ]
    )
    var taken = placed.map { LabelBox(around: $0.point, $0.mark.kind == .node ? 9 : 7) }
    taken.append(
      LabelBox(around: MapPoint(x: frame.width - 100, y: frame.height - 22), 92, height: 14)
    )
    // Whose map it is comes before what is around.
    drawNames(in: &svg, &taken)
    drawSurroundings(in: &svg, &taken)
    for (mark, point) in placed { draw(mark, at: point, in: &svg) }
    drawScale(in: &svg)
    drawLegend(in: &svg)
    return DrawnPicture(svg: svg.finished, table: table)
  }

  private var description: String {
    let counts = Kind.allCases.map { kind in
      "\(marks.count { $0.kind == kind }) \(plural(kind))"
    }
    return counts.joined(separator: ", ")
  }

  private var table: DataTable {
    DataTable(
      caption: words.mapTitle,
      columns: [words.name, words.kind, words.place],
      rows: marks.map { [$0.name, word($0.kind), $0.place] }
    )
  }

  private func word(_ kind: Kind) -> String {
    switch kind {
    case .node: words.node
    case .need: words.need
    case .event: words.event
    }
  }

  private func plural(_ kind: Kind) -> String {
    switch kind {
    case .node: words.nodes
    case .need: words.needs
    case .event: words.events
    }
  }

  // MARK: Marks

  /// Marks at the same place stand around it.
  private var placed: [(mark: Mark, point: MapPoint)] {
    var seen: [MapPoint: Int] = [:]
    return marks.sorted { ($0.kind.rank, $0.name) < ($1.kind.rank, $1.name) }.map { mark in
      let point = frame.point(of: mark.position)
      let number = seen[point.rounded, default: 0]
      seen[point.rounded] = number + 1
      guard number > 0 else { return (mark, point) }
      let ring = Double((number - 1) / 8 + 1)
      let angle = Double(number - 1) * .pi / 4 + .pi / 8
      return (
        mark, MapPoint(x: point.x + cos(angle) * 17 * ring, y: point.y + sin(angle) * 17 * ring)
      )
    }
  }

  private func draw(_ mark: Mark, at point: MapPoint, in svg: inout SVG) {
    let link = mark.link.flatMap { link in
      link.hasPrefix("https://") || (link.hasPrefix("/") && !link.hasPrefix("//")) ? link : nil
    }
    if let link { svg.begin("a", ["href": link]) }
    Self.draw(
      mark.kind,
      at: point,
      hint: "\(word(mark.kind)): \(mark.name), \(mark.place)",
      in: &svg
    )
    if link != nil { svg.end() }
  }

  private static func draw(_ kind: Kind, at point: MapPoint, hint: String?, in svg: inout SVG) {
    let (x, y) = (point.x, point.y)
    switch kind {
    case .node:
      svg.add(
        "circle",
        [
          "cx": SVG.number(x), "cy": SVG.number(y), "r": "7", "fill": Ink.first,
          "class": "picture-node",
        ],
        hint: hint
      )
    case .need:
      let corners = [(x, y - 7), (x + 6.5, y + 5), (x - 6.5, y + 5)]
      svg.add(
        "polygon",
        [
          "points": corners.map { "\(SVG.number($0.0)),\(SVG.number($0.1))" }.joined(
            separator: " "
          ),
          "fill": Ink.second, "class": "picture-need",
        ],
        hint: hint
      )
    case .event:
      svg.add(
        "rect",
        [
          "x": SVG.number(x - 5.5), "y": SVG.number(y - 5.5), "width": "11", "height": "11",
          "fill": Ink.third, "class": "picture-event",
        ],
        hint: hint
      )
    }
  }

  // MARK: Words

  private func drawNames(in svg: inout SVG, _ taken: inout [LabelBox]) {
    for (mark, point) in placed where mark.kind == .node {
      let name = SVG.cut(mark.name, to: 180)
      guard let box = LabelBox.place(name, beside: point, in: frame.size, taken) else { continue }
      taken.append(box)
      svg.label(name, box.x, box.baseline, ["class": "picture-name"])
    }
  }

  private func drawSurroundings(in svg: inout SVG, _ taken: inout [LabelBox]) {
    var count = 0
    for commune in surroundings where count < 14 {
      guard let position = commune.position else { continue }
      let point = frame.point(of: position)
      guard frame.contains(point) else { continue }
      let known = placed.contains { $0.point.distance(to: point) < 14 }
      let dot = known ? nil : LabelBox(around: point, 3)
      guard dot == nil || !taken.contains(where: { $0.meets(LabelBox(around: point, 3)) }),
        let box = LabelBox.place(
          commune.name,
          beside: point,
          in: frame.size,
          taken + [dot].compactMap(\.self),
          size: 11
        )
      else { continue }
      count += 1
      taken.append(box)
      if let dot {
        taken.append(dot)
        svg.add(
          "circle",
          [
            "cx": SVG.number(point.x), "cy": SVG.number(point.y), "r": "2.5",
            "fill-opacity": Ink.faint, "class": "picture-commune",
          ]
        )
      }
      svg.label(
        commune.name,
        box.x,
        box.baseline,
        [
          "font-size": "11", "font-style": "italic", "fill-opacity": "0.65",
          "class": "picture-commune",
        ]
      )
    }
  }

  private func drawScale(in svg: inout SVG) {
    let length = frame.scale(atMost: 160)
    let (x, y) = (frame.width - 20 - length.points, frame.height - 16)
    svg.add(
      "path",
      [
        "d": "M\(SVG.number(x)) \(SVG.number(y - 4))v4h\(SVG.number(length.points))v-4",
        "fill": "none", "stroke": "currentColor", "class": "picture-scale",
      ]
    )
    svg.label(
      "\(words.number(length.kilometres)) \(words.kilometres)",
      x + length.points / 2,
      y - 7,
      ["text-anchor": "middle", "font-size": "11"]
    )
  }

  private func drawLegend(in svg: inout SVG) {
    var x = 14.0
    for kind in Kind.allCases {
      let text = "\(word(kind)) (\(marks.count { $0.kind == kind }))"
      Self.draw(kind, at: MapPoint(x: x, y: frame.height + 20), hint: nil, in: &svg)
      svg.label(text, x + 13, frame.height + 24.5)
      x += SVG.width(of: text) + 40
    }
  }
}

extension TerritoryMap.Kind {
  fileprivate var rank: Int {
    switch self {
    case .node: 0
    case .need: 1
    case .event: 2
    }
  }
}

extension TerritoryMap.Mark: Encodable {
  private enum CodingKeys: String, CodingKey {
    case kind, name, place, latitude, longitude, link
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(kind, forKey: .kind)
    try container.encode(name, forKey: .name)
    try container.encode(place, forKey: .place)
    try container.encode(position.latitude, forKey: .latitude)
    try container.encode(position.longitude, forKey: .longitude)
    try container.encodeIfPresent(link, forKey: .link)
  }
}
