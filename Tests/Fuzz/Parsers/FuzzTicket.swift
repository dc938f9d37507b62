import Model

/// Tickets as they are typed; an odd first byte makes the rest the fields of one, since no fuzzer
/// guesses a check sum.
enum FuzzTicket {
  static func run(_ bytes: [UInt8]) throws(FuzzTarget.Finding) {
    guard let first = bytes.first else { return }
    let rest = Array(bytes.dropFirst())
    let typed = first & 1 == 0 ? String(decoding: rest, as: UTF8.self) : text(of: rest)
    guard let ticket = try? InvitationTicket(typed) else { return }
    let again = try? InvitationTicket(ticket.text)
    try hold(again == ticket, "a ticket changes when it is written and read")
    try hold((try? InvitationTicket(ticket.link)) == ticket, "a link is another ticket")
  }

  private static func text(of fields: [UInt8]) -> String {
    let check = CRC32.of(fields)
    let sum = (0..<4).map { UInt8(truncatingIfNeeded: check >> UInt32(24 - 8 * $0)) }
    return "mt1" + Base32.encode(fields + sum)
  }
}
