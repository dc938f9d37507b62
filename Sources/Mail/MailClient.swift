import CCurl
import Dispatch
import Foundation
import Model

/// Hands letters to a mail server over SMTP, by libcurl: the one place of the program that speaks it.
///
/// libcurl blocks, so a letter goes on a thread of its own, never on one of Swift's pool.
package struct MailClient: Sendable {
  private let server: MailServer
  private static let queue = DispatchQueue(label: "maillage.mail")

  /// Seconds to come into touch, and for all of one letter.
  private static let connectTimeout = 15
  private static let timeout = 60

  package init(_ server: MailServer) { self.server = server }

  /// Sends one letter to one address.
  package func send(_ message: MailMessage) async -> MailOutcome {
    let bytes = message.bytes
    return await withCheckedContinuation { continuation in
      Self.queue.async { [server] in
        let outcome = Transfer(server: server, message: message, bytes: bytes).run()
        continuation.resume(returning: outcome)
      }
    }
  }

  /// libcurl wants this once, before any thread uses it.
  private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  /// One conversation with the server.
  private struct Transfer {
    let server: MailServer
    let message: MailMessage
    let bytes: [UInt8]

    func run() -> MailOutcome {
      guard MailClient.isReady, let handle = curl_easy_init() else {
        return .failed("libcurl cannot start.")
      }
      defer { curl_easy_cleanup(handle) }
      let recipients = curl_slist_append(nil, "<\(message.recipient)>")
      defer { curl_slist_free_all(recipients) }
      guard recipients != nil else { return .failed("There is no memory.") }
      let wording = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
      wording.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
      defer { wording.deallocate() }
      let source = Source(bytes)
      return withExtendedLifetime(source) { () -> MailOutcome in
        let place = Unmanaged.passUnretained(source).toOpaque()
        guard setUp(handle, wording), setUpSecurity(handle),
          ccurl_set_list(handle, CURLOPT_MAIL_RCPT, recipients) == CURLE_OK,
          ccurl_set_reader(handle, readSource) == CURLE_OK,
          ccurl_set_pointer(handle, CURLOPT_READDATA, place) == CURLE_OK
        else { return .failed("libcurl cannot do what mail needs.") }
        let code = curl_easy_perform(handle)
        return outcome(of: code, handle, String(cString: wording))
      }
    }

    private func setUp(
      _ handle: UnsafeMutableRawPointer,
      _ wording: UnsafeMutablePointer<CChar>
    )
      -> Bool
    {
      let numbers: [(CURLoption, Int)] = [
        (CURLOPT_UPLOAD, 1), (CURLOPT_NOSIGNAL, 1),
        (CURLOPT_CONNECTTIMEOUT, MailClient.connectTimeout), (CURLOPT_TIMEOUT, MailClient.timeout),
      ]
      var texts: [(CURLoption, String)] = [
        (CURLOPT_URL, server.address),
        (CURLOPT_MAIL_FROM, "<\(message.returnPath ?? message.sender.address)>"),
        // No proxy that the environment names, and no other protocol.
        (CURLOPT_PROXY, ""), (CURLOPT_PROTOCOLS_STR, "smtp,smtps"),
      ]
      if let user = server.user { texts.append((CURLOPT_USERNAME, user)) }
      if let password = server.password { texts.append((CURLOPT_PASSWORD, password)) }
      return numbers.allSatisfy { ccurl_set_long(handle, $0, $1) == CURLE_OK }
        && texts.allSatisfy { ccurl_set_text(handle, $0, $1) == CURLE_OK }
        && ccurl_set_pointer(handle, CURLOPT_ERRORBUFFER, wording) == CURLE_OK
    }

    private func setUpSecurity(_ handle: UnsafeMutableRawPointer) -> Bool {
      let level = server.security == .none ? CURLUSESSL_NONE : CURLUSESSL_ALL
      let numbers: [(CURLoption, Int)] = [
        (CURLOPT_USE_SSL, Int(level.rawValue)), (CURLOPT_SSL_VERIFYPEER, 1),
        (CURLOPT_SSL_VERIFYHOST, 2),
        (CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2)),
      ]
      guard numbers.allSatisfy({ ccurl_set_long(handle, $0, $1) == CURLE_OK }) else { return false }
      guard let file = server.authorities else { return true }
      return ccurl_set_text(handle, CURLOPT_CAINFO, file) == CURLE_OK
    }

    /// What libcurl's result means: 4xx and a lost connection may pass, 5xx does not (RFC 5321 §4.2.1).
    private func outcome(
      of code: CURLcode,
      _ handle: UnsafeMutableRawPointer,
      _ wording: String
    ) -> MailOutcome {
      guard code != CURLE_OK else { return .sent }
      var answer = 0
      _ = ccurl_answer(handle, &answer)
      let reason = wording.isEmpty ? String(cString: curl_easy_strerror(code)) : wording
      let isFinal = (500...599).contains(answer)
      if isFinal, wording.hasPrefix("RCPT failed") { return .bounced("\(answer): \(reason)") }
      let isAboutTheLetter = wording.hasPrefix("DATA failed") || code == CURLE_WEIRD_SERVER_REPLY
      // A sender or a password that is refused is for the admin to mend; the letters wait for it.
      return isFinal && isAboutTheLetter
        ? .dropped("\(answer): \(reason)") : .failed(answer > 0 ? "\(answer): \(reason)" : reason)
    }
  }
}

/// The letter as libcurl reads it.
private final class Source {
  // A class, since C holds on to it.
  private let bytes: [UInt8]
  private var start = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func read(into buffer: UnsafeMutablePointer<CChar>, upTo count: Int) -> Int {
    let length = min(count, bytes.count - start)
    guard length > 0 else { return 0 }
    let room = UnsafeMutableRawBufferPointer(start: buffer, count: length)
    bytes.withUnsafeBytes { source in
      room.copyBytes(from: source[start..<start + length])
    }
    start += length
    return length
  }
}

private func readSource(
  _ buffer: UnsafeMutablePointer<CChar>?,
  _ size: Int,
  _ count: Int,
  _ place: UnsafeMutableRawPointer?
) -> Int {
  guard let buffer, let place else { return 0 }
  let source = Unmanaged<Source>.fromOpaque(place).takeUnretainedValue()
  return source.read(into: buffer, upTo: size * count)
}
