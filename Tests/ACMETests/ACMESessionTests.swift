import ACME
import Crypto
import Foundation
import Synchronization
import TestSupport
import Testing
import X509

/// A whole conversation with an authority that verifies everything (RFC 8555).
@Suite struct ACMESessionTests {
  private let clock = ManualClock()
  private let board = Board()
  private let key = ACMEAccountKey()

  /// Where answers are shown, and the authority looks.
  private final class Board: ChallengeShowing {
    private let shown = Mutex<[String: ChallengeAnswer]>([:])
    private let isBlind = Mutex(false)

    func show(_ answer: ChallengeAnswer) { shown.withLock { $0[answer.token] = answer } }
    func takeBack(_ answer: ChallengeAnswer) { shown.withLock { $0[answer.token] = nil } }
    func hide() { isBlind.withLock { $0 = true } }
    var isEmpty: Bool { shown.withLock(\.isEmpty) }

    func look(_ kind: ChallengeKind, _ name: String, _ token: String, _ wanted: String) -> String? {
      if isBlind.withLock({ $0 }) { return "connection refused" }
      let answer = shown.withLock { $0[token] }
      guard answer?.kind == kind, answer?.name == name else { return "404" }
      return answer?.authorization == wanted ? nil : "wrong content"
    }
  }

  private func authority() throws -> TestAuthority {
    let (board, clock) = (board, clock)
    return try TestAuthority(now: { clock.now }, look: { board.look($0, $1, $2, $3) })
  }

  private func wish(
    _ authority: TestAuthority,
    by kind: ChallengeKind = .http01,
    agreeing: Bool = true,
    account: ExternalAccount? = nil
  ) -> CertificateWish {
    CertificateWish(
      name: "node.example",
      challenge: kind,
      contacts: ["mailto:admin@node.example"],
      agreesToTerms: agreeing,
      account: account,
      authorities: [authority.root]
    )
  }

  private func obtain(
    _ authority: TestAuthority,
    _ wish: CertificateWish
  ) async throws(ACMEFailure) -> IssuedCertificate {
    let clock = clock
    let world = ACMESurroundings(
      now: { clock.now },
      pause: { clock.advance(by: $0) },
      send: { (request: ACMERequest) async throws(ACMEFailure) -> ACMEResponse in
        await authority.answer(request)
      }
    )
    let session = ACMESession(directory: authority.directory, key: key, in: world)
    return try await session.obtain(wish, showing: board)
  }

  private func failure(
    _ authority: TestAuthority,
    _ wish: CertificateWish
  ) async -> ACMEFailure? {
    do throws(ACMEFailure) {
      _ = try await obtain(authority, wish)
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: ChallengeKind.allCases)
  func aCertificateIsIssuedForANewKeyEachTime(kind: ChallengeKind) async throws {
    let authority = try authority()

    let first = try await obtain(authority, wish(authority, by: kind))
    let second = try await obtain(authority, wish(authority, by: kind))

    #expect(first.keyPEM != second.keyPEM)
    let left = first.notAfter.timeIntervalSince(clock.now)
    #expect((80 * 86_400)...(90 * 86_400) ~= left)
    #expect(first.chainPEM.components(separatedBy: "BEGIN CERTIFICATE").count == 3)
    #expect(authority.accountCount == 1)
    #expect(authority.contacts.last == ["mailto:admin@node.example"])
    #expect(board.isEmpty)
  }

  @Test func aNonceThatTheAuthorityDoesNotLikeIsReplaced() async throws {
    let authority = try authority()
    authority.behave { $0.badNonces = 3 }

    _ = try await obtain(authority, wish(authority))

    authority.behave { $0.badNonces = 100 }
    let failure = await failure(authority, wish(authority))
    guard case .refused(let problem, _) = failure else {
      Issue.record("\(String(describing: failure))")
      return
    }
    #expect(problem.kind == "badNonce")
  }

  @Test func termsThatNobodyAgreedToAreNamed() async throws {
    let authority = try authority()
    authority.behave { $0.terms = "https://ca.test/terms" }

    let failure = await failure(authority, wish(authority, agreeing: false))

    #expect(failure == .termsNotAgreed(url: "https://ca.test/terms"))
    #expect(authority.accountCount == 0)
    _ = try await obtain(authority, wish(authority))
  }

  @Test func anAccountThatExistsOutsideIsBound() async throws {
    let authority = try authority()
    let secret = Array("a secret of thirty-two bytes, yes".utf8)
    authority.behave { $0.externalAccounts = ["kid-1": secret] }
    let right = ExternalAccount(
      id: "kid-1",
      secret: Data(secret).base64EncodedString().replacing("+", with: "-")
        .replacing("/", with: "_")
    )
    let wrong = ExternalAccount(id: "kid-1", secret: "AAAAAAAAAAAAAAAAAAAAAAAA")
    try #require(right != nil && wrong != nil)

    #expect(await failure(authority, wish(authority)) == .accountNeeded)
    let refused = await failure(authority, wish(authority, account: wrong))
    #expect(refused?.description.contains("externalAccountRequired") == true)
    _ = try await obtain(authority, wish(authority, account: right))
  }

  @Test func whatTheAuthorityDidNotFindIsToldInItsWords() async throws {
    let authority = try authority()
    board.hide()

    let failure = await failure(authority, wish(authority))

    #expect(failure?.description.contains("connection refused") == true)
    #expect(failure?.nextStep?.contains("port 80") == true)
    #expect(board.isEmpty)
    #expect(authority.issuedCount == 0)
  }

  @Test func aChallengeThatIsNotOfferedIsNamed() async throws {
    let authority = try authority()
    authority.behave { $0.offered = [.tlsALPN01] }

    let failure = await failure(authority, wish(authority))

    #expect(failure == .noSuchChallenge(kind: "http-01", offered: ["tls-alpn-01"]))
  }

  @Test func howLongToWaitIsHandedOn() async throws {
    let authority = try authority()
    authority.behave { $0.rateLimit = 7_200 }

    let failure = await failure(authority, wish(authority))

    #expect(failure?.retryAfter == 7_200)
    #expect(failure?.description.contains("too many certificates") == true)
  }

  @Test func anOrderThatExpiresIsGivenUp() async throws {
    let authority = try authority()
    authority.behave { $0.ordersExpire = true }

    let failure = await failure(authority, wish(authority))

    #expect(failure?.description.contains("the order expired") == true)
  }

  @Test(arguments: TestAuthority.ChainKind.allCases.filter { $0 != .right })
  func aChainThatIsNotWhatWasAskedForIsRefused(kind: TestAuthority.ChainKind) async throws {
    let authority = try authority()
    authority.behave { $0.chain = kind }

    let failure = await failure(authority, wish(authority))

    guard case .unusable(let reason) = failure else {
      Issue.record("\(kind): \(String(describing: failure))")
      return
    }
    #expect(!reason.isEmpty)
  }

  @Test func aRehearsalTakesAnyRoot() async throws {
    let authority = try authority()
    authority.behave { $0.chain = .foreignRoot }
    let wish = CertificateWish(
      name: "node.example",
      challenge: .http01,
      agreesToTerms: true,
      authorities: nil
    )

    _ = try await obtain(authority, wish)
  }

  @Test func answersThatAreNoACMEAreRefused() async throws {
    let answers: [(Int, String)] = [
      (200, "<html>"), (200, "{}"),
      (
        200, #"{"newNonce":"file:///etc/passwd","newAccount":"https://x/","newOrder":"https://x/"}"#
      ),
      (500, ""),
    ]
    for (status, body) in answers {
      let clock = clock
      let world = ACMESurroundings(
        now: { clock.now },
        pause: { clock.advance(by: $0) },
        send: { (_: ACMERequest) async throws(ACMEFailure) -> ACMEResponse in
          ACMEResponse(status: status, fields: [], body: Array(body.utf8))
        }
      )
      let session = ACMESession(directory: "https://ca.test/", key: key, in: world)
      let wish = CertificateWish(
        name: "node.example",
        challenge: .http01,
        agreesToTerms: true,
        authorities: nil
      )
      await #expect(throws: ACMEFailure.self) {
        _ = try await session.obtain(wish, showing: board)
      }
    }
  }
}
