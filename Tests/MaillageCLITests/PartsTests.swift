import Federation
import Foundation
import Model
import Node
import Testing

@testable import MaillageCLI

@Suite("Parts of the command line")
struct PartsTests {
  @Test("a table aligns its columns, and what is after the last is cut")
  func tableIsAligned() {
    var table = Table("NAME", "STATE", "")
    table.add("alice", Styled.good("open"), "")
    table.add("bé", "two\nlines", "x")

    let text = Styled.rendered(table.text(ifEmpty: "none"), inColor: false)

    #expect(text == "NAME   STATE\nalice  open\nbé     two lines  x")
    #expect(Table("A").text(ifEmpty: "none") == "none")
  }

  @Test("text from outside cannot steer the terminal")
  func controlsAreDropped() {
    let hostile = "a\u{1B}[2Jb\u{9B}31mc\u{202E}d\r\u{8}e\nf"

    #expect(Styled.rendered(hostile, inColor: true) == "a[2Jb31mcde\nf")
  }

  @Test("colours are shown only where they are asked for")
  func colours() {
    #expect(Styled.rendered(Styled.bad("no"), inColor: false) == "no")
    #expect(Styled.rendered(Styled.bad("no"), inColor: true) == "\u{1B}[31mno\u{1B}[0m")
  }

  @Test("what goes to the node names no home")
  func homeIsLeftOut() {
    let words = ["post", "--home", "x", "alice", "--home=y", "--json", "--", "--home", "z"]

    var line = CommandLineWords(words)
    line.insert("--yes")

    #expect(line.withoutHome == ["post", "alice", "--json", "--yes", "--", "--home", "z"])
    #expect(CommandLineWords(["status", "--home"]).withoutHome == ["status"])
  }

  @Test("CSV keeps quotes, commas and line feeds, and knows the lines")
  func csv() {
    let records = CSV.records(in: "a,b\r\n\r\n\"x,\"\"y\"\"\",\"1\n2\"\nlast,")

    #expect(records.map(\.fields) == [["a", "b"], ["x,\"y\"", "1\n2"], ["last", ""]])
    #expect(records.map(\.line) == [1, 3, 5])
    #expect(CSV.line(["a", "b,c", "d\"e"]) == "a,\"b,c\",\"d\"\"e\"")
  }

  @Test("a list of blocked domains reads as Mastodon writes it, and back")
  func domainBlocks() throws {
    let text = """
      #domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate
      spam.example,suspend,true,true,"spam, much",false
      loud.example,silence,false,false,,false
      h***n.example,suspend,true,true,,true
      odd.example,noop,false,false,,false
      """

    let lines = try DomainList.lines(in: text)
    let entries = lines.map { try? $0.content.get() }

    #expect(lines.map(\.number) == [2, 3, 4, 5])
    #expect(
      entries.map { $0?.pattern } == ["*.spam.example", "*.loud.example", nil, "*.odd.example"]
    )
    #expect(entries.map { $0?.action } == [.suspend, .silence, nil, .neutral])
    let rule = try #require(entries[0]).rule(
      by: "a",
      reason: "",
      at: Date(timeIntervalSince1970: 0)
    )
    #expect(
      DomainList.text(of: [rule]) == text.split(separator: "\n")[0...1].joined(separator: "\n")
    )
  }

  @Test("errors have the exit code that they mean")
  func exitCodes() {
    #expect(AdminReply(Refusal.forbidden("no")).exitCode == 1)
    #expect(AdminReply(Refusal.absent).exitCode == 3)
    #expect(AdminReply(NotFound("nobody")).exitCode == 3)
    #expect(AdminReply(Refusal.unreachable("away")).exitCode == 4)
    #expect(AdminReply(StartupFailure.homeMissing(path: "/x")).exitCode == 3)
    let wrong = #expect(throws: (any Error).self) { try Maillage.parseAsRoot(["timeline"]) }
    #expect(wrong.map { AdminReply($0).exitCode } == 2)
  }
}
