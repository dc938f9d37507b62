import Foundation
import StrictJSON
import TestSupport

/// The documents of one software, and what comes of them.
struct Story {
  private static let fixtures = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Fixtures").standardizedFileURL

  private let folder: URL
  /// The actor who signs every step.
  let sender: JSON
  /// What its host serves besides: other actors, and posts.
  private(set) var served: [JSON]
  /// What is stored of the sender.
  let actor: JSON
  let steps: [JSON]

  init(of software: String) throws {
    folder = Self.fixtures.appending(path: software)
    let story = try Self.read("story", in: folder)
    sender = try Self.read(story.text("sender"), in: folder)
    served = []
    actor = try story.member("actor")
    steps = try story.list("steps")
    for name in try story.list("serves") {
      served.append(try Self.read(required(name.string), in: folder))
    }
  }

  func document(_ name: String) throws -> JSON { try Self.read(name, in: folder) }

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
