import Hummingbird
import Model
import StrictJSON

/// What a member gets by mail.
struct MailRoutes: ClientNoun {
  let client: ClientServices

  init(_ client: ClientServices) { self.client = client }

  var routes: [ClientRoute] {
    [
      get("/api/maillage/v1/mail", .member(.named("read:accounts")), show)
        .described("MailSettings"),
      patch("/api/maillage/v1/mail", .member(.named("write:accounts")), change)
        .described(
          "MailSettings",
          takes: """
            address string, password string, pace string, quiet_hours string, sign_ins boolean
            """
        ),
      post("/api/maillage/v1/mail/confirmation", .member(.named("write:accounts")), confirm)
        .described("MailSettings"),
    ]
  }

  private func show(_ call: ClientCall) async throws -> ClientReply {
    let standing = try await client.accounts.mailStanding(of: try call.member)
    let preference = standing.preference
    return ClientReply([
      "address": standing.address.map(JSON.string) ?? .null,
      "is_confirmed": .bool(preference.isConfirmed(standing.address)),
      "paused_because": standing.pausedBecause.map(JSON.string) ?? .null,
      "pace": .string(preference.pace.rawValue),
      "quiet_hours": (preference.quiet?.text).map(JSON.string) ?? .null,
      "sign_ins": .bool(preference.tellsSignIns), "sends_mail": .bool(client.accounts.sendsMail),
    ])
  }

  private func change(_ call: ClientCall) async throws -> ClientReply {
    let (member, parameters) = (try call.member, call.parameters)
    var change = MailChange()
    if let word = parameters.filled("pace") {
      guard let pace = MailPace(rawValue: word) else {
        throw Refusal.malformed("pace is never, atOnce, daily, weekly or monthly.")
      }
      change.pace = pace
    }
    if let text = parameters.text("quiet_hours") {
      guard text.isEmpty || QuietHours(text) != nil else {
        throw Refusal.malformed("quiet_hours are two hours of the day, such as 22-7, or nothing.")
      }
      change.quiet = .some(QuietHours(text))
    }
    change.tellsSignIns = parameters.bool("sign_ins")
    let standing = try await client.accounts.mailStanding(of: member)
    if let address = parameters.filled("address"), address != standing.address {
      try await requirePassword(call)
      // A letter goes there.
      try client.letterLimit.take(.row(member.rawValue), at: client.now)
      change.address = address
    }
    try await client.accounts.setMail(change, of: member)
    return try await show(call)
  }

  /// Who has the address can have a new password: a session that was left open does not suffice.
  ///
  /// - Throws: `Refusal.forbidden` for a wrong password, `Refusal.rateLimited` for who guesses.
  private func requirePassword(_ call: ClientCall) async throws {
    let member = try call.member
    guard let name = try await client.database.read({ try $0.members.find(member)?.name }) else {
      throw Refusal.absent
    }
    let attempt = try await client.attempt(
      name,
      password: call.parameters.text("password") ?? "",
      code: nil,
      from: call.context.clientAddress
    )
    switch attempt {
    // The password was right if a code is all that is missing.
    case .member, .needsCode: return
    case .wrong:
      throw Refusal.forbidden("Say your password to change the address: this is not it.")
    case .tooOften: throw Refusal.rateLimited(seconds: 60)
    }
  }

  private func confirm(_ call: ClientCall) async throws -> ClientReply {
    let member = try call.member
    try client.letterLimit.take(.row(member.rawValue), at: client.now)
    try await client.accounts.sendConfirmation(to: member)
    return try await show(call)
  }
}
