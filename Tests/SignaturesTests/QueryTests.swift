import Testing

@testable import Signatures

/// Servers that sign and verify a GET as if it had no query, as Mastodon reads them.
@Suite("A query that the signature leaves out")
struct QueryTests {
  private static let page = "https://b.example/users/bob/followers?page=2"
  private static let bare = "https://b.example/users/bob/followers"

  /// A request as if it had been sent to another address than it was signed for.
  private func moved(_ request: RequestMessage, to url: String) throws -> RequestMessage {
    RequestMessage(
      method: request.method,
      uri: try required(TargetURI(url)),
      fields: request.fields,
      body: request.body
    )
  }

  @Test("the draft: a fetch is accepted with its query signed, and without")
  func fetch() throws {
    let alice = try Correspondence()

    try alice.verify(alice.fetch(by: .draftCavage, from: Self.page))
    try alice.verify(moved(alice.fetch(by: .draftCavage, from: Self.bare), to: Self.page))
  }

  @Test("the draft: another query than the one signed is refused")
  func otherQuery() throws {
    let alice = try Correspondence()
    let request = try moved(
      alice.fetch(by: .draftCavage, from: Self.page),
      to: Self.bare + "?page=3"
    )

    #expect(throws: SignatureFailure.invalid) { try alice.verify(request) }
    #expect(throws: SignatureFailure.invalid) {
      try alice.verify(moved(alice.fetch(by: .draftCavage, from: Self.page), to: Self.bare))
    }
  }

  @Test("a delivery never", arguments: SignatureScheme.allCases)
  func delivery(scheme: SignatureScheme) throws {
    let alice = try Correspondence()
    let request = try moved(
      alice.delivery(by: scheme, to: "https://b.example/inbox"),
      to: "https://b.example/inbox?x=1"
    )

    #expect(throws: SignatureFailure.invalid) { try alice.verify(request) }
  }

  @Test("RFC 9421: never")
  func rfc9421() throws {
    let alice = try Correspondence()
    let request = try moved(alice.fetch(by: .messageSignature, from: Self.bare), to: Self.page)

    #expect(throws: SignatureFailure.invalid) { try alice.verify(request) }
  }
}
