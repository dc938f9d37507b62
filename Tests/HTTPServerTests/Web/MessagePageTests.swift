import TestSupport
import Testing

@testable import HTTPServer

/// What is said to the people it names, without script.
@Suite("Pages of private messages")
struct MessagePageTests {
  @Test("A conversation is begun from a profile, told as not read, read, answered and put away")
  func conversation() async throws {
    let scene = try await ClientScene()
    let alice = try await Browser("alice", scene.server)
    let bob = try await Browser("bob", scene.server)
    #expect(try await alice.page("/@bob").text.contains("href=\"/compose?to=bob\""))
    let form = try await alice.page("/compose?to=bob").text
    #expect(form.contains("value=\"direct\" checked") && form.contains(">@bob </textarea>"))
    let said = [("status", "@bob La clé est sous le pot"), ("visibility", "direct")]
    #expect(try await alice.send("/compose", said).status == 303)
    #expect(!(try await alice.page("/home").text.contains("conversation non lue")))

    #expect(try await bob.page("/home").text.contains("title=\"1 conversation non lue\""))
    let list = try await bob.page("/messages").text
    #expect(list.contains("La clé est sous le pot") && list.contains("non lu"))
    let path = String(try required(list.firstMatch(of: /"(\/messages\/[0-9]+)"/), list).1)
    let talk = try await bob.page(path).text
    #expect(talk.contains("Conversation avec") && talk.contains("La clé est sous le pot"))
    #expect(!talk.contains("conversation non lue"), "who looks at it has read it")
    #expect(try await alice.page(path).status == 404, "it is the other's")
    let parent = try required(talk.firstMatch(of: /name="in_reply_to_id" value="([0-9]+)"/), talk).1
    #expect(talk.contains(">@alice </textarea>") && !talk.contains("type=\"radio\""))

    let answer = [
      ("status", "@alice Merci"), ("visibility", "direct"), ("in_reply_to_id", String(parent)),
      ("back", path),
    ]
    let sent = try await bob.send("/compose", answer)
    #expect(sent["location"]?.hasPrefix("\(path)#post-") == true)
    let both = try await bob.page(path).text
    let (first, last) = (both.firstRange(of: "sous le pot"), both.firstRange(of: "Merci"))
    #expect(try required(first).lowerBound < required(last).lowerBound, "the oldest is first")
    #expect(try await alice.page("/messages").text.contains("non lu"))

    let number = path.dropFirst("/messages/".count)
    let back = [("back", "/messages")]
    let unread = "/do/v1/conversations/\(number)/unread"
    #expect(try await bob.send(unread, back)["location"] == "/messages")
    #expect(try await bob.page("/home").text.contains("title=\"1 conversation non lue\""))
    let gone = try await bob.send(
      "/do/v1/conversations/\(number)",
      back + [("_method", "delete")]
    )
    #expect(gone.status == 303)
    #expect(!(try await bob.page("/messages").text.contains("sous le pot")))
  }

  @Test("What a muted person writes is neither listed nor counted")
  func muted() async throws {
    let scene = try await ClientScene()
    let alice = try await Browser("alice", scene.server)
    let bob = try await Browser("bob", scene.server)
    let said = [("status", "@bob Encore moi"), ("visibility", "direct")]
    #expect(try await alice.send("/compose", said).status == 303)
    #expect(try await bob.page("/home").text.contains("conversation non lue"))

    let mute = "/do/v1/accounts/\(scene.alice.id.rawValue)/mute"
    #expect(try await bob.send(mute, [("back", "/home")]).status == 303)

    #expect(!(try await bob.page("/home").text.contains("conversation non lue")))
    #expect(!(try await bob.page("/messages").text.contains("Encore moi")))
  }

  @Test("A person and a post are reported from their pages, one's own are not")
  func reports() async throws {
    let scene = try await ClientScene()
    let alice = try await Browser("alice", scene.server)
    let bob = try await Browser("bob", scene.server)
    let said = try await alice.send(
      "/compose",
      [("status", "Trop fort"), ("visibility", "public")]
    )
    let id = try required(said["location"]?.split(separator: "-").last.map(String.init))
    #expect(try await bob.page("/@alice").text.contains("action=\"/do/v1/reports\""))
    #expect(!(try await bob.page("/@bob").text.contains("action=\"/do/v1/reports\"")))
    #expect(!(try await alice.page("/posts/\(id)").text.contains("/do/v1/reports")))
    let page = try await bob.page("/posts/\(id)").text
    #expect(page.contains("name=\"status_ids[]\" value=\"\(id)\""))
    let report = [
      ("account_id", "\(scene.alice.id.rawValue)"), ("status_ids[]", id), ("comment", "Bruit"),
      ("back", "/posts/\(id)"),
    ]
    #expect(try await bob.send("/do/v1/reports", report)["location"] == "/posts/\(id)")
    let cases = try await scene.node.database.read { try $0.reports.latest() }
    #expect(cases.count == 1)
  }

  @Test("Links of one's profile say that they are one's own, for who verifies them")
  func ownLinks() async throws {
    let scene = try await ClientScene()
    let alice = try await Browser("alice", scene.server)
    let fields = [
      ("_method", "patch"), ("fields_attributes[0][name]", "Site"),
      ("fields_attributes[0][value]", "https://alice.example/"), ("back", "/settings"),
    ]
    #expect(try await alice.send("/do/v1/accounts/update_credentials", fields).status == 303)
    let page = try await scene.server.send(.get, "/@alice", [("accept", "text/html")]).text
    #expect(page.contains("href=\"https://alice.example/\" rel=\"me nofollow"), "\(page)")
  }
}
