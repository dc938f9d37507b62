import Federation
import Foundation
import Hummingbird
import Model
import StrictJSON

/// How applications register themselves, and ask who they are.
struct AppRoutes: ClientNoun {
  let client: ClientServices

  init(_ client: ClientServices) { self.client = client }

  var routes: [ClientRoute] {
    [
      post("/api/v1/apps", .open, register)
        .described(
          "CredentialApplication",
          takes: "client_name! string, redirect_uris! string, scopes string, website string"
        ),
      get("/api/v1/apps/verify_credentials", .application, verify)
        .described("Application"),
    ]
  }

  private func register(_ call: ClientCall) async throws -> ClientReply {
    let parameters = call.parameters
    let name = try parameters.require("client_name")
    guard !name.isEmpty, name.fits(ClientApplication.longestName) else {
      throw Refusal.malformed(
        "Validation failed: client_name has 1 to \(ClientApplication.longestName) characters"
      )
    }
    let scopes = try OAuthScopes(parameters.text("scopes") ?? "read")
    let website = parameters.text("website").flatMap { $0.isEmpty ? nil : $0 }
    if let website, Origin(of: website) == nil || website.utf8.count > 2_000 {
      throw Refusal.malformed("Validation failed: website is no web address")
    }
    let address = RateLimiter.Key.address(of: call.context.clientAddress)
    try client.registrationLimit.take(address, at: client.now)
    let draft = ClientApplication(
      id: 0,
      clientID: ClientSecret().text,
      name: name,
      website: website,
      redirectURIs: try redirectURIs(in: parameters),
      scopes: scopes,
      createdAt: client.now
    )
    let secret = ClientSecret()
    let application = try await client.database.write {
      try $0.clients.insert(draft, secretDigest: secret.digest)
    }
    return ClientReply(
      ApplicationEntity(application, vapidKey: client.vapidKey).json(secret: secret.text)
    )
  }

  /// Given as a list, as lines of one text, or as one (RFC 7591 §2, Mastodon).
  private func redirectURIs(in parameters: Parameters) throws(Refusal) -> [String] {
    let given = parameters.texts("redirect_uris").flatMap { text in
      text.split(whereSeparator: \.isWhitespace).map(String.init)
    }
    guard (1...ClientApplication.mostRedirectURIs).contains(given.count) else {
      throw .malformed("Validation failed: redirect_uris names 1 to 20 addresses")
    }
    for address in given where !Self.isRedirect(address) {
      throw .malformed("Validation failed: ‘\(address.prefix(100))’ is no redirect URI")
    }
    return given
  }

  /// An absolute URI without a fragment, and of no scheme that a browser would run (RFC 6749 §3.1.2).
  static func isRedirect(_ text: String) -> Bool {
    if text == ClientApplication.outOfBand { return true }
    guard text.utf8.count <= 2_000, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
      let components = URLComponents(string: text), components.fragment == nil,
      let scheme = components.scheme?.lowercased()
    else { return false }
    let refused = ["javascript", "data", "vbscript", "file", "blob", "about", "mailto", "urn"]
    guard !refused.contains(scheme) else { return false }
    guard scheme != "https", scheme != "http" else {
      return components.host?.isEmpty == false && components.user == nil
    }
    return text.contains(":/")
  }

  private func verify(_ call: ClientCall) async throws -> ClientReply {
    guard let grant = call.grant,
      let application = try await client.database.read({
        try $0.clients.application(grant.applicationID)
      })
    else { throw Refusal.absent }
    return ClientReply(ApplicationEntity(application, vapidKey: client.vapidKey).json)
  }
}
