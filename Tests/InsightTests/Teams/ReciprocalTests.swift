import Testing

@testable import Insight

@Suite("Reciprocal scores")
struct ReciprocalTests {
  @Test(
    "a score is the harmonic mean of the two sides",
    arguments: [(1.0, 1.0, 1.0), (0.5, 1.0, 2.0 / 3), (0.2, 0.6, 0.3), (0.6, 0.2, 0.3)]
  )
  func harmonic(forward: Double, backward: Double, score: Double) {
    #expect(abs(Reciprocal.score(forward, backward) - score) < 1e-12)
  }

  @Test(
    "what one side does not want scores nothing",
    arguments: [(0.0, 1.0), (1.0, 0.0), (0.0, 0.0), (-1.0, 1.0), (.nan, 1.0), (1.0, .nan)]
  )
  func oneSided(forward: Double, backward: Double) {
    #expect(Reciprocal.score(forward, backward) == 0)
  }
}
