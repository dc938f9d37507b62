import Crypto
import Foundation
import Model
import TestSupport
import Testing

@testable import HTTPServer
@testable import Node

/// A member's own page with real passwords, codes and streams (threat 31).
@Suite("The member's own page on a running node", .serialized)
struct AccountPageTests {
  private static let old = "un ancien mot de passe"
  private static let new = "un nouveau mot de passe"

  @Test("A new password ends everything but the browser that set it; its stream ends at once")
  func password() async throws {
    let node = try await serving()
    let here = try await Browser.signedIn(node, Self.old)
    let there = try await Browser.signedIn(node, Self.old)
    let token = try await here.applicationToken()
    let stream = try await node.connect()
    let ask = "GET /api/v1/streaming/user HTTP/1.1\r\nHost: \(node.authority)\r\n"
    try await stream.send("\(ask)Authorization: Bearer \(token)\r\n\r\n")
    try await eventually("the stream has begun") {
      String(decoding: stream.bytes, as: UTF8.self).contains("200 OK")
    }

    let wrong = try await here.send("password", passwords("pas celui-ci"))
    #expect(wrong.status == 401 && wrong.body.contains("Mot de passe ou code incorrect."))
    #expect(try await there.isSignedIn && !stream.hasEnded)
    let right = try await here.send("password", passwords(Self.old))

    #expect(right.status == 303 && right.fields["location"] == "/account?done=password")
    try await eventually("the stream has ended", within: .seconds(2)) { stream.hasEnded }
    #expect(try await here.isSignedIn)
    #expect(try await !there.isSignedIn)
    let home = try await node.get("/api/v1/timelines/home", "Authorization: Bearer \(token)")
    #expect(home.status == 401)
    #expect(try await Browser(node).signIn(Self.old).status == 401)
    _ = try await Browser.signedIn(node, Self.new)

    let log = try await node.command("audit", "tail")
    #expect(log.contains("account password"))
    // The command line ends this browser, too.
    try await node.command("member", "password", node.member, "--generate")
    #expect(try await !here.isSignedIn)
  }

  @Test(
    "A second factor is switched on with a code, asked for at the door, renewed and switched off"
  )
  func secondFactor() async throws {
    let node = try await serving()
    let browser = try await Browser.signedIn(node, Self.old)
    let step = Int64(Date().timeIntervalSince1970) / 30

    #expect(try await browser.send("begin-factor", [("password", "falsch")]).status == 401)
    let setup = try await browser.send("begin-factor", [("password", Self.old)])
    let secret = try setup.value(of: "secret")
    #expect(setup.status == 200 && setup.body.contains("<svg class=\"qr\""))
    #expect(setup.body.contains("otpauth://totp/") && setup.fields["cache-control"] == "no-store")
    // Nothing is asked for yet, and the secret is shown to nobody who did not see it.
    _ = try await Browser.signedIn(node, Self.old)
    let foreign = try await browser.send("confirm-factor", [("secret", ""), ("code", "000000")])
    #expect(foreign.status == 409 && !foreign.body.contains(secret))
    let wrong = try await browser.send("confirm-factor", [("secret", secret), ("code", "0")])
    #expect(wrong.status == 400)
    #expect(try wrong.value(of: "secret") == secret)

    let code = try Self.code(secret, step)
    let on = try await browser.send("confirm-factor", [("secret", secret), ("code", code)])

    let codes = on.recoveryCodes
    #expect(on.status == 200 && codes.count == 10)
    #expect(try await browser.page().body.contains("Il reste 10 codes de secours."))
    let door = try await Browser(node).signIn(Self.old)
    #expect(door.status == 200 && door.fields["set-cookie"] == nil)
    _ = try await Browser.signedIn(node, Self.old, code: codes[0])

    // Now everything takes a code, each once.
    let none = try await browser.send("end-factor", [("password", Self.old)])
    #expect(none.status == 401 && none.body.contains("Donnez aussi le code"))
    let used = try await browser.send("end-factor", [("password", Self.old), ("code", code)])
    #expect(used.status == 401)
    #expect(try await browser.send("password", passwords(Self.old)).status == 401)
    let next = [("code", try Self.code(secret, step + 1))]
    #expect(try await browser.send("password", passwords(Self.old) + next).status == 303)
    let renewed = try await browser.send(
      "renew-codes",
      [("password", Self.new), ("code", codes[1])]
    )
    #expect(renewed.recoveryCodes.count == 10 && !renewed.recoveryCodes.contains(codes[2]))
    let off = [("password", Self.new)]
    #expect(try await browser.send("end-factor", off + [("code", codes[2])]).status == 401)
    let last = try #require(renewed.recoveryCodes.last)
    #expect(try await browser.send("end-factor", off + [("code", last)]).status == 303)
    _ = try await Browser.signedIn(node, Self.new)
  }

  // MARK: Parts

  private func serving() async throws -> NodeProcess {
    let node = try await NodeProcess.make("compte.test")
    try await node.start()
    let client = try #require(AdminClient(home: node.home))
    let reply = try await client.send(
      AdminRequest(
        arguments: ["member", "password", node.member, "--password-stdin"],
        input: Data(Self.old.utf8),
        caller: "test"
      )
    )
    try #require(reply.exitCode == 0, "\(reply.errors)")
    return node
  }

  private func passwords(_ current: String) -> [(String, String)] {
    [("password", current), ("new", Self.new), ("again", Self.new)]
  }

  /// What an authenticator app shows in a step (RFC 6238 §4.2).
  private static func code(_ secret: String, _ step: Int64) throws -> String {
    let key = SymmetricKey(data: try #require(Base32.decode(secret.lowercased())))
    let counter = withUnsafeBytes(of: step.bigEndian) { Data($0) }
    let mac = Array(HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: key))
    let start = Int(mac[19] & 15)
    let number = mac[start..<start + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    return String(format: "%06u", (number & 0x7FFF_FFFF) % 1_000_000)
  }
}

/// A browser at the node's page.
private struct Browser: Sendable {
  let node: NodeProcess
  var cookie = ""

  init(_ node: NodeProcess) { self.node = node }

  static func signedIn(
    _ node: NodeProcess,
    _ password: String,
    code: String = ""
  ) async throws -> Browser {
    var browser = Browser(node)
    let answer = try await browser.signIn(password, code: code)
    let field = try #require(answer.fields["set-cookie"], "\(answer.status)")
    browser.cookie = String(field.prefix { $0 != ";" })
    return browser
  }

  func signIn(_ password: String, code: String = "") async throws -> WireAnswer {
    try await post(
      "/account",
      [("step", "sign-in"), ("name", node.member), ("password", password), ("code", code)]
    )
  }

  func post(_ path: String, _ form: [(String, String)]) async throws -> WireAnswer {
    let body = FormText.encode(form)
    let lines = [
      "POST \(path) HTTP/1.1", "Host: \(node.authority)", "Cookie: \(cookie)",
      "Origin: \(node.origin)", "Content-Type: application/x-www-form-urlencoded",
      "Content-Length: \(body.utf8.count)", "Connection: close", "", body,
    ]
    return try await node.exchange(lines.joined(separator: "\r\n"))
  }

  func page() async throws -> WireAnswer { try await node.get("/account", "Cookie: \(cookie)") }

  var isSignedIn: Bool {
    get async throws { try await page().body.contains("value=\"end-others\"") }
  }

  func send(_ step: String, _ form: [(String, String)]) async throws -> WireAnswer {
    let token = try await page().value(of: "token")
    return try await post("/account", [("step", step), ("token", token)] + form)
  }

  /// Allows an application everything.
  func applicationToken() async throws -> String {
    let redirect = "https://app.example/back"
    let registered = try await post(
      "/api/v1/apps",
      [("client_name", "Essai"), ("redirect_uris", redirect), ("scopes", "read")]
    )
    let id = try registered.text(of: "client_id")
    let allowed = try await post(
      "/oauth/authorize",
      [
        ("response_type", "code"), ("client_id", id), ("redirect_uri", redirect),
        ("step", "answer"), ("choice", "allow"), ("token", try await page().value(of: "token")),
      ]
    )
    let back = try #require(allowed.fields["location"].flatMap(URLComponents.init(string:)))
    let code = try #require(back.queryItems?.first { $0.name == "code" }?.value)
    let given = try await post(
      "/oauth/token",
      [
        ("grant_type", "authorization_code"), ("code", code), ("client_id", id),
        ("client_secret", try registered.text(of: "client_secret")), ("redirect_uri", redirect),
      ]
    )
    return try given.text(of: "access_token")
  }
}

extension WireAnswer {
  /// What a hidden field of the page carries.
  fileprivate func value(of field: String) throws -> String {
    let parts = body.components(separatedBy: "name=\"\(field)\" value=\"")
    try #require(parts.count > 1, "\(status) \(body)")
    return String(parts[1].prefix { $0 != "\"" })
  }

  /// A text of a JSON object.
  fileprivate func text(of name: String) throws -> String {
    let parts = body.components(separatedBy: "\"\(name)\":\"")
    try #require(parts.count > 1, "\(status) \(body)")
    return String(parts[1].prefix { $0 != "\"" })
  }

  fileprivate var recoveryCodes: [String] {
    body.split(whereSeparator: { !$0.isLetter && !$0.isNumber && $0 != "-" }).map(String.init)
      .filter { $0.wholeMatch(of: /([a-z2-7]{4}-){3}[a-z2-7]{4}/) != nil }
  }
}

extension Wire {
  /// Whether the answer or the connection is over.
  fileprivate var hasEnded: Bool { isClosed || bytes.suffix(5) == Array("0\r\n\r\n".utf8)[...] }
}
