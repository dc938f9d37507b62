import Insight
import StrictJSON

/// How far organisations keep to themselves, in two tables: the measures beside what chance would have,
/// and where each organisation stands.
struct ShownSilo {
  private let told: JSON
  private let balance: JSON
  private let words: Words
  private let pictures: PictureWords

  /// - Parameters:
  ///   - told: What apps are told (`InsightSilo`).
  ///   - balance: What this organisation gives and takes, as a figure.
  ///   - words: The language of the page.
  init(_ told: JSON, balance: JSON, _ words: Words) {
    (self.told, self.balance, self.words) = (told, balance, words)
    pictures = .words(for: words.language)
  }

  /// With the territories that one may look at, where there are several.
  func json(choices: [JSON]) -> JSON {
    let place = told["territory"]?["name"]?.string
    let parts = [
      "x": words.number(told["counted"]?.int ?? 0),
      "y": words.number(told["organisations"]?.int ?? 0),
    ]
    return [
      "heading": .string(
        place.map { words.text("insight-silo-of", ["x": $0]) } ?? words.text("insight-silo")
      ),
      "counted": .string(words.text("insight-counted", parts)),
      "measures": .array(measures), "positions": .array(positions),
      "has_positions": .bool(!positions.isEmpty), "choices": .array(choices),
      "has_choices": .bool(!choices.isEmpty),
    ]
  }

  private var measures: [JSON] {
    var all = [
      row("insight-silo-index", told["silo"], chance: "0"),
      row("insight-openness", told["index"], chance: figure(told["expected"])),
    ]
    let groups = [
      ("insight-between-kinds", told["by_kind"]), ("insight-between-places", told["by_place"]),
    ]
    for (name, groups) in groups {
      guard let groups, !groups.isNull else { continue }
      all.append(
        row(
          name,
          groups["index"],
          chance: figure(groups["expected"]),
          likelihood: groups["chance"]?.double.map { pictures.number($0 * 100) + "\u{a0}%" }
        )
      )
    }
    return all + [row("insight-balance", balance, chance: "0")]
  }

  private func row(
    _ name: String,
    _ value: JSON?,
    chance: String,
    likelihood: String? = nil
  ) -> JSON {
    [
      "name": .string(words.text(name)), "means": .string(words.text("\(name)-means")),
      "value": .string(figure(value)), "chance": .string(chance),
      "likelihood": .string(likelihood ?? "–"),
    ]
  }

  private var positions: [JSON] {
    (told["positions"]?.array ?? []).map { one in
      [
        "name": one["name"] ?? "", "index": .string(figure(one["index"])),
        "betweenness": .string(figure(one["betweenness"])),
        "constraint": .string(figure(one["constraint"])),
      ]
    }
  }

  /// A figure, or why it is not shown.
  private func figure(_ figure: JSON?) -> String {
    if let value = figure?["value"]?.double { return pictures.number(value, decimals: 2) }
    let reason = figure?["reason"]?.string.flatMap(DisclosedFigure.Reason.init(rawValue:))
    return reason.flatMap { pictures.reasons[$0] } ?? pictures.notShown
  }
}
