import StrictJSON
import Testing

@testable import ActivityStreams

@Suite struct CollectionTests {
  @Test func `Entries are read under either name, and the unreadable left out`() throws {
    let page: JSON = [
      "type": "OrderedCollectionPage", "next": "https://a.example/x?page=2",
      "orderedItems": ["https://a.example/1", ["type": "Note", "id": "https://a.example/2"], 7],
    ]
    let read = try AS.CollectionPage(json: page)
    let other = try AS.CollectionPage(
      json: page.with("type", "CollectionPage")
        .with("orderedItems", nil).with("items", "https://a.example/1")
    )

    #expect(read.items.compactMap(\.id?.path) == ["/1", "/2"])
    #expect(read.next?.query == "page=2")
    #expect(other.items.compactMap(\.id?.path) == ["/1"])
  }

  @Test func `A first page may be carried along`() throws {
    let first: JSON = ["type": "CollectionPage", "items": ["https://a.example/1"]]
    let collection = try AS.Collection(json: ["type": "Collection", "first": first])
    let page = try #require(collection.first?.embedded)

    #expect(page.id == nil)
    #expect(try AS.CollectionPage(json: page.json).items.count == 1)
  }

  @Test(
    "What is no collection is refused",
    arguments: [
      ["type": "Note"], ["type": "Collection", "totalItems": -1],
      ["type": "Collection", "totalItems": 1.5], ["type": "Collection", "totalItems": "3"],
      ["type": "Collection", "first": "javascript:alert(1)"], [],
    ] as [JSON]
  )
  func refused(json: JSON) {
    #expect(throws: AS.Malformed.self) { try AS.Collection(json: json) }
  }

  @Test func `A next page elsewhere than http is refused`() {
    #expect(throws: AS.Malformed(path: "next", reason: .address(.scheme))) {
      try AS.CollectionPage(json: ["type": "CollectionPage", "next": "file:///etc/passwd"])
    }
  }

  @Test func `An empty page says that it is empty`() throws {
    let page = AS.CollectionPage(id: nil, partOf: nil, items: [])

    #expect(page.json == ["type": "OrderedCollectionPage", "orderedItems": []])
    #expect(try AS.CollectionPage(json: page.json) == page)
  }
}
