import Foundation
import Model

/// Draws figures over the months, as lines or as bars; a month that is not shown is a gap.
package struct SeriesPicture: Sendable {
  package enum Form: String, Sendable, CaseIterable {
    case lines, bars
  }

  /// One figure over the months.
  package struct Series: Sendable, Hashable {
    package let name: String
    package let figures: [DisclosedFigure]

    package init(_ name: String, _ figures: [DisclosedFigure]) {
      self.name = name
      self.figures = figures.sorted { $0.month < $1.month }
    }
  }

  private let title: String
  private let series: [Series]
  private let months: [Month]
  private let form: Form
  private let words: PictureWords
  private let scale: Ticks

  /// - Parameters:
  ///   - title: What is drawn.
  ///   - series: Up to four.
  ///   - form: Lines for what is there, bars for what was done.
  ///   - words: The language.
  package init(_ title: String, _ series: [Series], as form: Form = .lines, in words: PictureWords)
  {
    self.title = title
    self.series = Array(series.prefix(4))
    self.form = form
    self.words = words
    let all = self.series.flatMap(\.figures)
    let numbers = all.map(\.month.number)
    months =
      numbers.min().map { first in
        (first...(numbers.max() ?? first)).suffix(60).map(Month.init(number:))
      } ?? []
    scale = Ticks(upTo: all.compactMap(\.value).max() ?? 1)
  }

  private static let width = 800.0
  private static let height = 320.0
  private static let left = 62.0
  private static let right = 16.0
  private static let top = 20.0
  private static let bottom = 34.0

  package func picture(id: String = "series") -> DrawnPicture {
    var svg = SVG(
      id: id,
      kind: "series",
      width: Self.width,
      height: Self.height + 34,
      title: title,
      description: description
    )
    drawAxes(in: &svg)
    for (place, one) in series.enumerated() {
      if form == .bars { drawBars(one, place, in: &svg) } else { drawLine(one, place, in: &svg) }
    }
    drawGaps(in: &svg)
    drawLegend(in: &svg)
    return DrawnPicture(svg: svg.finished, table: table)
  }

  private var description: String {
    let span = [months.first, months.last].compactMap { $0.map(words.name(of:)) }
    return series.map(\.name).joined(separator: ", ") + "; " + span.joined(separator: " – ")
  }

  private var table: DataTable {
    DataTable(
      caption: title,
      columns: [words.month] + series.map(\.name),
      rows: months.map { month in
        [words.name(of: month)]
          + series.map { one in
            one.figures.first { $0.month == month }.map(words.text(of:)) ?? words.unknown
          }
      }
    )
  }

  // MARK: Places

  private var step: Double {
    (Self.width - Self.left - Self.right) / Double(max(1, months.count))
  }

  private func x(_ month: Month) -> Double {
    Self.left + (Double(month.number - (months.first?.number ?? 0)) + 0.5) * step
  }

  private func y(_ value: Double) -> Double {
    let share = max(0, value) / scale.top
    return Self.height - Self.bottom - share * (Self.height - Self.top - Self.bottom)
  }

  // MARK: Drawing

  private func drawAxes(in svg: inout SVG) {
    for tick in scale.ticks {
      let y = SVG.number(y(tick))
      svg.add(
        "line",
        [
          "x1": SVG.number(Self.left), "y1": y, "x2": SVG.number(Self.width - Self.right), "y2": y,
          "stroke": "currentColor", "stroke-opacity": tick == 0 ? "0.7" : "0.15",
          "class": "picture-axis",
        ]
      )
      svg.label(
        words.number(tick, decimals: 2),
        Self.left - 8,
        self.y(tick) + 4.5,
        ["text-anchor": "end"]
      )
    }
    let every = max(1, Int((64 / step).rounded(.up)))
    for (place, month) in months.enumerated() where place % every == 0 {
      let isFirst = place == 0 || month.description.hasSuffix("-01")
      let name = isFirst || every > 1 ? words.name(of: month) : words.shortName(of: month)
      svg.label(
        name,
        x(month),
        Self.height - Self.bottom + 20,
        ["text-anchor": "middle", "font-size": "12"]
      )
    }
  }

  private func drawLine(_ one: Series, _ place: Int, in svg: inout SVG) {
    let dashes = Self.dashes[place % 4]
    for run in runs(one) where run.count > 1 {
      let points = run.map { "\(SVG.number(x($0.month))),\(SVG.number(y($0.value ?? 0)))" }
      let line: SVG.Attributes = [
        "points": points.joined(separator: " "), "fill": "none", "stroke": Ink.of(place),
        "stroke-width": "2.5", "stroke-linejoin": "round", "class": "picture-line",
      ]
      svg.add("polyline", dashes.isEmpty ? line : line + ["stroke-dasharray": dashes])
    }
    for figure in one.figures {
      guard let value = figure.value, months.contains(figure.month) else { continue }
      svg.add(
        "circle",
        [
          "cx": SVG.number(x(figure.month)), "cy": SVG.number(y(value)), "r": "3.5",
          "fill": Ink.of(place), "class": "picture-point",
        ],
        hint: hint(one, figure)
      )
    }
  }

  /// Lines can be told apart without colours.
  private static let dashes = ["", "7 4", "2 4", "9 3 2 3"]

  private func drawBars(_ one: Series, _ place: Int, in svg: inout SVG) {
    let room = min(56, step * 0.76)
    let width = room / Double(max(1, series.count))
    for figure in one.figures {
      guard let value = figure.value, months.contains(figure.month) else { continue }
      let left = x(figure.month) - room / 2 + Double(place) * width
      svg.add(
        "rect",
        [
          "x": SVG.number(left + 0.5), "y": SVG.number(y(value)),
          "width": SVG.number(max(1, width - 1)), "height": SVG.number(y(0) - y(value)),
          "fill": Ink.of(place), "class": "picture-bar",
        ],
        hint: hint(one, figure)
      )
    }
  }

  /// Months of which something is hidden have a mark on the axis.
  private func drawGaps(in svg: inout SVG) {
    for month in months {
      let hidden = series.compactMap { one in
        one.figures.first { $0.month == month && $0.value == nil }.map {
          "\(one.name): \(words.text(of: $0))"
        }
      }
      guard !hidden.isEmpty else { continue }
      let (x, y) = (x(month), Self.height - Self.bottom - 8)
      svg.add(
        "path",
        [
          "d": "M\(SVG.number(x - 4)) \(SVG.number(y - 4))l8 8m0 -8l-8 8", "fill": "none",
          "stroke": "currentColor", "stroke-opacity": "0.6", "class": "picture-hidden",
        ],
        hint: "\(words.name(of: month)), \(hidden.joined(separator: "; "))"
      )
    }
  }

  private func hint(_ one: Series, _ figure: DisclosedFigure) -> String {
    "\(one.name), \(words.name(of: figure.month)): \(words.text(of: figure))"
  }

  /// The stretches of months next to each other of which the number is shown.
  private func runs(_ one: Series) -> [[DisclosedFigure]] {
    one.figures.filter { months.contains($0.month) }.reduce(into: [[]]) { runs, figure in
      guard figure.value != nil else {
        runs.append([])
        return
      }
      if let last = runs[runs.count - 1].last, last.month.advanced(by: 1) != figure.month {
        runs.append([])
      }
      runs[runs.count - 1].append(figure)
    }
  }

  private func drawKey(_ place: Int, at point: MapPoint, in svg: inout SVG) {
    let (x, y) = (SVG.number(point.x), SVG.number(point.y))
    guard form == .bars else {
      let line: SVG.Attributes = [
        "d": "M\(x) \(y)h24", "stroke": Ink.of(place), "stroke-width": "2.5",
        "class": "picture-key",
      ]
      let dashes = Self.dashes[place % 4]
      return svg.add("path", dashes.isEmpty ? line : line + ["stroke-dasharray": dashes])
    }
    svg.add(
      "rect",
      [
        "x": x, "y": SVG.number(point.y - 6), "width": "22", "height": "12",
        "fill": Ink.of(place), "class": "picture-key",
      ]
    )
  }

  private func drawLegend(in svg: inout SVG) {
    var x = Self.left
    let y = Self.height + 14
    for (place, one) in series.enumerated() {
      drawKey(place, at: MapPoint(x: x, y: y), in: &svg)
      svg.label(one.name, x + 30, y + 4.5)
      x += SVG.width(of: one.name) + 62
    }
    guard series.contains(where: { $0.figures.contains { $0.value == nil } }) else { return }
    svg.add(
      "path",
      [
        "d": "M\(SVG.number(x)) \(SVG.number(y - 4))l8 8m0 -8l-8 8", "fill": "none",
        "stroke": "currentColor", "stroke-opacity": "0.6",
      ]
    )
    svg.label(words.notShown, x + 16, y + 4.5)
  }
}

/// Round numbers along an axis that begins with nought.
struct Ticks {
  let ticks: [Double]
  let top: Double

  init(upTo largest: Double) {
    let wanted = max(largest, 1e-9) / 4
    let power = pow(10, floor(log10(wanted)))
    let step = [1, 2, 2.5, 5, 10].map { $0 * power }.first { $0 >= wanted * 0.999 } ?? power * 10
    let count = max(1, Int((largest / step).rounded(.up)))
    ticks = (0...count).map { Double($0) * step }
    top = Double(count) * step
  }
}
