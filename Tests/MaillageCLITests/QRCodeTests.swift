import Node
import Testing

@testable import MaillageCLI

@Suite("QR codes in the terminal")
struct QRCodeTests {
  /// The mark in three corners (ISO/IEC 18004 §6.3.3), with the light line around it.
  private static let finder = [
    "#######.", "#.....#.", "#.###.#.", "#.###.#.", "#.###.#.", "#.....#.", "#######.", "........",
  ]

  @Test("a short text makes the smallest code: 21 modules, in 25 columns and 13 lines")
  func isSquare() throws {
    let code = try #require(QRCode("maillage"))

    let lines = code.terminalText.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(code.size == 21)
    #expect(code.columns == 25)
    #expect(lines.map(\.count) == Array(repeating: 25, count: 13))
    #expect(Set(code.terminalText).isSubset(of: ["█", "▀", "▄", " ", "\n"]))
  }

  @Test("three corners carry the finder pattern, the fourth does not")
  func hasFinders() throws {
    let code = try #require(QRCode("https://a.example/invitation"))
    let last = code.size - 1

    func corner(_ place: (Int, Int) -> (row: Int, column: Int)) -> [String] {
      (0..<8).map { row in
        String(
          (0..<8).map { column in
            let place = place(row, column)
            return code.isDark(row: place.row, column: place.column) ? "#" : "."
          }
        )
      }
    }

    #expect(corner { ($0, $1) } == Self.finder)
    #expect(corner { ($0, last - $1) } == Self.finder)
    #expect(corner { (last - $0, $1) } == Self.finder)
    #expect(corner { (last - $0, last - $1) } != Self.finder)
  }

  @Test("light modules are drawn, and two of them surround the code")
  func isDarkOnLight() throws {
    let code = try #require(QRCode("maillage"))

    let lines = code.terminalText.split(separator: "\n", omittingEmptySubsequences: false)

    #expect(lines[0] == String(repeating: "█", count: 25)[...])
    #expect(lines[1].hasPrefix("██ ▄▄▄▄▄ █"))
    #expect(lines[12] == String(repeating: "▀", count: 25)[...])
    #expect(lines.allSatisfy { $0.count == 25 && $0.first != " " && $0.last != " " })
  }

  @Test("the terminal shows it whole: nothing in it is dropped as a control character")
  func passesStyled() throws {
    let text = try #require(QRCode("maillage")).terminalText

    #expect(Styled.rendered(text, inColor: false) == text)
  }

  @Test("a page shows it as SVG, dark on light, with four light modules around it")
  func isSVG() throws {
    let code = try #require(QRCode("maillage"))

    let svg = code.svg
    var drawn: Set<[Int]> = []
    for run in svg.matches(of: /M(\d+) (\d+)h(\d+)v1h-\d+z/) {
      let (column, row, length) = (Int(run.1), Int(run.2), Int(run.3))
      let start = try #require(column)
      for place in start..<start + (try #require(length)) {
        drawn.insert([try #require(row), place])
      }
    }

    #expect(svg.contains("viewBox=\"0 0 29 29\"") && svg.contains("fill=\"#fff\""))
    for row in 0..<29 {
      for column in 0..<29 {
        #expect(drawn.contains([row, column]) == code.isDark(row: row - 4, column: column - 4))
      }
    }
  }

  @Test("a longer text makes a larger code; one that is too long, or empty, or cut, makes none")
  func isBounded() throws {
    let invitation = try #require(QRCode(String(repeating: "é", count: 200)))

    #expect(invitation.columns <= 80)
    #expect(QRCode(String(repeating: "x", count: 2953))?.size == 177)
    #expect(QRCode(String(repeating: "x", count: 2954)) == nil)
    #expect(QRCode("") == nil)
    #expect(QRCode("a\0b") == nil)
  }
}
