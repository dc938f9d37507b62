import HTTPTypes
import Hummingbird
import Model
import StrictJSON

/// What links in letters lead to, what a member gets by mail, and how one gets in without a password.
struct LetterPages: PageNoun {
  let site: PageSite

  init(_ site: PageSite) { self.site = site }

  var routes: [PageRoute] {
    [
      get("/settings/mail", .member, settings),
      get("/password", .anyone) { call in
        .page(Self.page("password-ask", call.words.text("password-forgotten")))
      },
      post("/password", .anyone, ask),
      get("/password/:token", .anyone) { call in
        let member = try await call.client.accounts.member(resettingBy: call.text("token"))
        return .page(Self.choice(call.words.text("password-choose"), member))
      },
      post("/password/:token", .anyone, reset),
      get("/welcome/:token", .anyone) { call in
        let member = try await call.client.accounts.member(invitedBy: call.text("token"))
        return .page(Self.choice(call.words.text("welcome", ["name": member.name]), member))
      },
      post("/welcome/:token", .anyone, welcome),
      get("/mail/confirm/:token", .anyone, question),
      post("/mail/confirm/:token", .anyone) { call in
        try await call.client.accounts.confirmAddress(by: call.text("token"))
        return Self.done(call, "mail-confirm", "mail-confirm-done")
      },
      get("/mail/unsubscribe/:token", .anyone, ending),
      post("/mail/unsubscribe/:token", .anyone) { call in
        // Without a session and without asking (RFC 8058 §3.2).
        try await call.client.accounts.endLetters(by: call.text("token"))
        return Self.done(call, "mail-end", "mail-end-done")
      },
    ]
  }

  // MARK: Settings

  private func settings(_ call: PageCall) async throws -> PageReply {
    guard case .object(let mail) = try await Self.mail(call) else { throw Refusal.absent }
    return .page(Self.page("mail-settings", call.words.text("mail-settings"), mail))
  }

  /// What a member gets by mail, as forms show it.
  static func mail(_ call: PageCall) async throws -> JSON {
    let mail = try await call.ask("/api/maillage/v1/mail")
    let address = mail["address"]?.string
    let isConfirmed = mail["is_confirmed"] == true
    var said = address.map { _ in
      call.words.text(isConfirmed ? "mail-confirmed" : "mail-unconfirmed")
    }
    if let why = mail["paused_because"]?.string {
      said = call.words.text("mail-paused", ["why": why])
    }
    let chosen = mail["pace"]?.string
    let paces = MailPace.allCases.map { pace -> JSON in
      [
        "value": .string(pace.rawValue), "is_chosen": .bool(pace.rawValue == chosen),
        "label": .string(call.words.text("mail-pace-\(pace.rawValue)")),
      ]
    }
    let sendsMail = call.client.accounts.sendsMail
    return [
      "address": mail["address"] ?? .null, "said": said.map(JSON.string) ?? .null,
      "paces": .array(paces), "quiet_hours": mail["quiet_hours"] ?? .null,
      "sign_ins": mail["sign_ins"] ?? false, "sends_mail": .bool(sendsMail),
      "can_resend": .bool(sendsMail && address != nil && !isConfirmed),
    ]
  }

  // MARK: Passwords

  /// The same answer, whether there is such an account or not (threat 34).
  private func ask(_ call: PageCall) async throws -> PageReply {
    let client = call.client
    try client.letterLimit.take(.address(of: call.context.clientAddress), at: client.now)
    if let name = call.parameters.filled("name"), name.utf8.count <= 300 {
      try await client.accounts.askForPassword(name)
    }
    return Self.done(call, "password-forgotten", "password-asked")
  }

  private func reset(_ call: PageCall) async throws -> PageReply {
    let (token, accounts) = (try call.text("token"), call.client.accounts)
    let member = try await accounts.member(resettingBy: token)
    guard let password = Self.password(in: call) else {
      return .page(Self.choice(call.words.text("password-choose"), member, wrong: call.words))
    }
    try await accounts.setPassword(password, resettingBy: token)
    return Self.done(call, "password-choose", "password-set")
  }

  private func welcome(_ call: PageCall) async throws -> PageReply {
    let (token, accounts) = (try call.text("token"), call.client.accounts)
    let member = try await accounts.member(invitedBy: token)
    guard let password = Self.password(in: call) else {
      let title = call.words.text("welcome", ["name": member.name])
      return .page(Self.choice(title, member, wrong: call.words))
    }
    _ = try await accounts.accept(invitation: token, password: password)
    return Self.done(call, "password-choose", "welcome-done")
  }

  private static func password(in call: PageCall) -> String? {
    guard let password = call.parameters.text("password"),
      Member.passwordBytes.contains(password.utf8.count)
    else { return nil }
    return password
  }

  // MARK: Links

  /// Asks first: programs that look at letters follow links, and none of them confirms or ends anything.
  private func question(_ call: PageCall) async throws -> PageReply {
    let found = try await call.client.accounts.confirmation(call.text("token"))
    let parts = ["name": found.name, "address": found.address]
    let said = call.words.text("mail-confirm-question", parts)
    return Self.done(call, "mail-confirm", saying: said, button: "mail-confirm")
  }

  private func ending(_ call: PageCall) async throws -> PageReply {
    let member = try await call.client.accounts.member(endingLettersBy: call.text("token"))
    let said = call.words.text("mail-end-question", ["name": member.name])
    return Self.done(call, "mail-end", saying: said, button: "mail-end")
  }

  // MARK: Parts

  private static func page(
    _ template: String,
    _ title: String,
    _ content: JSONObject = [:],
    status: HTTPResponse.Status = .ok
  ) -> ShownPage {
    var page = ShownPage(template: template, title: title, content: content, status: status)
    page.place = template == "mail-settings" ? "settings" : ""
    return page
  }

  private static func choice(_ title: String, _ member: Member, wrong: Words? = nil) -> ShownPage {
    let failure = wrong.map { JSON.string($0.text("password-wrong-length")) } ?? .null
    return page(
      "password-choose",
      title,
      ["title": .string(title), "name": .string(member.name), "failure": failure],
      status: wrong == nil ? .ok : .unprocessableContent
    )
  }

  private static func done(_ call: PageCall, _ title: String, _ said: String) -> PageReply {
    done(call, title, saying: call.words.text(said), button: nil)
  }

  private static func done(
    _ call: PageCall,
    _ title: String,
    saying said: String,
    button: String?
  ) -> PageReply {
    let title = call.words.text(title)
    let button = button.map { JSON.string(call.words.text($0)) } ?? .null
    return .page(
      page(
        "letter-done",
        title,
        ["title": .string(title), "said": .string(said), "button": button]
      )
    )
  }
}
