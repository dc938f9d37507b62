import Foundation
import Testing

@testable import Model

@Suite("What a vote comes to")
struct ConsultationTests {
  private let opened = Date(timeIntervalSince1970: 1_800_000_000)

  private func consultation(quorum: Int = 0, hours: Double = 240) -> Consultation {
    Consultation(
      "Navette",
      options: ["Oui", "Non", "Plus tard"],
      fallback: 1,
      quorum: quorum,
      closesAt: opened.addingTimeInterval(hours * 3_600)
    )
  }

  @Test(
    "One option, a tie, a quorum and nobody",
    arguments: [
      ([0, 0, 1], 0, 3, 0, ConsultationOutcome.Reason.decided),
      ([0, 1], 0, 9, 1, .tie),
      ([2, 2, 0, 0], 0, 4, 1, .tie),
      ([0, 0], 50, 5, 1, .noQuorum),
      ([0, 0, nil], 50, 6, 0, .decided),
      ([nil, nil], 0, 2, 1, .noQuorum),
      ([], 0, 3, 1, .noQuorum),
      ([2], 100, 1, 2, .decided),
      ([7, 0], 0, 2, 0, .decided),
    ] as [([Int?], Int, Int, Int, ConsultationOutcome.Reason)]
  )
  func outcome(
    votes: [Int?],
    quorum: Int,
    electorate: Int,
    choice: Int,
    reason: ConsultationOutcome.Reason
  ) {
    let outcome = ConsultationOutcome(
      of: votes,
      in: consultation(quorum: quorum),
      among: electorate
    )

    #expect(outcome.choice == choice && outcome.reason == reason)
  }

  @Test("The order of votes makes no difference, and a kept tally comes to the same")
  func order() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<500 {
      let votes = (0..<Int.random(in: 0...20, using: &generator)).map { _ -> Int? in
        let place = Int.random(in: 0...3, using: &generator)
        return place == 3 ? nil : place
      }
      let rules = consultation(quorum: Int.random(in: 0...100, using: &generator))
      let first = ConsultationOutcome(of: votes, in: rules, among: 20)
      let second = ConsultationOutcome(of: votes.shuffled(), in: rules, among: 20)

      #expect(first == second)
      #expect(ConsultationOutcome(counting: first.tally, in: rules, among: 20) == first)
      #expect(first.voters == votes.count)
    }
  }

  @Test("Members vote until a tenth before the end, a day at most")
  func margin() {
    let short = consultation(hours: 10)
    #expect(short.ballotsCloseAt(openedAt: opened) == opened.addingTimeInterval(9 * 3_600))
    let long = consultation(hours: 24 * 100)
    #expect(long.ballotsCloseAt(openedAt: opened) == opened.addingTimeInterval(99 * 86_400))
  }

  @Test("What cannot be meant is refused")
  func refusing() throws {
    #expect(throws: Never.self) { try consultation().checked(at: opened) }
    var changes: [(inout Consultation) -> Void] = []
    changes.append { $0.title = " " }
    changes.append { $0.options = ["Oui"] }
    changes.append { $0.options = ["Oui", "Oui", "Non"] }
    changes.append { $0.fallback = 3 }
    changes.append { $0.quorum = 101 }
    changes.append { $0.closesAt = Date(timeIntervalSince1970: 1_800_000_001) }
    for change in changes {
      var wrong = consultation()
      change(&wrong)
      #expect(throws: Refusal.self) { try wrong.checked(at: opened) }
    }
  }

  @Test("The median of waits, of an odd and an even number")
  func median() {
    let odd = QuestionFigures([(30, true), (10, false), (nil, true), (20, false)])
    #expect(odd.medianSeconds == 20 && odd.asked == 4 && odd.answered == 3 && odd.settled == 2)
    #expect(QuestionFigures([(10, false), (20, false)]).medianSeconds == 15)
    #expect(QuestionFigures([(nil, false)]).medianSeconds == nil)
  }
}
