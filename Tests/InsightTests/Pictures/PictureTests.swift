import Foundation
import Model
import Testing

@testable import Insight

/// Pictures are well-formed, say what they show, and need no style and no script.
@Suite struct PictureTests {
  private let may = Month(number: 676)
  private var later: Now { Now(may.end.addingTimeInterval(90 * 86_400)) }

  private func figure(_ value: Double, _ month: Month? = nil, people: Int = 40) -> DisclosedFigure {
    DisclosureControl.figure(value, people: people, in: month ?? may, at: later)
  }

  static let hostile = "<script>alert(1)</script>\" onload='x' & \u{0}\u{1b}]]>"

  private func map(_ name: String = "Atelier") -> DrawnPicture {
    TerritoryMap(
      [
        .init(
          .node,
          name,
          place: "Nantes",
          at: .init(latitude: 47.218, longitude: -1.554),
          link: "/a"
        ),
        .init(.need, name, place: "Rezé", at: .init(latitude: 47.19, longitude: -1.549)),
        .init(.event, name, place: "Rezé", at: .init(latitude: 47.19, longitude: -1.549)),
        .init(
          .event,
          name,
          place: "x",
          at: .init(latitude: 47.3, longitude: -1.7),
          link: "javascript:alert(1)"
        ),
      ],
      in: .french
    ).picture()
  }

  private func graph(_ name: String = "Atelier", words: PictureWords = .french) -> DrawnPicture {
    let names = (0..<7).map { "\(name) \($0)" }
    return ExchangeGraph(
      names.enumerated().map { .init(host: "h\($0.offset).example", name: $0.element) },
      [
        .init(0, 1, .exchanging(figure(120))), .init(0, 2, .exchanging(figure(3, people: 4))),
        .init(1, 3, .silent), .init(2, 4, .closed), .init(5, 5, .silent), .init(0, 99, .closed),
      ],
      in: words
    ).picture()
  }

  private func series(_ name: String = "Échanges") -> DrawnPicture {
    let figures = (0..<8).map {
      figure(Double($0 * 7), may.advanced(by: $0 - 8), people: $0 == 3 ? 2 : 30)
    }
    return SeriesPicture(name, [.init(name, figures)], in: .french).picture()
  }

  private func valves(_ name: String = "Atelier") -> DrawnPicture {
    ValvePicture(
      [.init(name, [.posts: .open, .events: .habit, .needs: .closedHere, .talents: .closedThere])],
      in: .french
    ).picture()
  }

  private func check(_ picture: DrawnPicture) throws {
    let svg = picture.svg
    #expect(Self.isWellFormed(svg), "\(svg.prefix(400))")
    #expect(svg.contains("role=\"img\"") && svg.contains("<title id=") && svg.contains("<desc id="))
    #expect(!svg.contains("style=") && !svg.contains("<script") && !svg.contains("<style"))
    #expect(!svg.contains(" onload=\"") && !svg.contains(" onload='"))
    #expect(!svg.contains("\"javascript:"))
    #expect(!svg.contains("url(") && !svg.contains("href=\"http://"))
    #expect(!svg.contains("nan") && !svg.contains("inf"))
    #expect(svg.contains("currentColor"))
    #expect(!picture.table.columns.isEmpty)
    #expect(picture.table.rows.allSatisfy { $0.count == picture.table.columns.count })
    #expect(!picture.table.html.contains("<script"))
  }

  /// Tags are closed in order, and attributes are quoted: as much as a parser of XML would want.
  private static func isWellFormed(_ text: String) -> Bool {
    var open: [Substring] = []
    var rest = text[...]
    while let start = rest.firstIndex(of: "<") {
      guard let end = rest[start...].firstIndex(of: ">") else { return false }
      let tag = rest[rest.index(after: start)..<end]
      rest = rest[rest.index(after: end)...]
      guard tag.count(where: { $0 == "\"" }).isMultiple(of: 2), !tag.contains("<") else {
        return false
      }
      if tag.hasPrefix("/") {
        guard open.popLast() == tag.dropFirst() else { return false }
      } else if !tag.hasSuffix("/") {
        open.append(tag.prefix { $0 != " " })
      }
    }
    return open.isEmpty
      && !text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" }
  }

  @Test func picturesHoldUnderAStrictPolicy() throws {
    for picture in [map(), graph(), series(), valves()] { try check(picture) }
  }

  @Test func hostileNamesStayWords() throws {
    let name = Self.hostile
    for picture in [map(name), graph(name), series(name), valves(name)] { try check(picture) }
    #expect(graph(name).svg.contains("&lt;script&gt;"))
  }

  @Test func theSameIsDrawnTheSame() {
    #expect(graph() == graph())
    #expect(graph(words: .english).svg != graph().svg)
  }

  @Test func emptyPicturesAreWhole() throws {
    try check(TerritoryMap([], in: .english).picture())
    try check(ExchangeGraph([], [], in: .english).picture())
    try check(SeriesPicture("x", [], in: .english).picture())
    try check(ValvePicture([], in: .english).picture())
  }

  @Test func aHiddenFigureIsAGapWithItsReason() throws {
    let picture = series()
    #expect(picture.svg.contains("moins de 10 personnes"))
    #expect(picture.table.rows[3][1] == "moins de 10 personnes")
    #expect(picture.svg.components(separatedBy: "<polyline").count == 3, "two stretches")
    // What is hidden is drawn nowhere.
    #expect(!picture.svg.contains(": 21<"))
  }

  @Test func whatIsHiddenBetweenTwoIsALineWithoutAnAmount() {
    let rows = graph().table.rows
    #expect(rows[0][3] == "120")
    #expect(rows[1][2] == PictureWords.french.some && rows[1][3] == "moins de 10 personnes")
    #expect(rows.count == 4, "links to nobody are left out")
  }

  @Test func nothingIsDrawnOutsideTheMap() throws {
    let places = [(47.2, -1.5), (47.2, -1.5), (48.4, -4.5), (43.3, 5.4), (47.2, -1.5)]
    let marks = places.enumerated().map { number, place in
      TerritoryMap.Mark(
        .node,
        "N\(number)",
        place: "P",
        at: .init(latitude: place.0, longitude: place.1)
      )
    }
    let svg = TerritoryMap(marks, in: .english).picture().svg
    let xs = svg.components(separatedBy: "cx=\"").dropFirst()
      .compactMap { Double($0.prefix { $0 != "\"" }) }
    #expect(xs.count == 6 && xs.allSatisfy { (0...800).contains($0) })
    #expect(Set(xs).count > 4, "marks at one place do not cover each other")
  }

  @Test func numbersAreThoseOfTheLanguage() {
    #expect(PictureWords.french.number(12345.67) == "12\u{202f}345,7")
    #expect(PictureWords.english.number(1_234_567.5) == "1,234,567.5")
    #expect(PictureWords.english.number(-0.25, decimals: 2) == "−0.25")
    #expect(PictureWords.french.number(3) == "3")
    #expect(PictureWords.french.number(.nan) == "–")
    #expect(PictureWords.french.name(of: may) == "mai 2026")
  }

  @Test func bothLanguagesHaveEveryWord() {
    for words in [PictureWords.french, .english] {
      #expect(words.months.count == 12)
      #expect(Set(words.reasons.keys) == Set(DisclosedFigure.Reason.allCases))
      #expect(Set(words.scopes.keys) == Set(Scope.allCases))
      #expect(Set(words.indicators.keys) == Set(IndicatorName.allCases))
      for child in Mirror(reflecting: words).children {
        #expect((child.value as? String)?.isEmpty != true, "\(child.label ?? "")")
      }
    }
  }
}
