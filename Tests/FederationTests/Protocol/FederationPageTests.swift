import Federation
import Foundation
import Testing

/// Protocol/FEDERATION.md against the registry, both ways.
@Suite struct FederationPageTests {
  /// `Verb(Object)`, as the table of the page writes it.
  private typealias Pairs = Set<String>

  private func table() throws -> (received: Pairs, sent: Pairs) {
    let text = try String(
      contentsOf: ProtocolFiles.root.appending(path: "FEDERATION.md"),
      encoding: .utf8
    )
    let section = try #require(text.components(separatedBy: "\n## Activities\n").dropFirst().first)
    var (received, sent): (Pairs, Pairs) = ([], [])
    let rows = section.components(separatedBy: "\n## ").prefix(1).joined().split(separator: "\n")
    for line in rows where line.hasPrefix("| `") {
      let cells = line.split(separator: "|").map(String.init)
      #expect(cells.count == 2, "\(line)")
      received.formUnion(Self.pairs(in: cells[0]))
      sent.formUnion(Self.pairs(in: cells[1]))
    }
    return (received, sent)
  }

  private static func pairs(in cell: String) -> Pairs {
    Set(cell.matches(of: /`([A-Z][A-Za-z]*\([A-Z][A-Za-z]*\))`/).map { String($0.output.1) })
  }

  private func registered(_ types: (ActivityObjects) -> Set<String>) -> Pairs {
    var pairs: Pairs = []
    for handler in ActivityRegistry.handlers {
      for object in types(handler.objects) { pairs.insert("\(handler.type.rawValue)(\(object))") }
    }
    return pairs
  }

  @Test func everyHandlerSaysWithWhatObjectsItIsTaken() {
    for handler in ActivityRegistry.handlers {
      #expect(!handler.objects.received.isEmpty, "\(handler.type.rawValue)")
    }
  }

  @Test func thePageListsWhatIsReceivedAndNothingElse() throws {
    let page = try table().received

    #expect(page.subtracting(registered(\.received)).sorted() == [])
    #expect(registered(\.received).subtracting(page).sorted() == [])
  }

  @Test func thePageListsWhatIsSentAndNothingElse() throws {
    let page = try table().sent

    #expect(page.subtracting(registered(\.sent)).sorted() == [])
    #expect(registered(\.sent).subtracting(page).sorted() == [])
  }

  @Test func thePageOfTheRepositoryLeadsHere() throws {
    let root = ProtocolFiles.root.deletingLastPathComponent().appending(path: "FEDERATION.md")
    let text = try String(contentsOf: root, encoding: .utf8)

    #expect(text.contains("](Protocol/FEDERATION.md)"))
    #expect(text.split(separator: "\n").count <= 3)
  }
}
