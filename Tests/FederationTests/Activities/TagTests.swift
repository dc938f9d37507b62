import ActivityStreams
import Federation
import Foundation
import Model
import Storage
import StrictJSON
import TestSupport
import Testing

/// Hashtags and custom emoji of posts.
@Suite struct TagTests {
  @Test func aHashtagIsFoundHoweverItWasTyped() async throws {
    let node = try await TestNode.make()
    let alice = try await node.member("alice")
    let bob = try RemoteActor("bob")
    try await node.follow(bob, by: alice)
    let decomposed = "E\u{301}te\u{301}"
    let note = bob.note("x").setting(
      "tag",
      to: [["type": "Hashtag", "name": .string("#\(decomposed)")]]
    )
    try await node.process(bob.create(note), from: bob)
    let own = try await node.outbox.publish(PostDraft(source: "Vive l’ #été !"), as: alice.id)
    _ = try await node.outbox.publish(PostDraft(source: "#hiver"), as: alice.id)

    let name = try #require(HashtagName("#ÉTÉ"))
    let found = try await node.database.read {
      try $0.posts.tagged(name, by: .member(alice.id), Page())
    }

    #expect(found.map(\.post.uri) == [own.uri, note["id"]?.string ?? ""])
  }

  @Test func emojiAreKeptWhenTheirNamesAreSound() async throws {
    let node = try await TestNode.make()
    let alice = try await node.member("alice")
    let bob = try RemoteActor("bob")
    try await node.follow(bob, by: alice)
    func emoji(_ name: String) -> JSON {
      [
        "type": "Emoji", "name": .string(name),
        "icon": ["type": "Image", "url": "https://far.example/blob.png"],
      ]
    }
    let note = bob.note("Hi :blob:").setting(
      "tag",
      to: [emoji(":blob:"), emoji(":<script>:"), emoji("::")]
    )

    try await node.process(bob.create(note), from: bob)

    let post = try await node.post(note["id"]?.string ?? "")
    #expect(
      post?.body.emoji == [CustomEmoji(name: "blob", url: "https://far.example/blob.png")]
    )
  }
}
