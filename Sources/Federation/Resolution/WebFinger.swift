import ActivityStreams
import Foundation
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

  private static let hostMetaTypes = [
    AcceptedMediaType("application/xrd+xml"), AcceptedMediaType("application/xml"),
    AcceptedMediaType("text/xml"),
  ]

  /// The id of the actor with this address.
  ///
  /// A host may have its WebFinger elsewhere: then its host-meta says where (RFC 6415 §3).
  ///
  /// - Throws: `Refusal.absent` when the host knows nobody of this name.
  package func actor(_ address: AS.AccountAddress) async throws -> AS.IRI {
    let origin = try origin(of: address)
    let url = origin.address(".well-known", "webfinger").with(query: "resource", address.uri)
    do {
      return try await actor(at: url)
    } catch Refusal.absent {
      guard let other = try? await place(of: address, at: origin), other != url else {
        throw Refusal.absent
      }
      return try await actor(at: other)
    }
  }

  /// Where a host's host-meta says that this account is looked up.
  private func place(of address: AS.AccountAddress, at origin: AS.Origin) async throws -> AS.IRI? {
    let url = origin.address(".well-known", "host-meta")
    let bytes = try await services.documents.bytes(at: url.string, accepting: Self.hostMetaTypes)
    // The tags of an XRD are read like those of HTML.
    for case .start(let tag) in HTMLTokenizer(bytes) {
      guard tag.name == "link", tag.attributes["rel"] == "lrdd",
        let template = tag.attributes["template"], template.contains("{uri}"),
        let uri = address.uri.addingPercentEncoding(withAllowedCharacters: .alphanumerics)
      else { continue }
      return AS.IRI(template.replacing("{uri}", with: uri))
    }
    return nil
  }

  private func actor(at url: AS.IRI) async throws -> AS.IRI {
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
