import ArgumentParser
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
        let does = try Maillage.parseAsRoot(words)
        #expect(does is any NodeCommand, "\(words) is not for a node that serves")
      }
    }
  }
}
