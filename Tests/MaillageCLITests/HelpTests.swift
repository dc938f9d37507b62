import ArgumentParser
import Foundation
import Testing

@testable import MaillageCLI

@Suite("Help and manual")
struct HelpTests {
  @Test("every command says what it does and shows an example")
  func everyCommandHasAnExample() {
    for (words, type) in CommandTree.all {
      let name = words.joined(separator: " ")

      #expect(!type.configuration.abstract.isEmpty, "\(name)")
      #expect(CommandLines.example(of: type) != nil, "\(name)")
    }
  }

  @Test("every example can be typed as it stands, and is one of its command")
  func examplesAreTrue() throws {
    for (words, type) in CommandTree.all {
      guard let example = CommandLines.example(of: type) else { continue }

      let command = try Maillage.parseAsRoot(CommandLines.words(of: example))

      let meant = [type] + type.configuration.subcommands
      #expect(
        meant.contains { ObjectIdentifier($0) == ObjectIdentifier(Swift.type(of: command)) },
        "\(words.joined(separator: " "))"
      )
    }
  }

  @Test("every changing command has --dry-run and --reason, every destroying one --yes")
  func changingCommandsCanBeTried() {
    for (words, type) in CommandTree.all where type is any ChangingCommand.Type {
      let help = Maillage.helpMessage(for: type)

      #expect(help.contains("--dry-run") && help.contains("--reason"), "\(words)")
      if type is any DestroyingCommand.Type { #expect(help.contains("--yes"), "\(words)") }
    }
  }

  @Test("the manual speaks of every command")
  func manualIsComplete() throws {
    let page = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../docs/manual/cli.md")
    let manual = try String(contentsOf: page, encoding: .utf8)

    for (words, type) in CommandTree.all where type.configuration.shouldDisplay {
      #expect(manual.contains("`maillage \(words.joined(separator: " "))"), "\(words)")
    }
  }

  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../..")

  /// The README and every page of the manual but four: an admin's first page is typed in a shell as a whole
  /// (`ManualDrillTests`), and three have no command in a block.
  private static var pages: [String] {
    get throws {
      let folder = "docs/manual"
      let names = try FileManager.default.contentsOfDirectory(
        atPath: root.appending(path: folder).path
      )
      let others = ["README.md", "configuration.md", "pages.md", "apps.md"]
      let shown = names.filter { $0.hasSuffix(".md") && !others.contains($0) }.sorted()
      return ["README.md"] + shown.map { "\(folder)/\($0)" }
    }
  }

  @Test("what the README and the manual tell to type is understood", arguments: try pages)
  func manualCanBeTyped(page: String) throws {
    let text = try String(contentsOf: Self.root.appending(path: page), encoding: .utf8)
    let lines = CommandLines.shown(in: text)

    #expect(!lines.isEmpty)
    for line in lines {
      #expect(throws: Never.self, "\(line)") {
        _ = try Maillage.parseAsRoot(CommandLines.words(of: line))
      }
    }
  }

  @Test("completions can be made for each shell", arguments: [CompletionShell.bash, .zsh, .fish])
  func completions(shell: CompletionShell) {
    #expect(Maillage.completionScript(for: shell).contains("timeline"))
  }
}
