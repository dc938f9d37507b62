import ActivityStreams
import Federation
import Foundation
import Model
import StrictJSON
import TestSupport
import Testing

/// Servers that verify a GET as if it had no query.
@Suite struct UnsignedQueryTests {
  private static let page = "https://far.example/users/bob/followers?page=2"

  /// Answers 401 unless the signature fits the address without its query.
  private func node(accepting isRight: @escaping @Sendable (Bool) -> Bool) async throws -> TestNode
  {
    let node = try await TestNode.make()
    let key = try node.services.keys.nodeSigner(.rsa).key.verificationKey
    node.farSide.answer("https://far.example/") { question in
      guard let field = question.fields.first(where: { $0.0.lowercased() == "signature" })?.1,
        let signature = field.firstMatch(of: /,signature="([^"]+)"/),
        let date = question.fields.first(where: { $0.0.lowercased() == "date" })?.1,
        let bytes = Data(base64Encoded: String(signature.1))
      else { return .status(400) }
      let base =
        "(request-target): get /users/bob/followers\nhost: far.example\ndate: \(date)"
      let fits = key.isValid(Array(bytes), for: Array(base.utf8))
      return isRight(fits) ? .json(["id": .string(question.url)]) : .status(401)
    }
    return node
  }

  @Test func aPageThatIsRefusedIsAskedForOnceMoreWithoutTheQuerySigned() async throws {
    let node = try await node { $0 }

    let (document, _) = try await node.services.documents.object(at: required(AS.IRI(Self.page)))

    #expect(document.json["id"]?.string == Self.page)
    #expect(node.farSide.questions.map(\.url) == [Self.page, Self.page])
  }

  @Test func whoVerifiesTheQueryIsAskedOnce() async throws {
    let node = try await node { !$0 }

    _ = try await node.services.documents.object(at: required(AS.IRI(Self.page)))

    #expect(node.farSide.questions.count == 1)
  }

  @Test func whoRefusesBothIsAskedNoMore() async throws {
    let node = try await node { _ in false }

    await #expect(throws: Refusal.self) {
      _ = try await node.services.documents.object(at: required(AS.IRI(Self.page)))
    }

    #expect(node.farSide.questions.count == 2)
  }

  @Test func withoutAQueryThereIsNothingToLeaveOut() async throws {
    let node = try await node { _ in false }
    let actor = "https://far.example/users/bob"

    await #expect(throws: Refusal.self) {
      _ = try await node.services.documents.object(at: required(AS.IRI(actor)))
    }

    #expect(node.farSide.questions.count == 1)
  }
}
