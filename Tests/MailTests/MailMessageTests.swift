import Foundation
import Model
import Testing

@testable import Mail

@Suite("A letter on the wire (threat 38)")
struct MailMessageTests {
  private static let sender = MailAddress("noeud@atelier.example")
  private static let recipient = MailAddress("alice@example.org")

  private func lines(_ letter: Letter, from name: String = "Atelier") throws -> [String] {
    let message = MailMessage(
      from: MailSender(name: name, address: try #require(Self.sender)),
      to: try #require(Self.recipient),
      letter,
      at: Date(timeIntervalSince1970: 1_795_726_358),
      nonce: 12_345
    )
    return String(decoding: message.bytes, as: UTF8.self).components(separatedBy: "\r\n")
  }

  private func letter(_ subject: String = "Hello", unsubscribe: String? = nil) -> Letter {
    Letter(
      subject: subject,
      text: "Voilà.\n.\nFrom here = there ",
      html: "<p>Voilà.</p>",
      language: "fr",
      unsubscribe: unsubscribe
    )
  }

  @Test("has the headers of RFC 5322 and two forms of what it says")
  func headers() throws {
    let lines = try lines(letter())

    #expect(lines.contains("From: Atelier <noeud@atelier.example>"))
    #expect(lines.contains("To: <alice@example.org>"))
    #expect(lines.contains("Date: Thu, 26 Nov 2026 20:52:38 +0000"))
    #expect(lines.contains("Auto-Submitted: auto-generated"))
    #expect(lines.contains("Content-Type: text/plain; charset=utf-8"))
    #expect(lines.contains("Content-Type: text/html; charset=utf-8"))
    #expect(lines.contains { $0.hasPrefix("Message-ID: <") && $0.hasSuffix("@atelier.example>") })
    #expect(!lines.contains { $0.hasPrefix("List-Unsubscribe") })
    #expect(lines.allSatisfy { $0.utf8.count <= 78 && $0.utf8.allSatisfy { $0 < 0x80 } })
  }

  @Test("says how it is ended by one click (RFC 8058)")
  func ending() throws {
    let lines = try lines(letter(unsubscribe: "https://atelier.example/mail/unsubscribe/x"))

    #expect(lines.contains("List-Unsubscribe: <https://atelier.example/mail/unsubscribe/x>"))
    #expect(lines.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"))
  }

  @Test(
    "lets no text begin a field of its own",
    arguments: [
      "Hello\r\nBcc: eve@evil.example", "Hello\nBcc: eve@evil.example", "x\r\n\r\nbody",
      "a\u{2028}Bcc: e", "=?UTF-8?Q?Bcc?=", "\"<eve@evil.example>,\"",
    ]
  )
  func injection(text: String) throws {
    let lines = try lines(letter(text), from: text)
    let head = Array(lines.prefix { !$0.isEmpty })
    let names = head.filter { !$0.hasPrefix(" ") }.map { $0.prefix { $0 != ":" } }

    #expect(!names.contains("Bcc"))
    #expect(names.count == 9 && Set(names).count == 9)
    #expect(!head.contains { $0.contains("evil") })
    let subject = head.first { $0.hasPrefix("Subject: ") }
    #expect(subject?.hasPrefix("Subject: =?UTF-8?B?") == true)
    // Nor once it is decoded.
    let decoded = HeaderText(text).encoded.components(separatedBy: "\r\n ").flatMap { word in
      Array(Data(base64Encoded: String(word.dropFirst(10).dropLast(2))) ?? Data())
    }
    #expect(!decoded.isEmpty && decoded.allSatisfy { $0 >= 0x20 && $0 != 0x7F })
  }

  @Test("takes no more of a language than letters, and of a name to greet with only a host")
  func plainWords() throws {
    let language = "fr\r\nBcc: eve@evil.example"
    let hello = Letter(subject: "s", text: "t", html: "h", language: language)
    #expect(try lines(hello).contains("Content-Language: frBcceveevilexample"))

    let greeting = "a.example\r\nMAIL FROM:<eve@evil.example>"
    let server = MailServer("mail.example", security: .tls, greeting: greeting)
    #expect(server?.address == "smtps://mail.example:465/localhost")
  }

  @Test("does not take what is no plain address for the link that ends it")
  func foreignEnding() throws {
    for address in ["http://a.example/", "https://a.example/>\r\nBcc: e", "https://a b"] {
      #expect(!(try lines(letter(unsubscribe: address)).contains { $0.hasPrefix("List-Unsub") }))
    }
  }

  @Test("folds long words of a header between characters")
  func folding() {
    let text = String(repeating: "é", count: 100)
    let words = HeaderText(text).encoded.components(separatedBy: "\r\n ")
    let decoded = words.map { word -> String in
      let inner = word.dropFirst("=?UTF-8?B?".count).dropLast(2)
      return String(decoding: Data(base64Encoded: String(inner)) ?? Data(), as: UTF8.self)
    }

    #expect(words.count > 1 && words.allSatisfy { $0.utf8.count <= 75 })
    #expect(decoded.joined() == text)
  }

  @Test("writes what could be changed on the way as quoted-printable")
  func quotedPrintable() {
    #expect(QuotedPrintable.encode("Voilà.") == "Voil=C3=A0.")
    #expect(QuotedPrintable.encode(".\nFrom a = b ") == "=2E\r\n=46rom a =3D b=20")
    let long = QuotedPrintable.encode(String(repeating: "a", count: 200))
    #expect(long.components(separatedBy: "\r\n").allSatisfy { $0.utf8.count <= 76 })
    #expect(long.replacing("=\r\n", with: "") == String(repeating: "a", count: 200))
  }
}

@Suite("A mail server in the settings")
struct MailServerTests {
  @Test("has the port of its way unless another is said")
  func ports() {
    #expect(MailServer("mail.example", security: .startTLS, greeting: "a.example")?.port == 587)
    #expect(MailServer("mail.example", security: .tls, greeting: "a.example")?.port == 465)
    #expect(MailServer("mail.example:2525", security: .tls, greeting: "a.example")?.port == 2525)
  }

  @Test(
    "is none without a host, and goes without TLS nowhere but here",
    arguments: ["", ":25", "mail.example:0", "mail.example:x", "a b", "mail/x", "a:1:2", "u@host"]
  )
  func malformed(text: String) {
    #expect(MailServer(text, security: .startTLS, greeting: "a.example") == nil)
  }

  @Test("is spoken to in the clear on this machine only")
  func plain() {
    #expect(MailServer("mail.example:25", security: .none, greeting: "a.example") == nil)
    #expect(MailServer("127.0.0.1:25", security: .none, greeting: "a.example") != nil)
  }

  @Test("that is not there is a failure that may pass")
  func absent() async throws {
    // Port 1 of this machine is nobody's.
    let server = try #require(MailServer("127.0.0.1:1", security: .none, greeting: "a.example"))
    let message = MailMessage(
      from: MailSender(name: "a", address: try #require(MailAddress("a@a.example"))),
      to: try #require(MailAddress("b@b.example")),
      Letter(subject: "s", text: "t", html: "h", language: "en"),
      at: Date(timeIntervalSince1970: 0),
      nonce: 1
    )

    let outcome = await MailClient(server).send(message)

    guard case .failed = outcome else {
      Issue.record("\(outcome)")
      return
    }
  }
}
