import Testing

@testable import Federation

/// Which content types count as ActivityStreams (threat 2).
@Suite("Accepted media types")
struct AcceptedMediaTypeTests {
  @Test(
    "The two types of ActivityPub are accepted in their spellings",
    arguments: [
      "application/activity+json", "Application/Activity+JSON; charset=utf-8",
      "application/activity+json;profile=\"x\"; ",
      "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"",
      "application/ld+json;charset=utf-8;profile=\"https://www.w3.org/ns/activitystreams\"",
      "application/ld+json; profile=\"https://a.test/ https://www.w3.org/ns/activitystreams\"",
      "application/ld+json ; PROFILE=\"https:\\/\\/www.w3.org/ns/activitystreams\"",
    ]
  )
  func accepted(text: String) throws {
    let received = try #require(ReceivedMediaType(text))

    #expect(AcceptedMediaType.activityStreams.contains { $0.matches(received) })
  }

  @Test(
    "Other types, missing profiles and broken values are not",
    arguments: [
      "", "image/png", "text/plain", "text/html", "application/json", "application/ld+json",
      "application/ld+json; profile=\"https://evil.test/\"", "application/activity+jsonx",
      "application/activity+json/x", "application/activity+json, text/html",
      "text/html; x=application/activity+json", "application/activity+json; profile",
      "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams",
      "application/ld+json; profile=\"x\"; profile=\"https://www.w3.org/ns/activitystreams\"",
      "application/ld+json; profile=https://www.w3.org/ns/activitystreams",
    ]
  )
  func refused(text: String) {
    let received = ReceivedMediaType(text)

    #expect(
      !(received.map { one in AcceptedMediaType.activityStreams.contains { $0.matches(one) } }
        ?? false)
    )
  }
}
