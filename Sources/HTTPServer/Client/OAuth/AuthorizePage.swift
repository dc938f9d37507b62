import Federation
import Foundation
import HTTPTypes
import Hummingbird
import Model
import Signatures
import Storage

/// The page on which a member signs in and allows an application what it asks for (RFC 6749 §3.1).
struct AuthorizePage: Sendable {
  let client: ClientServices

  init(_ client: ClientServices) { self.client = client }

  private static let codeLife: TimeInterval = 600
  private static let largestForm = 16 * 1024

  /// Shows what is next: signing in, or the question.
  func show(_ request: Request, _ context: MaillageRequestContext) async throws -> Response {
    let parameters = try Parameters(queryOf: request)
      .described(by: FurtherRoutes.taken["GET /oauth/authorize"] ?? [])
    let words = SignInWords(asked: parameters.text("lang"), by: request, client)
    do {
      let wish = try await AuthorizationWish(parameters, client)
      let mustSignIn = parameters.bool("force_login") == true
      if !mustSignIn, let signedIn = try await SignedIn.find(request, client) {
        return page(words).consent(wish, signedIn)
      }
      return page(words).signIn(wish, failure: nil)
    } catch let refusal as Refusal {
      return page(words).refused(refusal)
    } catch let returned as ReturnedError {
      return page(words).leave(returned)
    } catch let error as OAuthError {
      return page(words).error(words.explain(error))
    }
  }

  /// Takes one of the two forms.
  func answer(_ request: Request, _ context: MaillageRequestContext) async throws -> Response {
    var words = SignInWords(asked: nil, by: request, client)
    do {
      try request.requireOrigin(client.services.addresses.origin.string)
      let parameters = try await Parameters(request, largestBody: Self.largestForm)
      if let language = parameters.text("lang") {
        words = SignInWords(asked: language, by: request, client)
      }
      let wish = try await AuthorizationWish(parameters, client)
      switch parameters.text("step") {
      case "sign-in": return try await signIn(wish, parameters, request, context, words)
      case "answer": return try await decide(wish, parameters, request, words)
      default: throw Refusal.malformed("The form is incomplete.")
      }
    } catch let refusal as Refusal {
      return page(words).refused(refusal)
    } catch let returned as ReturnedError {
      return page(words).leave(returned)
    } catch let error as OAuthError {
      return page(words).error(words.explain(error))
    }
  }

  private func signIn(
    _ wish: AuthorizationWish,
    _ parameters: Parameters,
    _ request: Request,
    _ context: MaillageRequestContext,
    _ words: SignInWords
  ) async throws -> Response {
    let attempt = try await client.attempt(parameters, from: context.clientAddress)
    guard case .member(let member) = attempt else {
      return page(words).signIn(
        wish,
        failure: words.failure(attempt),
        asksForCode: attempt.asksForCode,
        status: attempt.status
      )
    }
    let cookie = try await SignedIn.begin(member, request, client)
    // The question is asked anew, now of somebody signed in.
    var response = Response(status: .seeOther, headers: [.location: wish.address])
    response.headers[.setCookie] = cookie
    response.headers[.cacheControl] = "no-store"
    return response
  }

  private func decide(
    _ wish: AuthorizationWish,
    _ parameters: Parameters,
    _ request: Request,
    _ words: SignInWords
  ) async throws -> Response {
    guard let signedIn = try await SignedIn.find(request, client) else {
      return page(words).signIn(wish, failure: nil)
    }
    guard signedIn.isOwnForm(parameters.text("token")) else {
      throw Refusal.forbidden("The form is not of this session: go back and try again.")
    }
    if parameters.text("choice") == "other" {
      let (session, member) = (signedIn.session.id, signedIn.member.actorID)
      _ = try await client.database.write { try $0.webSessions.end(session, of: member) }
      var response = page(words).signIn(wish, failure: nil)
      response.headers[.setCookie] = SignedIn.expiredCookie
      return response
    }
    guard parameters.text("choice") == "allow" else {
      return page(words).leave(wish, with: [("error", "access_denied")])
    }
    let (secret, now) = (ClientSecret(), client.now)
    let grant = AuthorizationGrant(
      applicationID: wish.application.id,
      member: signedIn.member.actorID,
      redirectURI: wish.redirectURI,
      scopes: wish.scopes,
      challenge: wish.challenge,
      endsAt: now.addingTimeInterval(Self.codeLife)
    )
    let session = signedIn.session.id
    try await client.database.write { tx in
      // Who was signed out meanwhile allows nothing any more.
      guard try tx.webSessions.exists(session, of: grant.member) else {
        throw Refusal.forbidden("You are not signed in any more: go back and sign in.")
      }
      try tx.clients.insert(grant, digest: secret.digest)
    }
    return page(words).leave(wish, with: [("code", secret.text)])
  }

  private func page(_ words: SignInWords) -> SignInPage {
    SignInPage(
      words: words,
      node: client.settings.presentation.name,
      origin: client.services.addresses.origin.string
    )
  }
}

/// What is wrong with a wish whose application and way back are known, so that it is told there
/// (RFC 6749 §4.1.2.1).
struct ReturnedError: Error, Sendable {
  let redirectURI: String
  let state: String?
  let error: OAuthError
}

/// What an application asks a member to allow, checked (RFC 6749 §4.1.1, RFC 7636 §4.3).
struct AuthorizationWish: Sendable {
  let application: ClientApplication
  let redirectURI: String
  let scopes: OAuthScopes
  let state: String?
  let challenge: String?
  let language: String?

  /// - Throws: `OAuthError` for what may not be sent back anywhere, since nobody knows whose it is;
  ///   ``ReturnedError`` for all else.
  init(_ parameters: Parameters, _ client: ClientServices) async throws {
    guard let id = parameters.filled("client_id"),
      let found = try await client.database.read({ try $0.clients.application(clientID: id) })
    else { throw OAuthError(.invalidClient, "There is no application with this client_id.") }
    application = found.application
    let redirect = parameters.filled("redirect_uri") ?? application.redirectURIs.first ?? ""
    guard application.redirectURIs.contains(redirect) else {
      throw OAuthError(
        .invalidRequest,
        "The application did not register this redirect_uri.",
        .redirect
      )
    }
    redirectURI = redirect
    let state = parameters.text("state")
    self.state = state
    guard state.map({ $0.utf8.count <= 2_000 }) ?? true else {
      throw OAuthError(.invalidRequest, "state is longer than 2000 bytes.", .state)
    }
    language = parameters.text("lang")
    do {
      guard parameters.text("response_type") == "code" else {
        throw OAuthError(.unsupportedResponseType, "response_type has to be code.")
      }
      scopes = try TokenRoutes.scopes(parameters.text("scope") ?? "read", within: found.application)
      challenge = try Self.challenge(parameters)
    } catch let error as OAuthError {
      throw ReturnedError(redirectURI: redirect, state: state, error: error)
    }
  }

  private static func challenge(_ parameters: Parameters) throws(OAuthError) -> String? {
    guard let challenge = parameters.filled("code_challenge") else { return nil }
    // `plain` would show the verifier to whoever sees the address.
    guard parameters.text("code_challenge_method") == "S256", challenge.utf8.count == 43,
      Base64URL.decode(challenge)?.count == 32
    else { throw OAuthError(.invalidRequest, "code_challenge_method has to be S256.", .challenge) }
    return challenge
  }

  /// The parameters, to be asked again.
  var fields: [(String, String)] {
    var fields = [
      ("response_type", "code"), ("client_id", application.clientID),
      ("redirect_uri", redirectURI), ("scope", scopes.description),
    ]
    if let state { fields.append(("state", state)) }
    if let challenge {
      fields += [("code_challenge", challenge), ("code_challenge_method", "S256")]
    }
    if let language { fields.append(("lang", language)) }
    return fields
  }

  /// Where the question is.
  var address: String { "/oauth/authorize?" + FormText.encode(fields) }
}
