import Foundation
import Testing

/// Real nodes through what happens in years: cut wires, power failures, a home from a backup.
@Suite("A territory of five processes", .serialized)
struct TerritoryProcessTests {
  @Test("Every post is on every node once, and all know the same members", .timeLimit(.minutes(6)))
  func endurance() async throws {
    let territory = try await WiredTerritory()
    try await territory.found()
    var texts: [String] = []
    func post(_ place: Int) async throws {
      let text = "post number \(texts.count) ends here"
      try await territory.post(text, at: place)
      texts.append(text)
    }
    for place in territory.nodes.indices { try await post(place) }

    // Two sides that do not hear of each other, both at work.
    territory.cut(off: [3, 4])
    for place in territory.nodes.indices { try await post(place) }

    // A power failure right after an acknowledged post.
    try await post(2)
    try await territory.nodes[2].kill()
    try await post(1)
    try await territory.nodes[2].start()
    try await post(2)

    // A home from a backup, which lacks what its node said since.
    let restored = territory.nodes[4]
    try await restored.stop()
    try await restored.backUp()
    try await restored.start()
    territory.mend()
    try await post(4)
    try await eventually("somebody else has the last post", within: .seconds(90)) {
      try await territory.count(try #require(texts.last), at: 0) == 1
    }
    try await restored.stop()
    try await restored.restore()
    try await restored.start()
    try await post(0)

    for place in territory.nodes.indices {
      for text in texts {
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
    try await post(4)
    try await eventually("the restored node is heard", within: .seconds(60)) {
      try await territory.count(try #require(texts.last), at: 1) == 1
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
