import Foundation
import HTTPTypes
import Hummingbird
import Model

/// How a member's own page looks.
struct AccountView: Sendable {
  let words: AccountWords
  /// The language that the address names, if it names one.
  let asked: String?
  let node: String
  let origin: String

  private static let path = "/account"

  private var page: FormPage { FormPage(node: node, words: words.words) }

  /// What each form carries.
  private var language: [(String, String)] { asked.map { [("lang", $0)] } ?? [] }

  // MARK: Ways through

  /// Goes to the page with what was done: loading that anew repeats nothing.
  func back(after deed: AccountDeed? = nil) -> Response {
    let fields = (deed.map { [("done", $0.rawValue)] } ?? []) + language
    let address = fields.isEmpty ? Self.path : "\(Self.path)?\(FormText.encode(fields))"
    return Response(
      status: .seeOther,
      headers: [.location: address, .cacheControl: "no-store"]
    )
  }

  func signIn(
    failure: String?,
    asksForCode: Bool = false,
    status: HTTPResponse.Status = .ok
  ) -> Response {
    let words = SignInWords(words.words)
    let form = SignInPage(words: words, node: node, origin: origin).form(
      to: Self.path,
      language + [("step", "sign-in")],
      failure: failure,
      asksForCode: asksForCode
    )
    return page.response(self.words.account, form, status: status)
  }

  func refused(_ refusal: Refusal) -> Response {
    let status = refusal.problem.status
    let text = FormPage.alert(words.explain(refusal))
    let title = SignInWords(words.words).notPossible
    var response = page.response(title, text + wayBack, status: status)
    response.headers[.retryAfter] = refusal.problem.fields[.retryAfter]
    return response
  }

  private var wayBack: String {
    let address = language.isEmpty ? Self.path : "\(Self.path)?\(FormText.encode(language))"
    return "<p><a href=\"\(HTMLText.escape(address))\">\(words.back)</a></p>\n"
  }

  // MARK: The page

  func account(
    _ overview: AccountOverview,
    done deed: AccountDeed? = nil,
    failure: String? = nil,
    status: HTTPResponse.Status = .ok
  ) -> Response {
    let notice = deed.map { "<p role=\"status\"><strong>\(words.done($0))</strong></p>\n" } ?? ""
    return page.response(
      words.account,
      """
      \(FormPage.alert(failure))\(notice)<p>\(HTMLText.escape(words.signedInAs(overview.signedIn.member.name)))</p>
      \(form(.signOut, overview.signedIn, words.signOut))
      \(browsers(overview))
      \(applications(overview))
      \(password(overview))
      \(factor(overview))
      """,
      status: status
    )
  }

  private func browsers(_ overview: AccountOverview) -> String {
    let current = overview.signedIn.session.id
    let entries = overview.sessions.map { session in
      let name = session.userAgent.isEmpty ? words.unnamed : session.userAgent
      let used = words.lastUsed(words.time(session.lastUsedAt))
      let text = "\(words.since(words.time(session.createdAt))), \(used)"
      guard session.id != current else {
        return entry("\(HTMLText.escape(name)) <strong>(\(words.thisOne))</strong>", text)
      }
      return entry(
        HTMLText.escape(name),
        text,
        form(.endSession, overview.signedIn, words.end, [("id", "\(session.id)")], of: name)
      )
    }
    return """
      <h3>\(words.browsers)</h3>
      <ul class="entries">
      \(entries.joined())</ul>
      <p>\(words.endOthersMeans)</p>
      \(form(.endOthers, overview.signedIn, words.endOthers))
      """
  }

  private func applications(_ overview: AccountOverview) -> String {
    let entries = overview.tokens.map { grant, application in
      let used = grant.lastUsedAt.map { words.lastUsed(words.time($0)) } ?? words.neverUsed
      return entry(
        "\(HTMLText.escape(application.name))<br><code>\(grant.scopes)</code>",
        "\(words.since(words.time(grant.createdAt))), \(used)",
        form(
          .endToken,
          overview.signedIn,
          words.end,
          [("id", "\(grant.id)")],
          of: application.name
        )
      )
    }
    return """
      <h3>\(words.applications)</h3>
      \(entries.isEmpty ? "<p>\(words.noApplications)</p>" : "<ul class=\"entries\">\n\(entries.joined())</ul>")
      """
  }

  private func entry(_ name: String, _ text: String, _ form: String = "") -> String {
    "<li><div>\(name)<br><small>\(text)</small></div>\n\(form)</li>\n"
  }

  private func password(_ overview: AccountOverview) -> String {
    let least = Member.passwordBytes.lowerBound
    let fields = """
      \(proof(overview))
      <p><label>\(words.new)<br><input name="new" type="password" autocomplete="new-password"
        required minlength="\(least)"></label></p>
      <p><label>\(words.again)<br><input name="again" type="password" autocomplete="new-password"
        required minlength="\(least)"></label></p>
      """
    return """
      <h3>\(words.password)</h3>
      <p>\(words.changing)</p>
      \(form(.changePassword, overview.signedIn, words.change, fields: fields))
      """
  }

  private func factor(_ overview: AccountOverview) -> String {
    let signedIn = overview.signedIn
    guard let enabledAt = overview.factor.enabledAt else {
      let fields = proof(overview)
      return """
        <h3>\(words.factor)</h3>
        <p>\(words.factorIsOff)</p>
        \(form(.beginFactor, signedIn, words.switchOn, fields: fields))
        """
    }
    return """
      <h3>\(words.factor)</h3>
      <p>\(words.factorIsOn(words.time(enabledAt))) \(words.codesLeft(overview.factor.recoveryCodesLeft))</p>
      <form method="post" action="\(Self.path)">
      \(FormPage.hidden(language + [("token", signedIn.formToken)]))
      \(proof(overview))
      <p><button name="step" value="\(AccountForm.Step.renewCodes.rawValue)">\(words.renewCodes)</button>
      <button name="step" value="\(AccountForm.Step.endFactor.rawValue)">\(words.switchOff)</button></p>
      </form>
      """
  }

  /// What shows that it is the member who sends a form, not somebody at a browser left open.
  private func proof(_ overview: AccountOverview) -> String {
    let code = """

      <p><label>\(words.code)<br><input name="code" autocomplete="one-time-code" required></label></p>
      """
    // The name is there for what keeps passwords.
    return """
      <input hidden readonly autocomplete="username" value="\(HTMLText.escape(overview.signedIn.member.name))">
      <p><label>\(words.current)<br><input name="password" type="password"
        autocomplete="current-password" required></label></p>\(overview.factor.enabledAt == nil ? "" : code)
      """
  }

  private func form(
    _ step: AccountForm.Step,
    _ signedIn: SignedIn,
    _ button: String,
    _ hidden: [(String, String)] = [],
    of what: String? = nil,
    fields: String? = nil
  ) -> String {
    let carried = language + [("token", signedIn.formToken), ("step", step.rawValue)] + hidden
    // Many buttons say the same: who does not see beside what they stand hears it.
    let label = what.map { " aria-label=\"\(HTMLText.escape(words.label(button, $0)))\"" } ?? ""
    return """
      <form method="post" action="\(Self.path)">
      \(FormPage.hidden(carried))
      \(fields ?? "")
      <p><button\(label)>\(button)</button></p>
      </form>
      """
  }

  // MARK: The second factor

  func factor(
    _ setup: SecondFactorSetup,
    _ signedIn: SignedIn,
    failure: String? = nil,
    status: HTTPResponse.Status = .ok
  ) -> Response {
    let uri = HTMLText.escape(setup.uri)
    let fields = """
      <p><label>\(words.firstCode)<br><input name="code" autocomplete="one-time-code"
        inputmode="numeric" required autofocus></label></p>
      """
    return page.response(
      words.switchOn,
      """
      \(FormPage.alert(failure))<p>\(words.scan)</p>
      \(setup.picture)
      <p><a href="\(uri)">\(words.openHere)</a></p>
      <dl>
      <dt>\(words.secret)</dt><dd><code>\(Self.inGroups(setup.secret))</code></dd>
      <dt>\(words.address)</dt><dd><code>\(uri)</code></dd>
      </dl>
      \(form(.confirmFactor, signedIn, words.confirm, [("secret", setup.secret)], fields: fields))
      \(wayBack)
      """,
      status: status
    )
  }

  /// In fours, as people read it out.
  private static func inGroups(_ secret: String) -> String {
    let letters = Array(secret)
    return stride(from: 0, to: letters.count, by: 4).map { start in
      String(letters[start..<min(start + 4, letters.count)])
    }
    .joined(separator: " ")
  }

  func recovery(_ codes: [String]) -> Response {
    page.response(
      words.recoveryCodes,
      """
      <p>\(words.keepCodes)</p>
      <pre><code>\(HTMLText.escape(codes.joined(separator: "\n")))</code></pre>
      \(wayBack)
      """
    )
  }
}
