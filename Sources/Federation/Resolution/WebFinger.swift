import ActivityStreams
import Model

/// Finds the actor behind `@name@host` (RFC 7033).
package struct WebFinger: Sendable {
  let services: FederationServices

  package init(services: FederationServices) {
    self.services = services
  }

  private static let types = [
    AcceptedMediaType("application/jrd+json"), AcceptedMediaType("application/json"),
  ]

  /// The id of the actor with this address.
  ///
  /// - Throws: `Refusal.absent` when the host knows nobody of this name.
  package func actor(_ address: AS.AccountAddress) async throws -> AS.IRI {
    let origin = try origin(of: address)
    let url = origin.address(".well-known", "webfinger").with(query: "resource", address.uri)
    let document: AS.WebFingerDocument
    do {
      let json = try await services.documents.json(at: url.string, accepting: Self.types)
      document = try AS.WebFingerDocument(json: json)
    } catch Refusal.gone {
      throw Refusal.absent
    } catch let error as AS.Malformed {
      throw Refusal.malformed("\(url): \(error).")
    }
    guard let actor = document.actor else { throw Refusal.absent }
    return actor
  }

  private func origin(of address: AS.AccountAddress) throws(Refusal) -> AS.Origin {
    // A node of a private territory may speak plain HTTP; it then expects the same of others.
    let scheme = services.addresses.origin.scheme
    guard let origin = try? AS.Origin(scheme: scheme, authority: address.authority) else {
      throw .malformed("\(address) is no usable address.")
    }
    return origin
  }
}
