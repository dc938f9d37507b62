import Federation
import Foundation
import HTTPTypes
import Hummingbird
import Model
import Signatures
import Storage
import StrictJSON

/// How an application gets a token and gives it back (RFC 6749, RFC 7636, RFC 7009, RFC 8414).
struct TokenRoutes: ClientNoun {
  let client: ClientServices

  init(_ client: ClientServices) { self.client = client }

  var routes: [ClientRoute] {
    [
      post("/oauth/token", .open, exchange)
        .described(
          "Token",
          takes: """
            grant_type string, code string, client_id string, client_secret string, \
            redirect_uri string, code_verifier string, scope string
            """
        ),
      post("/oauth/revoke", .open, revoke)
        .described("Empty", takes: "token string, client_id string, client_secret string"),
      get("/oauth/userinfo", .member(.named("profile")), userInfo).described("UserInfo"),
      get("/.well-known/oauth-authorization-server", .open, metadata),
    ]
  }

  // MARK: Getting one

  private func exchange(_ call: ClientCall) async throws -> ClientReply {
    let parameters = call.parameters
    switch parameters.text("grant_type") {
    case "authorization_code": return try await exchangeCode(call)
    case "client_credentials": return try await issueToApplication(call)
    case nil: throw OAuthError(.invalidRequest, "grant_type is missing.")
    default:
      // A password belongs on the node's own page, never into an application.
      throw OAuthError(
        .unsupportedGrantType,
        "This node issues tokens for authorization_code and client_credentials only."
      )
    }
  }

  private func exchangeCode(_ call: ClientCall) async throws -> ClientReply {
    let parameters = call.parameters
    let (application, isAuthenticated) = try await application(of: call)
    guard let code = parameters.text("code") else {
      throw OAuthError(.invalidRequest, "code is missing.")
    }
    let (digest, now) = (ClientSecret.digest(of: code), client.now)
    let verifier = parameters.text("code_verifier")
    let redirect = parameters.text("redirect_uri")
    let secret = ClientSecret()
    let grant = try await client.database.write { tx -> TokenGrant? in
      guard let (grant, spent) = try tx.clients.grant(digest: digest) else {
        throw Self.badCode
      }
      // A code of one application is worth nothing to another (threat 32).
      guard grant.applicationID == application.id else { throw Self.badCode }
      if let spent {
        // Somebody else has it, too: what it was exchanged for ends (RFC 6749 §4.1.2).
        try tx.clients.revoke(token: spent)
        return nil
      }
      guard grant.endsAt > now, grant.redirectURI == redirect else { throw Self.badCode }
      try Self.check(verifier, against: grant.challenge, isAuthenticated: isAuthenticated)
      let token = try tx.clients.insert(
        TokenGrant(
          id: 0,
          applicationID: application.id,
          member: grant.member,
          scopes: grant.scopes,
          createdAt: now
        ),
        digest: secret.digest
      )
      try tx.clients.spend(digest: digest, for: token.id)
      return token
    }
    guard let grant else { throw Self.badCode }
    return reply(grant, secret)
  }

  private static let badCode = OAuthError(
    .invalidGrant,
    "The code is wrong, has ended, was used, or belongs to another application or redirect URI."
  )

  /// The application proves itself by its secret or by the verifier of the code (RFC 7636 §4.6).
  private static func check(
    _ verifier: String?,
    against challenge: String?,
    isAuthenticated: Bool
  ) throws {
    guard let challenge else {
      guard isAuthenticated else { throw OAuthError(.invalidClient, "client_secret is missing.") }
      // A verifier where none was announced: somebody took the announcement out (RFC 9700 §2.1.1).
      guard verifier == nil else {
        throw OAuthError(.invalidGrant, "The code was not asked for with a code_challenge.")
      }
      return
    }
    guard let verifier, (43...128).contains(verifier.utf8.count),
      Base64URL.encode(BodyDigest(of: verifier.utf8).sha256) == challenge
    else { throw OAuthError(.invalidGrant, "code_verifier is missing or wrong.") }
  }

  private func issueToApplication(_ call: ClientCall) async throws -> ClientReply {
    let (application, isAuthenticated) = try await application(of: call)
    guard isAuthenticated else { throw OAuthError(.invalidClient, "client_secret is missing.") }
    let scopes = try Self.scopes(call.parameters.text("scope"), within: application)
    let (secret, now) = (ClientSecret(), client.now)
    let grant = try await client.database.write { tx in
      try tx.clients.insert(
        TokenGrant(
          id: 0,
          applicationID: application.id,
          member: nil,
          scopes: scopes,
          createdAt: now
        ),
        digest: secret.digest
      )
    }
    return reply(grant, secret)
  }

  /// The scopes that are asked for, which have to be within those the application registered.
  static func scopes(
    _ text: String?,
    within application: ClientApplication
  ) throws -> OAuthScopes {
    guard let text, !text.isEmpty else { return application.scopes }
    guard let scopes = try? OAuthScopes(text), application.scopes.covers(scopes) else {
      throw OAuthError(.invalidScope, "The application registered for ‘\(application.scopes)’.")
    }
    return scopes
  }

  private func reply(_ grant: TokenGrant, _ secret: ClientSecret) -> ClientReply {
    ClientReply(
      [
        "access_token": .string(secret.text), "token_type": "Bearer",
        "scope": .string(grant.scopes.description),
        "created_at": .integer(Int(grant.createdAt.timeIntervalSince1970)),
      ]
    )
  }

  // MARK: Who the application is

  /// The application, and whether it has shown its secret; in the body or by Basic (RFC 6749 §2.3.1).
  private func application(of call: ClientCall) async throws -> (ClientApplication, Bool) {
    let basic = BasicCredentials(call.request.headers)
    guard let id = basic?.name ?? call.parameters.text("client_id") else {
      throw OAuthError(.invalidClient, "client_id is missing.")
    }
    let found = try await client.database.read { try $0.clients.application(clientID: id) }
    guard let found else { throw OAuthError(.invalidClient, "There is no such client_id.") }
    guard let secret = basic?.password ?? call.parameters.text("client_secret"), !secret.isEmpty
    else { return (found.application, false) }
    guard ClientSecret.matches(secret, found.secretDigest) else {
      throw OAuthError(.invalidClient, "client_secret is wrong.")
    }
    return (found.application, true)
  }

  // MARK: Giving it back

  private func revoke(_ call: ClientCall) async throws -> ClientReply {
    // An application without a secret may give back what it has (RFC 7009 §2.1).
    let (application, _) = try await application(of: call)
    guard let text = call.parameters.text("token") else {
      throw OAuthError(.invalidRequest, "token is missing.")
    }
    let digest = ClientSecret.digest(of: text)
    try await client.database.write { tx in
      // Another's token: it stays, and the answer is the same (RFC 7009 §2.2).
      guard let grant = try tx.clients.token(digest: digest), grant.applicationID == application.id
      else { return }
      try tx.clients.revoke(token: grant.id)
    }
    return .empty
  }

  // MARK: Saying how

  private func userInfo(_ call: ClientCall) async throws -> ClientReply {
    let member = try call.member
    let origin = call.origin
    return try await client.read(for: member) { maker in
      guard let actor = try maker.tx.actors.find(member) else { throw Refusal.absent }
      let pictures = try maker.tx.actorPictures.find(of: member)
      return ClientReply(
        [
          "iss": .string(origin), "sub": .string(actor.uri),
          "name": .string(actor.displayName), "preferred_username": .string(actor.name),
          "profile": .string(actor.endpoints.page ?? actor.uri),
          "picture": .string(maker.picture(pictures.icon?.url)),
        ]
      )
    }
  }

  private func metadata(_ call: ClientCall) async throws -> ClientReply {
    let origin = call.origin
    var reply = ClientReply(
      [
        "issuer": .string(origin),
        "authorization_endpoint": .string("\(origin)/oauth/authorize"),
        "token_endpoint": .string("\(origin)/oauth/token"),
        "revocation_endpoint": .string("\(origin)/oauth/revoke"),
        "userinfo_endpoint": .string("\(origin)/oauth/userinfo"),
        "app_registration_endpoint": .string("\(origin)/api/v1/apps"),
        "service_documentation": .string("\(origin)/api/openapi.json"),
        "scopes_supported": .array(OAuthScope.names.map(JSON.string)),
        "response_types_supported": ["code"], "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "client_credentials"],
        "token_endpoint_auth_methods_supported": [
          "client_secret_basic", "client_secret_post", "none",
        ],
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": true,
      ]
    )
    reply.fields[.cacheControl] = "public, max-age=600"
    return reply
  }
}

/// Name and password of an Authorization field (RFC 7617), which OAuth encodes once more.
private struct BasicCredentials {
  let name: String
  let password: String

  init?(_ headers: HTTPFields) {
    guard let value = headers[.authorization] else { return nil }
    let parts = value.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts[0].lowercased() == "basic",
      let data = Data(base64Encoded: String(parts[1])),
      let text = String(validating: data, as: UTF8.self),
      let colon = text.firstIndex(of: ":"),
      let name = String(text[..<colon]).removingPercentEncoding,
      let password = String(text[text.index(after: colon)...]).removingPercentEncoding
    else { return nil }
    self.name = name
    self.password = password
  }
}
