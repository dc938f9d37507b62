import HTTPTypes
import Hummingbird
import Model

/// The pages of signing in, in plain HTML: they work without script.
struct SignInPage: Sendable {
  let words: SignInWords
  let node: String
  let origin: String

  func signIn(
    _ wish: AuthorizationWish,
    failure: String?,
    asksForCode: Bool = false,
    status: HTTPResponse.Status = .ok
  ) -> Response {
    page(
      words.signIn,
      "<p>\(HTMLText.escape(words.wants(wish.application.name)))</p>\n"
        + form(
          to: "/oauth/authorize",
          wish.fields + [("step", "sign-in")],
          failure: failure,
          asksForCode: asksForCode
        ),
      status: status
    )
  }

  /// The form of name, password and code.
  func form(
    to action: String,
    _ fields: [(String, String)],
    failure: String?,
    asksForCode: Bool
  ) -> String {
    """
    \(FormPage.alert(failure))<form method="post" action="\(action)">
    \(FormPage.hidden(fields))
    <p><label>\(words.name)<br><input name="name" autocomplete="username" required
      autocapitalize="none" spellcheck="false"\(asksForCode ? "" : " autofocus")></label></p>
    <p><label>\(words.password)<br><input name="password" type="password"
      autocomplete="current-password" required></label></p>
    <p><label>\(words.code)<br><input name="code" autocomplete="one-time-code"
      inputmode="text"\(asksForCode ? " autofocus" : "")></label></p>
    <p><button>\(words.signIn)</button></p>
    </form>
    """
  }

  func consent(_ wish: AuthorizationWish, _ signedIn: SignedIn) -> Response {
    let scopes = wish.scopes.scopes.map { scope in
      "<li>\(HTMLText.escape(words.meaning(of: scope))) <code>\(scope)</code></li>\n"
    }
    let website = wish.application.website.map { "<p>\(HTMLText.escape($0))</p>\n" } ?? ""
    return page(
      words.authorize,
      """
      <p>\(HTMLText.escape(words.wants(wish.application.name)))</p>
      \(website)<p>\(HTMLText.escape(words.signedInAs(signedIn.member.name)))</p>
      <ul>
      \(scopes.joined())</ul>
      <form method="post" action="/oauth/authorize">
      \(FormPage.hidden(wish.fields + [("step", "answer"), ("token", signedIn.formToken)]))
      <p><button name="choice" value="allow">\(words.allow)</button>
      <button name="choice" value="deny">\(words.deny)</button>
      <button name="choice" value="other">\(words.otherAccount)</button></p>
      </form>
      <p><a href="/account?lang=\(words.language)">\(words.account)</a></p>
      """
    )
  }

  /// Goes back to the application, or shows the code where it has no address.
  func leave(_ wish: AuthorizationWish, with result: [(String, String)]) -> Response {
    guard wish.redirectURI != ClientApplication.outOfBand else { return shown(result) }
    return back(to: wish.redirectURI, result, state: wish.state)
  }

  /// The same with what is wrong.
  func leave(_ returned: ReturnedError) -> Response {
    let (uri, wrong) = (returned.redirectURI, returned.error)
    guard uri != ClientApplication.outOfBand else { return error(words.explain(wrong)) }
    return back(
      to: uri,
      [("error", wrong.code.rawValue), ("error_description", wrong.reason)],
      state: returned.state
    )
  }

  private func back(to uri: String, _ result: [(String, String)], state: String?) -> Response {
    var fields = result
    if let state { fields.append(("state", state)) }
    // Who answers, so that answers of two servers cannot be mixed up (RFC 9207).
    fields.append(("iss", origin))
    let separator = uri.contains("?") ? "&" : "?"
    var response = Response(
      status: .found,
      headers: [.location: uri + separator + FormText.encode(fields)]
    )
    response.headers[.cacheControl] = "no-store"
    return response
  }

  private func shown(_ result: [(String, String)]) -> Response {
    guard let code = result.first(where: { $0.0 == "code" })?.1 else { return error(words.denied) }
    return page(
      words.authorize,
      """
      <p>\(words.copyCode)</p>
      <p><label>\(words.shownCode)<br><input name="code" class="code" readonly
        value="\(HTMLText.escape(code))"></label></p>
      <pre><code>\(HTMLText.escape(code))</code></pre>
      """
    )
  }

  func error(_ text: String) -> Response {
    page(words.notPossible, "<p>\(HTMLText.escape(text))</p>", status: .badRequest)
  }

  /// Says in a browser why not.
  func refused(_ refusal: Refusal) -> Response {
    let text = FormPage.alert(words.explain(refusal))
    var response = page(words.notPossible, text, status: refusal.problem.status)
    response.headers[.retryAfter] = refusal.problem.fields[.retryAfter]
    return response
  }

  private func page(
    _ title: String,
    _ body: String,
    status: HTTPResponse.Status = .ok
  ) -> Response {
    FormPage(node: node, words: words.words).response(title, body, status: status)
  }
}
