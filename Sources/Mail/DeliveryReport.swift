import Model

/// What a mail server reports of a letter that it had taken and could not deliver (RFC 3464 in the form of RFC 6522).
///
/// Read here, from a stranger's bytes: the form is a few lines of fields, and nothing else of a message is looked at
/// (docs/decisions/0038-letters-that-come-back.md).
package struct DeliveryReport: Sendable, Hashable {
  /// What became of a letter at one of its recipients.
  package struct Recipient: Sendable, Hashable {
    /// `failed`, `delayed`, `delivered`, `relayed` or `expanded`.
    package let action: String
    package let status: Status?
    /// What the last server said, if that is told.
    package let diagnosis: String?
  }

  /// The status code of RFC 3463: class, subject and detail.
  package struct Status: Sendable, Hashable, CustomStringConvertible {
    package let numbers: [Int]

    /// Reads `5.1.1`, perhaps with a comment after it.
    package init?(_ text: String) {
      let parts = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        .split(separator: ".", omittingEmptySubsequences: false)
      guard parts.count == 3, parts.allSatisfy({ (1...3).contains($0.utf8.count) }) else {
        return nil
      }
      numbers = parts.compactMap { Int($0) }
      guard numbers.count == 3 else { return nil }
    }

    package var description: String { numbers.map(String.init).joined(separator: ".") }
    fileprivate var isFinal: Bool { numbers[0] == 5 }
    /// Whether what failed is the letter or who sends it: a size, a content, a policy.
    fileprivate var isAboutTheLetter: Bool {
      [6, 7].contains(numbers[1]) || numbers[1] == 3 && numbers[2] == 4
    }
  }

  /// The addresses that the report is for: among them the return path of the letter (RFC 3464 §2.1).
  package let addressees: [MailAddress]
  package let recipients: [Recipient]

  /// More of a message is not looked at: what comes after the report is the letter itself.
  private static let mostBytes = 1 << 20
  /// The longest boundary (RFC 2046 §5.1.1): each line is held against it.
  private static let longestBoundary = 70

  /// Reads a message.
  ///
  /// - Returns: Nothing for any message that is no such report.
  package init?(_ message: [UInt8]) {
    var lines = MailLines.split(message.prefix(Self.mostBytes))[...]
    // What passes a message on by a pipe often puts such a line before it.
    if lines.first?.hasPrefix("From ") ?? false { lines = lines.dropFirst() }
    let head = MailFields(taking: &lines)
    let type = MailParameters(head["content-type"] ?? "")
    guard type.value == "multipart/report",
      type["report-type"].map({ $0.lowercased().hasSuffix("delivery-status") }) ?? true,
      let boundary = type["boundary"], (1...Self.longestBoundary).contains(boundary.utf8.count),
      let part = Self.statusPart(in: lines, between: boundary)
    else { return nil }
    addressees = Self.addresses(in: head)
    recipients = Self.groups(in: part).dropFirst().compactMap(Self.recipient)
    guard !recipients.isEmpty else { return nil }
  }

  /// Why the address is of no use any more; nothing where it may yet be, or where the letter was at fault.
  package var failure: String? {
    for recipient in recipients where recipient.action == "failed" {
      guard let status = recipient.status, status.isFinal, !status.isAboutTheLetter else {
        continue
      }
      return ([status.description] + [recipient.diagnosis].compactMap(\.self))
        .joined(separator: ": ")
    }
    return nil
  }

  // MARK: Its parts

  /// The lines of the part that machines read.
  private static func statusPart(
    in lines: ArraySlice<String>,
    between boundary: String
  ) -> ArraySlice<String>? {
    let edge = "--\(boundary)"
    let isEdge = { (line: String) in line.hasPrefix(edge) }
    for var part in lines.split(omittingEmptySubsequences: false, whereSeparator: isEdge)
      .dropFirst()
    {
      let type = MailParameters(MailFields(taking: &part)["content-type"] ?? "").value
      if ["message/delivery-status", "message/global-delivery-status"].contains(type) {
        return part
      }
    }
    return nil
  }

  /// Fields of the message, then those of each recipient, with empty lines between.
  private static func groups(in part: ArraySlice<String>) -> [MailFields] {
    part.split { $0.allSatisfy(\.isWhitespace) }.map { group in
      var lines = group
      return MailFields(taking: &lines)
    }
  }

  private static func recipient(_ fields: MailFields) -> Recipient? {
    guard let action = fields["action"] else { return nil }
    return Recipient(
      action: action.prefix { $0.isLetter }.lowercased(),
      status: fields["status"].flatMap(Status.init),
      diagnosis: fields["diagnostic-code"].map { String($0.prefix(400)) }
    )
  }

  /// Fields in which servers name whom a message is for.
  private static let addressFields = [
    "to", "delivered-to", "x-original-to", "envelope-to", "x-envelope-to",
  ]

  private static func addresses(in head: MailFields) -> [MailAddress] {
    addressFields.flatMap(head.all).flatMap { value in
      value.split { " \t<>,;:\"()".contains($0) }.compactMap { MailAddress(String($0)) }
    }
  }
}
