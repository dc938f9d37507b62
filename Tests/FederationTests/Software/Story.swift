import Foundation
import StrictJSON
import TestSupport

/// The documents of one software, and what comes of them.
struct Story {
  private static let fixtures = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Fixtures").standardizedFileURL

  private let folder: URL
  private let story: JSON
  /// The actor who signs every step that names nobody else.
  let sender: JSON
  /// What hosts serve besides: other actors, and posts.
  private(set) var served: [JSON]
  /// The follow that alice asked for; without one she was let follow before.
  let follow: String?
  /// What is stored of the sender.
  let actor: JSON
  let steps: [JSON]

  init(of software: String) throws {
    folder = Self.fixtures.appending(path: software)
    story = try Self.read("story", in: folder)
    sender = try Self.read(story.text("sender"), in: folder)
    served = []
    follow = story["follow"]?.string
    actor = try story.member("actor")
    steps = try story.list("steps")
    for name in try story.list("serves") {
      served.append(try Self.read(required(name.string), in: folder))
    }
  }

  func document(_ name: String) throws -> JSON { try Self.read(name, in: folder) }

  /// The names of the documents in its folder.
  func documents() throws -> Set<String> {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    return Set(names.filter { $0 != "story.json" }.map { String($0.dropLast(".json".count)) })
  }

  /// The names of the documents that it speaks of.
  func named() throws -> Set<String> {
    let acted = try steps.flatMap { [try $0.text("activity"), $0["from"]?.string] }
    let names = try [story.text("sender")] + story.list("serves").map(\.string) + acted
    return Set(names.compactMap(\.self).filter { !$0.hasPrefix("https:") })
  }

  /// The software of which there are stories.
  static func everySoftware() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: fixtures.path).filter { name in
      FileManager.default.fileExists(atPath: fixtures.appending(path: "\(name)/story.json").path)
    }
  }

  private static func read(_ name: String, in folder: URL) throws -> JSON {
    try JSON.parse(Array(Data(contentsOf: folder.appending(path: "\(name).json"))))
  }
}

extension TestNode {
  /// Lets the far side serve an actor with its WebFinger, or whatever else it is.
  func serve(_ document: JSON) throws {
    guard document["publicKey"] != nil else { return try farSide.serve(document) }
    try farSide.host(RemoteActor(serving: document))
  }
}
