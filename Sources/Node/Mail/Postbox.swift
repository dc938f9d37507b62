import Foundation
import HTTPServer
import Mail
import Model
import Storage

/// Writes letters into the queue, sealed, and opens them again for the post.
package struct Postbox: Sendable {
  /// Nothing when the node sends no mail.
  let server: MailServer?
  let sender: MailSender?
  package let paper: LetterPaper
  let zone: TimeZone
  private let secrets: SecretBox
  let database: NodeDatabase
  /// Where letters come back to; nothing where reports of servers are not read.
  let returnPath: ReturnPath?

  init(_ node: OpenNode) {
    let configuration = node.configuration
    server = Self.server(configuration, node.home)
    sender = configuration.mailFrom.flatMap(MailAddress.init).map {
      MailSender(name: configuration.displayName, address: $0)
    }
    zone = TimeZone(identifier: configuration.nodeTimeZone) ?? .gmt
    paper = LetterPaper(
      node: configuration.displayName,
      origin: node.services.addresses.origin.string,
      language: configuration.nodeLanguage,
      zone: zone
    )
    secrets = node.secrets
    database = node.database
    returnPath = configuration.mailReturnPath.flatMap { ReturnPath($0, node.secrets) }
  }

  private static func server(_ configuration: NodeConfiguration, _ home: NodeHome) -> MailServer? {
    guard
      var server = configuration.mailServer.flatMap({
        MailServer($0, security: configuration.mailSecurity, greeting: configuration.nodeHost)
      })
    else { return nil }
    server.user = configuration.mailUser
    server.password = configuration.mailPassword
    server.authorities = configuration.mailCertificateAuthority.map(home.file)
    return server
  }

  package var isOn: Bool { server != nil && sender != nil }

  /// What a letter is sealed for: it opens in no other row.
  private static func owner(_ kind: QueuedLetter.Kind, _ recipient: String) -> String {
    "letter \(kind.rawValue) \(recipient.lowercased())"
  }

  /// Writes a letter in the transaction of what causes it; it is sent after the commit.
  ///
  /// - Returns: Whether it will be sent: not where no mail is sent, or to an address that failed.
  @discardableResult
  func write(
    _ letter: Letter,
    _ kind: QueuedLetter.Kind,
    to address: MailAddress,
    of member: ActorID?,
    at now: Date,
    in tx: Transaction
  ) throws -> Bool {
    guard isOn else { return false }
    let bytes = try JSONEncoder().encode(letter)
    let sealed = try secrets.seal(bytes, for: Self.owner(kind, address.description))
    let queued = QueuedLetter(
      to: member,
      kind: kind,
      recipient: address,
      sealed: Array(sealed),
      writtenAt: now
    )
    return try tx.mail.enqueue(queued)
  }

  func open(_ queued: QueuedLetter) throws -> Letter {
    let owner = Self.owner(queued.kind, queued.recipient)
    return try JSONDecoder().decode(
      Letter.self,
      from: try secrets.open(Data(queued.sealed), for: owner)
    )
  }

  // MARK: A trial

  /// Sends a letter past the queue.
  ///
  /// - Returns: What the server answered.
  package func sendTrial(
    to address: MailAddress,
    at now: Date
  ) async throws -> (isSent: Bool, text: String) {
    guard let server, let sender else { throw Refusal.conflict("This node sends no mail.") }
    let reader = LetterPaper.Reader(name: address.description, language: nil)
    let message = MailMessage(
      from: sender,
      to: address,
      paper.trial(to: reader),
      at: now,
      nonce: .random(in: .min ... .max)
    )
    return switch await MailClient(server).send(message) {
    case .sent: (true, "The mail server has taken it.")
    case .failed(let reason), .dropped(let reason), .bounced(let reason): (false, reason)
    }
  }

  // MARK: The link that ends letters

  private static let ending = "mail ending"

  /// What in a link names a member, so that nobody else can make it: sealed with the node's key.
  func endingToken(of member: ActorID) throws -> String {
    let sealed = try secrets.seal(Data(String(member.rawValue).utf8), for: Self.ending)
    return sealed.base64URL
  }

  /// - Throws: `Refusal.absent` for what the node did not make.
  func member(endingBy token: String) throws -> ActorID {
    var text = token.replacing("-", with: "+").replacing("_", with: "/")
    text += String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
    guard token.utf8.count <= 300, let sealed = Data(base64Encoded: text),
      let opened = try? secrets.open(sealed, for: Self.ending),
      let number = Int64(String(decoding: opened, as: UTF8.self))
    else { throw Refusal.absent }
    return ActorID(rawValue: number)
  }
}
