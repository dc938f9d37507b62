import Signatures
import Testing

@Suite struct CollectionSynchronizationTests {
  private static let digest = String(repeating: "0a", count: 32)

  @Test func `The example of FEP-8fcf is read`() throws {
    let text = """
      collectionId="https://example.org/users/1/followers", \
      url="https://example.org/users/1/followers_synchronization", \
      digest="c33f48cd341ef046a206b8a72ec97af65079f9a3a9b90eef79c5920dce45c61f"
      """
    let followers = ["https://testing.example.org/users/2", "https://testing.example.org/users/1"]

    let field = try CollectionSynchronization(text)

    #expect(field.collection == "https://example.org/users/1/followers")
    #expect(field.url == "https://example.org/users/1/followers_synchronization")
    #expect(field.agrees(with: CollectionDigest(followers)))
    #expect(!field.agrees(with: CollectionDigest(followers.dropLast())))
    let written = CollectionSynchronization(
      collection: field.collection,
      url: field.url,
      digest: CollectionDigest(followers)
    )
    #expect(written.fieldValue == text)
  }

  @Test(
    arguments: [
      "", "collectionId", "collectionId=\"a\", url=\"b\"",
      "collectionId=\"a\", url=\"b\", digest=\"00\"",
      "collectionId=\"a\", url=\"b\", digest=\"\(String(repeating: "G", count: 64))\"",
      "collectionId=\"a\", collectionid=\"c\", url=\"b\", digest=\"\(digest)\"",
      "collectionId=a, url=\"b\", digest=\"\(digest)\"",
      "collectionId=\"a\" url=\"b\" digest=\"\(digest)\"",
    ]
  )
  func whatIsNotExactlyThatIsRefused(text: String) {
    #expect(throws: SignatureFailure.self) { try CollectionSynchronization(text) }
  }
}
