import ArgumentParser
import Federation
import Foundation
import Model
import Storage
import StrictJSON
import Testing

@testable import HTTPServer
@testable import MaillageCLI

/// The admin's pages name commands; these are the commands that there are.
@Suite("Commands of the admin's pages")
struct AdminPanelTests {
  private static let values = [
    "host": "far.example", "id": "1", "name": "marie", "ticket": "mt1x", "scope": "posts",
    "direction": "in", "setting": "closed", "reason": "why", "review": "2027-01-01",
    "localName": "rade", "role": "member", "text": "a text", "pattern": "*.example",
    "action": "silence", "lane": "far.example", "budget": "500M", "email": "m@example.org",
    "displayName": "Marie",
  ]

  @Test(
    "Each section and each form is a command line that parses",
    arguments: AdminPanels.all.map(\.name)
  )
  func parse(_ name: String) throws {
    let panel = try #require(AdminPanels.all.first { $0.name == name })
    // What valves hold is known by its direction and a number, all else by a number or a word.
    let held = "in-1"
    func value(_ gap: String) -> [String] {
      if gap == "scopes" { return ["posts", "talents"] }
      if gap == "id", panel.name == "peers/:host" { return [held] }
      return Self.values[gap].map { [$0] } ?? []
    }
    for section in panel.sections {
      let shown = AdminPanel.Deed(label: section.heading, words: section.command)
      let words = try #require(shown.filled { value($0) })
      let shows = try Maillage.parseAsRoot(words + ["--json"])
      #expect(shows is any NodeCommand, "\(words) is not for a node that serves")
      for deed in section.deeds + section.forms where !deed.words.isEmpty {
        let words = try #require(deed.filled { value($0) }, "\(deed.label)")
        let does = try Maillage.parseAsRoot(deed.showsOutput ? words + ["--json"] : words)
        #expect(does is any NodeCommand, "\(words) is not for a node that serves")
      }
    }
  }

  /// What is said only when there is something to say.
  private static let optional: Set = [
    "admin-overview uptimeSeconds", "admin-peers name", "admin-peers lastHeardAt",
    "admin-peer name", "admin-peer key", "admin-peer isReachable", "admin-peer lastHeardAt",
    "admin-traffic out.queue.lagSeconds", "admin-traffic out.queue.lastSuccessAt",
    "admin-traffic out.queue.lastError", "admin-valves-ours reviewAt",
    "admin-valves-theirs reviewAt", "admin-policy list", "admin-policy reviewAt",
    "admin-announcements startsAt", "admin-announcements endsAt", "admin-storage obstacle",
    "admin-renewal renewsAt", "admin-renewal authority", "admin-renewal lastIssuedAt",
    "admin-renewal nextTryAt", "admin-renewal failures", "admin-renewal problem",
    "admin-renewal nextStep",
  ]

  @Test("What a page shows of a command is what the command tells")
  func columns() async throws {
    let home = try await Self.furnished()
    var missing: Set<String> = []
    var seen: Set<String> = []
    for section in AdminPanels.all.flatMap(\.sections) {
      let shown = AdminPanel.Deed(label: section.heading, words: section.command)
      let words = try #require(shown.filled { Self.values[$0].map { [$0] } ?? [] })
      let reply = await home.run(words.joined(separator: " ") + " --json")
      guard let told = try? JSON.parse(Array(reply.output.utf8)) else { continue }
      let part = section.member.map { AdminCells.value(told, $0) } ?? told
      let rows = section.isOne ? [part] : part.array ?? []
      guard !rows.isEmpty, rows != [.null] else { continue }
      seen.insert(section.heading)
      for column in section.columns
      where rows.allSatisfy({ AdminCells.value($0, column.path) == .null }) {
        missing.insert("\(section.heading) \(column.path)")
      }
    }
    #expect(missing.subtracting(Self.optional).isEmpty)
    let wanted: Set = [
      "admin-overview", "admin-peers", "admin-peer", "admin-traffic", "admin-valves-ours",
      "admin-valves-theirs", "admin-members", "admin-policy", "admin-rules",
      "admin-announcements", "admin-storage", "admin-certificate", "admin-audit",
    ]
    #expect(wanted.subtracting(seen).isEmpty)
    try await home.close()
  }

  /// A home with something for each page to show.
  private static func furnished() async throws -> CommandHome {
    let home = try await CommandHome.make()
    for line in [
      "member add marie", "policy add *.bad.example suspend --reason spam",
      "rule add \"Be kind\" --hint \"To all\"", "announcement create \"A walk\"",
    ] {
      let reply = await home.run(line)
      #expect(reply.exitCode == 0, "\(line): \(reply.errors)")
    }
    let valve = Valve(
      scope: .posts,
      direction: .in,
      setting: .closed,
      author: "admin",
      reason: "trial",
      createdAt: Date(milliseconds: 0)
    )
    let peering = Peering(
      host: "far.example",
      state: .active,
      ours: Peering.Terms(scopes: [.posts], valves: [valve]),
      theirs: Peering.Terms(scopes: [.posts], valves: [valve]),
      createdAt: Date(milliseconds: 0)
    )
    try await home.node.database.write { tx in
      try tx.peerings.save(PeeringStore.Stored(peering: peering))
    }
    try await PeeringDesk(services: home.node.services).reload()
    return home
  }

  @Test("Each word that a command may say has a sentence in each language")
  func words() {
    let all =
      [
        Member.Role.allCases.map(\.rawValue), Member.State.allCases.map(\.rawValue),
        Peering.Level.allCases.map(\.word), Peering.Trust.allCases.map(\.rawValue),
        Scope.allCases.map(\.rawValue), Valve.Direction.allCases.map(\.rawValue),
        TerritoryStore.State.allCases.map(\.rawValue), NodeRecord.Kind.allCases.map(\.rawValue),
        Model.Report.Kind.allCases.map(\.rawValue), Model.Report.Category.allCases.map(\.rawValue),
        PolicyRule.Action.allCases.map(\.rawValue),
      ].flatMap(\.self)
    for language in Languages.shipped.all {
      for word in all { #expect(language.keys.contains("word-\(word)"), "\(word)") }
    }
  }
}
