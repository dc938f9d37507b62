import Foundation
import Testing

@testable import Model

/// For whom a voice counts.
@Suite struct TestimonialVoiceTests {
  private func voice(_ author: String, _ link: TestimonialLink) -> TestimonialVoice {
    TestimonialVoice(author: author, subject: "home.example", link: link)
  }

  @Test func `Ten people of one house count as one`() {
    let voices = (0..<10).map { _ in voice("atelier.example", .customer) }

    #expect(voices.organisations == ["atelier.example"])
  }

  @Test func `A colleague counts for the house of whom it is about, wherever its account is`() {
    let voices = [
      voice("atelier.example", .colleague), voice("forge.example", .employee),
      voice("home.example", .none),
    ]

    #expect(voices.organisations == ["home.example"])
  }

  @Test func `Each further organisation counts`() {
    let voices = [
      voice("atelier.example", .customer), voice("forge.example", .partner),
      voice("home.example", .colleague),
    ]

    #expect(voices.organisations.count == 3)
  }

  // MARK: Who may read

  private func testimonial(_ ring: TalentRing?) -> Testimonial {
    var testimonial = Testimonial(
      uri: "https://a.example/endorsements/1",
      request: "https://a.example/activities/1",
      author: ActorID(rawValue: 1),
      subject: ActorID(rawValue: 2),
      skill: nil,
      link: .none,
      words: "",
      publishedAt: Date(milliseconds: 0),
      document: ""
    )
    guard let ring else { return testimonial }
    testimonial.state = .shown
    testimonial.consent = Testimonial.Consent(
      uri: "https://b.example/consents/1",
      ring: ring,
      reply: "",
      publishedAt: Date(milliseconds: 0),
      document: ""
    )
    return testimonial
  }

  private static let readers: [Reader] = [
    .anyone, .member(ActorID(rawValue: 9)), .remote(ActorID(rawValue: 8), territories: []),
    .remote(ActorID(rawValue: 7), territories: ["T"]),
  ]

  private func verdicts(_ ring: TalentRing?, isHere: Bool, _ territories: Set<String>) -> [Bool] {
    Self.readers.map {
      Permission.allows(
        $0,
        toRead: testimonial(ring),
        about: Permission.SubjectPlace(isHere: isHere, territories: territories)
      )
    }
  }

  @Test func `Nobody but the two sees what was not agreed to`() {
    #expect(verdicts(nil, isHere: true, ["T"]) == [false, false, false, false])
    for id in [1, 2] as [Int64] {
      let place = Permission.SubjectPlace(isHere: true, territories: [])
      let reader = Reader.remote(ActorID(rawValue: id), territories: [])
      #expect(Permission.allows(reader, toRead: testimonial(nil), about: place))
    }
  }

  @Test func `A ring is that of whom it is about, also at the author's node`() {
    #expect(verdicts(.everyone, isHere: false, []) == [true, true, true, true])
    #expect(verdicts(.territory, isHere: true, ["T"]) == [false, true, false, true])
    #expect(verdicts(.organisation, isHere: true, ["T"]) == [false, true, false, false])
    #expect(verdicts(.territory, isHere: false, ["T"]) == [false, true, false, true])
    #expect(verdicts(.territory, isHere: false, []) == [false, false, false, false])
    #expect(verdicts(.organisation, isHere: false, ["T"]) == [false, false, false, false])
  }
}
