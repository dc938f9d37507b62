import Model
import Testing

@testable import Mail

@Suite("A mail server’s report of a letter that came back (RFC 3464; threat 38)")
struct DeliveryReportTests {
  /// In the form in which Postfix writes them.
  private static func postfix(_ action: String = "failed", _ status: String = "5.1.1") -> String {
    """
    Return-Path: <>
    Date: Thu, 26 Nov 2026 21:02:11 +0000 (UTC)
    From: MAILER-DAEMON@mx.example.org (Mail Delivery System)
    Subject: Undelivered Mail Returned to Sender
    To: retour+aaaa@atelier.example
    Auto-Submitted: auto-replied
    MIME-Version: 1.0
    Content-Type: multipart/report; report-type=delivery-status;
    \tboundary="4B1F2; 60.1795726931/mx.example.org"

    This is a MIME-encapsulated message.

    --4B1F2; 60.1795726931/mx.example.org
    Content-Description: Notification
    Content-Type: text/plain; charset=us-ascii

    Action: failed
    Status: 5.0.0

    --4B1F2; 60.1795726931/mx.example.org
    Content-Description: Delivery report
    Content-Type: message/delivery-status

    Reporting-MTA: dns; mx.example.org
    X-Postfix-Queue-ID: 4B1F2
    Arrival-Date: Thu, 26 Nov 2026 21:02:10 +0000 (UTC)

    Final-Recipient: rfc822; alice@example.org
    Original-Recipient: rfc822;alice@example.org
    Action: \(action)
    Status: \(status)
    Remote-MTA: dns; mail.example.org
    Diagnostic-Code: smtp; 550 5.1.1 <alice@example.org>: Recipient address
        rejected: User unknown

    --4B1F2; 60.1795726931/mx.example.org
    Content-Description: Undelivered Message
    Content-Type: message/rfc822

    To: <somebody.else@example.org>

    --4B1F2; 60.1795726931/mx.example.org--
    """
  }

  private func report(_ text: String) -> DeliveryReport? { DeliveryReport(Array(text.utf8)) }

  @Test("says for whom it is, what became of the letter, and why", arguments: ["\n", "\r\n"])
  func read(lineEnd: String) throws {
    let text = Self.postfix().replacing("\n", with: lineEnd)

    let report = try #require(self.report(text))

    #expect(report.addressees.map(\.description) == ["retour+aaaa@atelier.example"])
    #expect(report.recipients.map(\.action) == ["failed"])
    #expect(report.recipients.first?.status?.description == "5.1.1")
    #expect(
      report.failure
        == "5.1.1: smtp; 550 5.1.1 <alice@example.org>: Recipient address rejected: User unknown"
    )
    // As a pipe passes it on.
    #expect(self.report("From MAILER-DAEMON Thu Nov 26 21:02:11 2026\(lineEnd)\(text)") == report)
  }

  @Test(
    "is a failure of the address only when it is final, and about the address",
    arguments: [
      ("failed", "5.1.1", true), ("failed", "5.0.0", true), ("Failed", "5.2.1 (disabled)", true),
      ("failed", "5.4.4", true), ("delayed", "4.4.1", false), ("failed", "4.4.7", false),
      ("delayed", "5.1.1", false), ("delivered", "2.0.0", false), ("failed", "5.7.1", false),
      ("failed", "5.6.1", false), ("failed", "5.3.4", false), ("failed", "5", false),
      ("failed", "", false), ("failed", "5.1", false), ("failed", "5.1.1111", false),
    ]
  )
  func verdict(action: String, status: String, isFailure: Bool) throws {
    let report = try #require(self.report(Self.postfix(action, status)))

    #expect((report.failure != nil) == isFailure)
  }

  @Test("is read where small things are written otherwise")
  func variants() {
    let exim = Self.postfix()
      .replacing("\"4B1F2; 60.1795726931/mx.example.org\"", with: "edge-1")
      .replacing("4B1F2; 60.1795726931/mx.example.org", with: "edge-1")
      .replacing("Final-Recipient", with: "final-recipient")
      .replacing("Action:", with: "ACTION:")
      .replacing("To: retour", with: "Delivered-To: x@y.example\nX-Original-To: <retour")
      .replacing("aaaa@atelier.example", with: "aaaa@atelier.example>")
    let read = report(exim)

    #expect(read?.failure != nil)
    #expect(read?.addressees.contains { $0.description == "retour+aaaa@atelier.example" } == true)
  }

  @Test("is none in any other message")
  func others() {
    let text = Self.postfix()
    for other in [
      "", "\n\n", "Subject: On holiday\n\nAction: failed\nStatus: 5.1.1\n",
      text.replacing("multipart/report", with: "multipart/mixed"),
      text.replacing("report-type=delivery-status", with: "report-type=feedback-report"),
      text.replacing("message/delivery-status", with: "text/plain"),
      text.replacing("boundary=", with: "edge="),
      text.replacing("Action: failed\nStatus: 5.1.1\n", with: ""),
      text.replacing("\"4B1F2; 60.1795726931/mx.example.org\"", with: "\"\""),
      // Longer than one may be: each line would be held against all of it.
      text.replacing("4B1F2; 60.17", with: String(repeating: "4", count: 50)),
    ] {
      #expect(report(other) == nil, "\(other.prefix(300))")
    }
  }

  @Test("is read from any bytes without harm, and tells nothing that moves a terminal")
  func hostile() throws {
    var bytes = Array(Self.postfix().utf8)
    for index in stride(from: 0, to: bytes.count, by: 7) {
      let before = bytes[index]
      for byte in [0, 10, 13, 0x22, 0xFF] as [UInt8] {
        bytes[index] = byte
        _ = DeliveryReport(bytes)
      }
      bytes[index] = before
    }
    for end in stride(from: 0, to: bytes.count, by: 11) { _ = DeliveryReport(Array(bytes[..<end])) }
    let wild = Self.postfix().replacing("smtp; 550", with: "smtp; \u{1B}[2J\u{7} 550")
    let failure = try #require(self.report(wild)?.failure)

    #expect(!failure.unicodeScalars.contains { $0.value < 0x20 })
    // Of a report that never ends no more is kept than can be shown.
    let long = Self.postfix().replacing(
      "User unknown",
      with: String(repeating: "x", count: 1 << 21)
    )
    #expect((report(long)?.failure?.count ?? 0) < 500)
  }
}
