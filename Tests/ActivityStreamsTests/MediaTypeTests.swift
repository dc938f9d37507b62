import Testing

@testable import ActivityStreams

/// Only two media types make a document (threat 2, ActivityPub §3.2).
@Suite struct MediaTypeTests {
  @Test(
    "A document of ActivityStreams is one",
    arguments: [
      "application/activity+json",
      "Application/Activity+JSON",
      "application/activity+json; charset=utf-8",
      "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"",
      "application/ld+json;profile=\"https://www.w3.org/ns/activitystreams\";charset=utf-8",
      "application/ld+json; PROFILE=\"https://www.w3.org/ns/activitystreams\"",
      "application/ld+json; profile=\"https://a.example https://www.w3.org/ns/activitystreams\"",
      "application/ld+json; profile=\"https:\\//www.w3.org/ns/activitystreams\"",
    ]
  )
  func accepted(text: String) {
    #expect(AS.MediaType(text)?.isActivityStreams == true)
  }

  @Test(
    "Nothing else is one",
    arguments: [
      "", "application/json", "application/ld+json", "text/plain", "text/html", "image/png",
      "application/activity+json-seq", "application/activity", "activity+json",
      "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams#x\"",
      "application/ld+json; profile=https://www.w3.org/ns/activitystreams",
      "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams",
      "application/ld+json; x=\"; profile=\\\"https://www.w3.org/ns/activitystreams\\\"\"",
      "application/ld+json; profile=\"a\"; profile=\"https://www.w3.org/ns/activitystreams\"",
      "text/html, application/activity+json", "application/activity+json, text/html",
      "application/activity+json/x", " application/activity+json", "application /activity+json",
      "application/activity+json; charset", "application/activity+json\u{0}",
    ]
  )
  func refused(text: String) {
    #expect(AS.MediaType(text)?.isActivityStreams != true)
  }

  @Test(
    "A request says whether it wants the document or the page",
    arguments: [
      (AS.MediaType.accept, true),
      ("application/activity+json", true),
      ("text/html, application/activity+json;q=0.5", true),
      ("application/activity+json;q=0", false),
      ("text/html,application/xhtml+xml,*/*;q=0.8", false),
      ("*/*", false), ("application/json", false), ("", false), (",,,", false),
      ("text/html; x=\"application/activity+json, application/activity+json\"", false),
      (
        "x/y;z=\"a,b\", application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"",
        true
      ),
    ]
  )
  func negotiation(accept: String, wanted: Bool) {
    #expect(AS.MediaType.asksForActivityStreams(accept) == wanted)
  }
}
