import HTTPTypes
import Hummingbird
import Model
import StrictJSON

/// Signing in and out with a browser.
struct SessionPages: PageNoun {
  let site: PageSite

  init(_ site: PageSite) { self.site = site }

  var routes: [PageRoute] {
    [
      get("/sign-in", .anyone) { call in
        if call.signedIn != nil { return .seeOther(call.next) }
        return .page(page(call, failure: nil))
      },
      post("/sign-in", .anyone, signIn),
      post("/sign-out", .member) { call in
        guard let signedIn = call.signedIn else { return .seeOther("/") }
        let (session, member) = (signedIn.session.id, signedIn.member.actorID)
        _ = try await call.client.database.write { try $0.webSessions.end(session, of: member) }
        return .response(Self.seeOther("/", setting: SignedIn.expiredCookie))
      },
    ]
  }

  private func signIn(_ call: PageCall) async throws -> PageReply {
    let attempt = try await call.client.attempt(call.parameters, from: call.context.clientAddress)
    guard case .member(let member) = attempt else {
      var page = page(call, failure: call.words.text("sign-in-\(attempt.word)"))
      page.content["asks_for_code"] = .bool(attempt.asksForCode)
      page.content["typed"] = call.parameters.text("name").map(JSON.string)
      page.status = attempt.status
      return .page(page)
    }
    let cookie = try await SignedIn.begin(member, call.request, call.client)
    return .response(Self.seeOther(call.next, setting: cookie))
  }

  private func page(_ call: PageCall, failure: String?) -> ShownPage {
    ShownPage(
      template: "sign-in",
      title: call.words.text("sign-in"),
      content: [
        "failure": failure.map(JSON.string) ?? .null, "next": .string(call.next),
        "sends_mail": .bool(call.client.accounts.sendsMail),
      ],
      place: "sign-in"
    )
  }

  private static func seeOther(_ address: String, setting cookie: String) -> Response {
    Response(
      status: .seeOther,
      headers: [.location: address, .setCookie: cookie, .cacheControl: "no-store"]
    )
  }
}

extension PageCall {
  /// Where to go after signing in.
  fileprivate var next: String { Self.ownPath(parameters.text("next")) ?? "/home" }

  /// A path of this node that a form or an address names; nothing for what could lead elsewhere.
  static func ownPath(_ text: String?) -> String? {
    guard let text, text.utf8.first == UInt8(ascii: "/"), text.utf8.count <= 2_000,
      text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }),
      !text.hasPrefix("//")
    else { return nil }
    return text
  }
}

extension SignInAttempt {
  fileprivate var word: String {
    switch self {
    case .member: "done"
    case .needsCode: "needs-code"
    case .wrong: "wrong"
    case .tooOften: "too-often"
    }
  }
}
