import ACME
import Federation
import Foundation
import Logging
import Model
import Storage
import TestSupport
import Testing

@testable import Node

/// When a certificate is renewed, how failures are spaced, and what is told.
@Suite(.serialized) struct RenewalTests {
  /// A home with its authority, and a clock that stands still.
  private struct Setting {
    let clock = ManualClock(Date())
    let scratch: ScratchDirectory
    let home: NodeHome
    let served: ServedAuthority
    let configuration: NodeConfiguration

    init(allowing networks: [String] = ["127.0.0.0/8"]) async throws {
      scratch = try ScratchDirectory()
      home = NodeHome(path: scratch.file("home"))
      let board = Mutable<ChallengeBoard?>(nil)
      let clock = clock
      served = try await ServedAuthority(
        now: { clock.now },
        look: { _, _, token, wanted in
          board.value?.text(for: token) == wanted ? nil : "nothing there"
        }
      )
      var configuration = NodeConfiguration()
      configuration.nodeHost = "acme.example"
      configuration.tlsMode = .acme
      configuration.acmeDirectory = served.authority.directory
      configuration.acmeCertificateAuthority = served.rootFile
      configuration.networkHosts = ["ca.test": try #require(HostMap.place("127.0.0.1"))]
      configuration.networkAllowedAddresses = try networks.map { try #require(CIDR($0)) }
      configuration.mailServer = "localhost:25"
      configuration.mailFrom = "node@localhost"
      self.configuration = configuration
      self.board = board
      _ = try await FirstRun(home: home, configuration: configuration, now: { clock.now }).run()
    }

    private let board: Mutable<ChallengeBoard?>

    func open() async throws -> OpenNode {
      let clock = clock
      let node = try await OpenNode.open(
        home: home,
        configuration: configuration,
        logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        now: { clock.now }
      )
      node.challenges.opened()
      board.value = node.challenges
      return node
    }

    func certificate() throws -> CertificateSummary {
      try ServedCertificate(reading: home.acmeFiles).summary
    }

    func orders() -> Int { served.authority.requests.count { $0 == "/order" } }
  }

  private func work(_ node: OpenNode) async {
    try? await CertificateWorker(node: node, isServing: { true }).work()
  }

  @Test func aStandInIsReplacedAndWhatCameIsRenewedWithAThirdOfItsLifeLeft() async throws {
    let setting = try await Setting()
    let node = try await setting.open()
    let standIn = try setting.certificate()
    #expect(standIn.isSelfSigned)
    #expect(try node.tlsPins.isEmpty)

    await work(node)
    let first = try setting.certificate()
    setting.clock.advance(by: 59 * 86_400)
    await work(node)
    let kept = try setting.certificate()
    setting.clock.advance(by: 2 * 86_400)
    await work(node)
    let second = try setting.certificate()

    #expect(!first.isSelfSigned && first.pin != standIn.pin)
    #expect(kept == first)
    #expect(second.pin != first.pin && second.notAfter > first.notAfter)
    #expect(setting.orders() == 2)
    try await node.close()
  }

  @Test func failuresAreSpacedOutAcrossRestartsAndEndWithTheFirstSuccess() async throws {
    let setting = try await Setting()
    setting.served.authority.behave { $0.offered = [] }
    try await tryTwice(setting)
    #expect(setting.orders() == 1)

    let node = try await setting.open()
    await work(node)
    #expect(setting.orders() == 1)
    // 15 minutes, then twice that, and so on until a day.
    var waits: [TimeInterval] = []
    for _ in 0..<9 {
      let next = try #require(try await CertificateDesk(node).record.notBefore)
      waits.append(next.timeIntervalSince(setting.clock.now) / 60)
      setting.clock.advance(by: next.timeIntervalSince(setting.clock.now) + 1)
      await work(node)
    }
    #expect(waits.map { $0.rounded() } == [15, 30, 60, 120, 240, 480, 960, 1_440, 1_440])
    #expect(setting.orders() == 10)
    let record = try await CertificateDesk(node).record
    #expect(record.failures == 10)
    #expect(record.problem?.contains("does not offer http-01") == true)

    setting.served.authority.behave { $0.offered = [.http01] }
    setting.clock.advance(by: 86_401)
    await work(node)
    let done = try await CertificateDesk(node).record
    #expect(done.failures == 0 && done.problem == nil && done.notBefore == nil)
    try await node.close()
  }

  /// In a node that is gone afterwards, with its lock.
  private func tryTwice(_ setting: Setting) async throws {
    let node = try await setting.open()
    await work(node)
    await work(node)
    try await node.close()
  }

  @Test func anAuthorityThatAsksToWaitIsLeftAlone() async throws {
    let setting = try await Setting()
    setting.served.authority.behave { $0.rateLimit = 5 * 86_400 }
    let node = try await setting.open()

    await work(node)
    setting.clock.advance(by: 4 * 86_400)
    await work(node)
    #expect(setting.orders() == 1)
    setting.clock.advance(by: 86_400 + 1)
    await work(node)

    #expect(setting.orders() == 2)
    try await node.close()
  }

  @Test func aClockThatGoesBackKeepsNobodyWaiting() async throws {
    let setting = try await Setting()
    setting.served.authority.behave { $0.offered = [] }
    let node = try await setting.open()
    setting.clock.advance(by: 400 * 86_400)
    await work(node)
    setting.served.authority.behave { $0.offered = [.http01] }

    setting.clock.advance(by: -400 * 86_400)
    await work(node)

    #expect(try !setting.certificate().isSelfSigned)
    try await node.close()
  }

  @Test func whatCannotBeUsedNeverReplacesWhatIsServed() async throws {
    let setting = try await Setting()
    let node = try await setting.open()
    await work(node)
    let good = try setting.certificate()
    setting.served.authority.behave { $0.chain = .foreignRoot }
    setting.clock.advance(by: 61 * 86_400)

    await work(node)

    #expect(try setting.certificate() == good)
    let record = try await CertificateDesk(node).record
    #expect(record.problem?.contains("no authority that this node knows") == true)
    try await node.close()
  }

  @Test func oneThatCannotBeReadIsReplaced() async throws {
    let setting = try await Setting()
    let node = try await setting.open()
    await work(node)
    try PrivateFile.write(Array("damaged".utf8), to: setting.home.acmeCertificate, replacing: true)
    #expect(throws: StartupFailure.self) { try setting.certificate() }

    await work(node)

    #expect(try !setting.certificate().isSelfSigned)
    #expect(setting.orders() == 2)
    try await node.close()
  }

  /// A directory is an address like any other (threat 12).
  @Test func anAuthorityInsideTheNetworkIsNotAskedUnlessItsAddressIsAllowed() async throws {
    let setting = try await Setting(allowing: [])
    let node = try await setting.open()

    await work(node)

    let problem = try await CertificateDesk(node).record.problem
    #expect(problem?.contains("network.allowedAddresses") == true)
    #expect(setting.served.authority.requests.isEmpty)
    #expect(try setting.certificate().isSelfSigned)
    try await node.close()
  }

  @Test func adminsAreWrittenToOnceForEachStage() async throws {
    let setting = try await Setting()
    let node = try await setting.open()
    await work(node)
    setting.served.authority.behave { $0.offered = [] }
    try await add("ada", .admin, to: node)
    try await add("leo", .member, to: node)
    let end = try setting.certificate().notAfter
    var counts: [Int] = []
    for daysLeft in [20.0, 13, 12, 6, 5, -1, -2] {
      setting.clock.advance(by: end.timeIntervalSince(setting.clock.now) - daysLeft * 86_400)
      await work(node)
      counts.append(try await node.database.read { try $0.mail.waiting().count })
    }

    #expect(counts == [0, 1, 1, 2, 2, 3, 3])
    let letters = try await node.database.read { try $0.mail.waiting() }
    #expect(letters.allSatisfy { $0.kind == .certificate && $0.recipient == "ada@localhost" })
    let last = try node.postbox.open(try #require(letters.last))
    #expect(last.text.contains("maillage certificate status"))
    try await node.close()
  }

  private func add(_ name: String, _ role: Member.Role, to node: OpenNode) async throws {
    var applicant = Accounts.Applicant(name: try LocalName(name))
    let address = "\(name)@localhost"
    applicant.email = address
    applicant.role = role
    let (member, now) = (try await node.accounts.add(applicant), node.services.now())
    try await node.database.write {
      try $0.mailPreferences.confirm(address, of: member.actorID, at: now)
    }
  }
}
