import Federation
import Foundation
import HTTPTypes
import Hummingbird
import Model
import Storage

/// A member's own page: what it is signed in with, its password, its second factor.
///
/// It is for browsers that signed in here; no token of an application opens it.
struct AccountPage: Sendable {
  let client: ClientServices

  init(_ client: ClientServices) { self.client = client }

  private static let largestForm = 16 * 1024

  func show(_ request: Request, _ context: MaillageRequestContext) async throws -> Response {
    do {
      let parameters = Parameters(try URLEncodedForm.value(ofQuery: request.uri.query))
      let view = view(parameters.text("lang"), request)
      guard let signedIn = try await SignedIn.find(request, client) else {
        return view.signIn(failure: nil)
      }
      // A link of another site makes nobody believe that something was done.
      let isOwn = request.headers[.fetchSite].map { $0 == "same-origin" } ?? true
      let deed = isOwn ? parameters.text("done").flatMap(AccountDeed.init(rawValue:)) : nil
      return view.account(try await AccountOverview(signedIn, client), done: deed)
    } catch let refusal as Refusal {
      return view(nil, request).refused(refusal)
    }
  }

  /// Takes one of the forms of the page.
  func answer(_ request: Request, _ context: MaillageRequestContext) async throws -> Response {
    var view = view(nil, request)
    do {
      try request.requireOrigin(client.services.addresses.origin.string)
      let parameters = try await Parameters(request, largestBody: Self.largestForm)
      view = self.view(parameters.text("lang"), request)
      if parameters.text("step") == "sign-in" {
        return try await signIn(parameters, request, context, view)
      }
      guard let signedIn = try await SignedIn.find(request, client) else {
        return view.signIn(failure: view.words.signInAgain, status: .unauthorized)
      }
      guard signedIn.isOwnForm(parameters.text("token")) else {
        throw Refusal.forbidden("The form is not of this session.")
      }
      try await client.requireWriting(signedIn.member.actorID)
      guard let step = AccountForm.Step(rawValue: parameters.text("step") ?? "") else {
        throw Refusal.malformed("The form is incomplete.")
      }
      let form = AccountForm(
        client: client,
        signedIn: signedIn,
        parameters: parameters,
        address: context.clientAddress,
        view: view
      )
      return try await form.take(step)
    } catch let refusal as Refusal {
      return view.refused(refusal)
    }
  }

  private func signIn(
    _ parameters: Parameters,
    _ request: Request,
    _ context: MaillageRequestContext,
    _ view: AccountView
  ) async throws -> Response {
    let attempt = try await client.attempt(parameters, from: context.clientAddress)
    guard case .member(let member) = attempt else {
      return view.signIn(
        failure: SignInWords(view.words.words).failure(attempt),
        asksForCode: attempt.asksForCode,
        status: attempt.status
      )
    }
    var response = view.back()
    response.headers[.setCookie] = try await SignedIn.begin(member, request, client)
    return response
  }

  private func view(_ language: String?, _ request: Request) -> AccountView {
    var said = SignInWords(asked: language, by: request, client).words
    (said.now, said.zone) = (client.now, client.settings.presentation.timeZone)
    let words = AccountWords(said)
    return AccountView(
      words: words,
      asked: language.map { _ in words.language },
      node: client.settings.presentation.name,
      origin: client.services.addresses.origin.string
    )
  }
}
