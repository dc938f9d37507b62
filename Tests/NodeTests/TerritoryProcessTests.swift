import Foundation
import Testing

/// Real nodes through what happens in years: cut wires, power failures, a home from a backup.
@Suite("A territory of five processes", .serialized)
struct TerritoryProcessTests {
  @Test("Every post is on every node once, and all know the same members", .timeLimit(.minutes(6)))
  func endurance() async throws {
    let territory = try await WiredTerritory()
    try await territory.found()
    var posts = Posts(territory: territory)
    for place in territory.nodes.indices { try await posts.add(at: place) }

    try await partition(territory, &posts)
    try await restore(territory, &posts)

    for place in territory.nodes.indices {
      for text in posts.texts {
        try await eventually("\(text) is at \(place)", within: .seconds(120)) {
          try await territory.count(text, at: place) >= 1
        }
        #expect(try await territory.count(text, at: place) == 1, "\(text) at \(place)")
      }
    }
    let members = try await territory.members(0)
    #expect(members.count == 5)
    for place in territory.nodes.indices {
      try await eventually("\(place) knows the same members", within: .seconds(60)) {
        try await territory.members(place) == members
      }
      _ = try await territory.nodes[place].command("territory", "verify")
    }
    // It did not give a number twice.
    let last = try await posts.add(at: 4)
    try await eventually("the restored node is heard", within: .seconds(60)) {
      try await territory.count(last, at: 1) == 1
    }
  }

  /// Two sides that do not hear of each other, both at work, and a power failure on one of them.
  private func partition(_ territory: WiredTerritory, _ posts: inout Posts) async throws {
    territory.cut(off: [3, 4])
    for place in territory.nodes.indices { try await posts.add(at: place) }
    // Right after an acknowledged post.
    try await posts.add(at: 2)
    try await territory.nodes[2].kill()
    try await posts.add(at: 1)
    try await territory.nodes[2].start()
    try await posts.add(at: 2)
  }

  /// A home from a backup, which lacks what its node said since.
  private func restore(_ territory: WiredTerritory, _ posts: inout Posts) async throws {
    let restored = territory.nodes[4]
    try await restored.stop()
    try await restored.backUp()
    try await restored.start()
    territory.mend()
    let last = try await posts.add(at: 4)
    try await eventually("somebody else has the last post", within: .seconds(90)) {
      try await territory.count(last, at: 0) == 1
    }
    try await restored.stop()
    try await restored.restore()
    try await restored.start()
    try await posts.add(at: 0)
  }

  /// What was posted so far.
  private struct Posts {
    let territory: WiredTerritory
    var texts: [String] = []

    @discardableResult
    mutating func add(at place: Int) async throws -> String {
      let text = "post number \(texts.count) ends here"
      try await territory.post(text, at: place)
      texts.append(text)
      return text
    }
  }
}

extension NodeProcess {
  private var backup: String { scratch.file("backup") }

  /// Copies the home of a stopped node.
  fileprivate func backUp() async throws {
    try FileManager.default.copyItem(atPath: home.path, toPath: backup)
  }

  /// Puts the copy in the home's place.
  fileprivate func restore() async throws {
    try FileManager.default.removeItem(atPath: home.path)
    try FileManager.default.copyItem(atPath: backup, toPath: home.path)
  }
}
