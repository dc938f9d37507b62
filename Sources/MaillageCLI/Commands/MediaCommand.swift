import ArgumentParser
import Federation
import Foundation
import Model
import Node
import Storage

/// `maillage media`: what files take, and making room.
struct MediaCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "media",
    abstract: "See what pictures and files take, and make room.",
    discussion: "Example: maillage media usage",
    subcommands: [MediaUsageCommand.self, MediaPruneCommand.self, MediaProxyCommand.self]
  )
}

/// `maillage media usage`.
struct MediaUsageCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "usage",
    abstract: "What pictures and files take, of members and of other nodes.",
    discussion: "Example: maillage media usage --json"
  )

  @OptionGroup var options: GlobalOptions

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let shape = try await MediaUsage(of: node)
    return try Report(shape.shown, shape)
  }
}

/// `maillage media prune --budget BYTES`.
struct MediaPruneCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "prune",
    abstract:
      "Let go of copies of other nodes' files, those first that nobody looked at for longest.",
    discussion: """
      Copies are fetched again when somebody wants to see them. Files of members stay. It goes a few \
      at a time, and waits while the node is busy.

      Example: maillage media prune --budget 200M --unused 30 --kind video
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Option(help: "What copies may take afterwards, in bytes, or with k, M or G.")
  var budget: String?

  @Option(help: "Let go of what nobody looked at for so many days.")
  var unused: Int?

  @Option(help: "With --unused: picture, video, audio, document or avatar; all without it.")
  var kind: [MediaKind] = []

  func validate() throws {
    guard budget != nil || unused != nil else {
      throw ValidationError("Say what may stay: --budget BYTES or --unused DAYS.")
    }
    guard unused ?? 0 >= 0, kind.isEmpty || unused != nil else {
      throw ValidationError("--kind goes with --unused DAYS.")
    }
  }

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let bytes = try budget.map { text in
      guard let bytes = Self.bytes(text) else {
        throw Refusal.malformed("‘\(text)’ is no number of bytes: write 200000000, 200M or 2G.")
      }
      return bytes
    }
    let days = unused.map { 86_400 * TimeInterval($0) }
    let kinds = kind.isEmpty ? MediaKind.allCases : kind
    let rules = MediaPruning.Rules(
      budget: bytes,
      times: days.map { time in Dictionary(uniqueKeysWithValues: Set(kinds).map { ($0, time) }) }
        ?? [:]
    )
    return Change(of: "media", try await summary(rules, of: kinds, on: node)) {
      let outcome = try await MediaPruning(services: node.services).run(
        rules,
        sweepingBefore: call.now.addingTimeInterval(-600),
        patience: 240
      )
      let after = try await MediaUsage(of: node)
      let end = outcome.isInterrupted ? " The node is busy: go on later." : ""
      return try Report(
        "Let go of \(outcome.copies) copies; \(outcome.files) files were removed. Copies take "
          + "\(Int64(after.cacheBytes).shownBytes) now.\(end)",
        Pruned(
          copies: outcome.copies,
          files: outcome.files,
          isInterrupted: outcome.isInterrupted,
          usage: after
        ),
        exitCode: outcome.isInterrupted ? 1 : 0
      )
    }
  }

  private func summary(
    _ rules: MediaPruning.Rules,
    of kinds: [MediaKind],
    on node: OpenNode
  ) async throws -> String {
    let before = try await MediaUsage(of: node)
    var parts: [String] = []
    if let days = unused {
      let names = kinds.map(\.rawValue).joined(separator: ", ")
      parts.append("let go of copies (\(names)) that nobody looked at for \(days) days")
    }
    if let bytes = rules.budget {
      parts.append(
        before.cacheBytes > bytes
          ? "let go of \(Int64(before.cacheBytes - bytes).shownBytes) of copies or a little more"
          : "change nothing: copies take \(Int64(before.cacheBytes).shownBytes)"
      )
    }
    return parts.joined(separator: ", and ")
  }

  private struct Pruned: Encodable {
    let copies: Int
    let files: Int
    let isInterrupted: Bool
    let usage: MediaUsage
  }

  private static func bytes(_ text: String) -> Int? {
    let factors: [Character: Int] = ["k": 1_000, "M": 1_000_000, "G": 1_000_000_000]
    guard let last = text.last else { return nil }
    let factor = factors[last]
    guard let number = Int(factor == nil ? text : String(text.dropLast())), number >= 0 else {
      return nil
    }
    let (bytes, isTooMuch) = number.multipliedReportingOverflow(by: factor ?? 1)
    return isTooMuch ? nil : bytes
  }
}

extension MediaKind: ExpressibleByArgument {}

/// `maillage media proxy URL`.
struct MediaProxyCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "proxy",
    abstract: "Where this node shows a file of another one.",
    discussion: "Example: maillage media proxy https://atelier.example/media/scie.jpg"
  )

  @OptionGroup var options: GlobalOptions

  @Argument(help: "The address of the file.")
  var url: String

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    guard let address = try await node.services.mediaProxy.address(of: url) else {
      throw Refusal.malformed("‘\(url)’ is no web address that can be fetched.")
    }
    return try Report(address.string, Shown(url: url, address: address.string))
  }

  private struct Shown: Encodable {
    let url: String
    let address: String
  }
}

/// What files take, as the command line prints it.
struct MediaUsage: Encodable, Sendable {
  let files: Int
  let bytes: Int
  let uploads: Int
  let copies: Int
  let cacheBytes: Int
  let cacheBudgetBytes: Int
  let freeFloorBytes: Int
  let obstacle: String?
  let shares: [Share]

  /// What files of one origin and kind take.
  struct Share: Encodable, Sendable {
    let origin: String
    let kind: String
    let files: Int
    let bytes: Int
  }

  init(of node: OpenNode) async throws {
    let media = node.services.media
    (files, bytes, uploads, copies, cacheBytes) = try await node.database.read { tx in
      (
        try tx.mediaFiles.count(), try tx.mediaFiles.totalBytes(), try tx.uploads.count(),
        try tx.cachedMedia.count(), try tx.cachedMedia.totalBytes()
      )
    }
    shares = try await node.database.read { try $0.uploads.shares() + $0.cachedMedia.shares() }
      .map {
        Share(
          origin: $0.origin.rawValue,
          kind: $0.kind.rawValue,
          files: $0.files,
          bytes: $0.bytes
        )
      }
    cacheBudgetBytes = media.settings.cacheBytes
    freeFloorBytes = media.settings.freeSpaceFloor
    obstacle = media.obstacle
  }

  var shown: String {
    var facts = Facts([
      "files": "\(files), \(Int64(bytes).shownBytes)",
      "of members": "\(uploads) uploads",
      "of other nodes":
        "\(copies) copies, \(Int64(cacheBytes).shownBytes) of \(Int64(cacheBudgetBytes).shownBytes)",
      "floor": "no file is taken below \(Int64(freeFloorBytes).shownBytes) of free space",
    ])
    facts.add("now", obstacle.map { Styled.warning($0) } ?? "files are taken")
    guard !shares.isEmpty else { return facts.shown }
    var table = Table("ORIGIN", "KIND", "FILES", "BYTES")
    for share in shares {
      table.add(share.origin, share.kind, "\(share.files)", Int64(share.bytes).shownBytes)
    }
    return "\(facts.shown)\n\n\(table.text(ifEmpty: ""))"
  }
}
