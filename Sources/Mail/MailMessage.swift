import Foundation
import Model

/// A letter as it goes over the wire (RFC 5322, RFC 2045, RFC 2046 §5.1.4).
///
/// Written here, since no maintained Swift package that only writes mail was to be had; whatever comes
/// from outside passes through ``HeaderText``, ``QuotedPrintable`` or ``MailAddress``.
package struct MailMessage: Sendable {
  package let sender: MailSender
  package let recipient: MailAddress
  package let letter: Letter
  package let date: Date
  /// What makes its number and its boundary its own.
  package let nonce: UInt64
  /// Where servers report that it cannot be delivered (`MAIL FROM`); nothing: the sender's address.
  package let returnPath: MailAddress?

  package init(
    from sender: MailSender,
    to recipient: MailAddress,
    _ letter: Letter,
    at date: Date,
    nonce: UInt64,
    returningTo returnPath: MailAddress? = nil
  ) {
    self.sender = sender
    self.recipient = recipient
    self.letter = letter
    self.date = date
    self.nonce = nonce
    self.returnPath = returnPath
  }

  /// The bytes of the letter, with CRLF at the end of each line.
  package var bytes: [UInt8] {
    let lines = headers.map { "\($0.name): \($0.value)" } + ["", body]
    return Array(lines.joined(separator: "\r\n").utf8)
  }

  private var headers: [(name: String, value: String)] {
    let host = sender.address.description.split(separator: "@").last.map(String.init) ?? "localhost"
    let number = String(nonce, radix: 36)
    var fields = [
      ("From", "\(HeaderText(sender.name).encoded) <\(sender.address)>"),
      ("To", "<\(recipient)>"), ("Subject", HeaderText(letter.subject).encoded),
      ("Date", Self.text(date)),
      ("Message-ID", "<\(number).\(Int(date.timeIntervalSince1970))@\(host)>"),
      // No out-of-office answers to a machine (RFC 3834 §5).
      ("Auto-Submitted", "auto-generated"),
      ("Content-Language", letter.language.filter { $0.isASCII && ($0.isLetter || $0 == "-") }),
    ]
    if let address = unsubscribe {
      fields.append(("List-Unsubscribe", "<\(address)>"))
      fields.append(("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"))
    }
    return fields + [
      ("MIME-Version", "1.0"),
      ("Content-Type", "multipart/alternative; boundary=\"\(boundary)\""),
    ]
  }

  /// Only what is an address of the web without anything that a header could take for its own.
  private var unsubscribe: String? {
    letter.unsubscribe.flatMap { address in
      let isPlain = address.utf8.allSatisfy {
        (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">")
      }
      return isPlain && address.hasPrefix("https://") ? address : nil
    }
  }

  /// Cannot stand in a part: quoted-printable has no `=_` (RFC 2045 §6.7).
  private var boundary: String { "=_\(String(nonce, radix: 36))" }

  private var body: String {
    let parts = [("text/plain", letter.text), ("text/html", letter.html)].map { type, text in
      """
      --\(boundary)\r
      Content-Type: \(type); charset=utf-8\r
      Content-Transfer-Encoding: quoted-printable\r
      \r
      \(QuotedPrintable.encode(text))\r

      """
    }
    return parts.joined() + "--\(boundary)--\r\n"
  }

  /// `Thu, 26 Nov 2026 20:52:38 +0000` (RFC 5322 §3.3).
  static func text(_ date: Date) -> String {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    let parts = calendar.dateComponents(
      [.year, .month, .day, .weekday, .hour, .minute, .second],
      from: date
    )
    let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    func two(_ number: Int?) -> String {
      let text = String(number ?? 0)
      return text.count == 1 ? "0" + text : text
    }
    let time = [parts.hour, parts.minute, parts.second].map(two).joined(separator: ":")
    return "\(days[(parts.weekday ?? 1) - 1]), \(parts.day ?? 1) \(months[(parts.month ?? 1) - 1]) "
      + "\(parts.year ?? 1970) \(time) +0000"
  }
}
