import Testing

@testable import Insight

@Suite("Distances between organisations")
struct OrganisationDistancesTests {
  @Test(
    "links are counted as steps, up to far",
    arguments: [
      ("a", "a", 0), ("a", "b", 1), ("b", "a", 1), ("a", "c", 2), ("a", "d", 3), ("a", "e", 4),
      ("a", "f", 4), ("a", "x", 4), ("x", "x", 0), ("x", "y", 4),
    ]
  )
  func steps(one: String, other: String, distance: Int) {
    let links = [("a", "b"), ("c", "b"), ("c", "d"), ("d", "e"), ("e", "f")]

    #expect(OrganisationDistances(links: links).between(one, other) == distance)
  }

  @Test("both directions have the same answer, even of a lopsided source")
  func symmetric() {
    let lopsided = OrganisationDistances { one, _ in one == "a" ? 1 : 3 }

    #expect(lopsided.between("a", "b") == 1)
    #expect(lopsided.between("b", "a") == 1)
  }

  @Test(
    "different organisations are at least a step apart, and at most far",
    arguments: [-3, 0, 99]
  )
  func bounds(steps: Int) {
    let distances = OrganisationDistances { _, _ in steps }

    #expect((1...OrganisationDistances.far).contains(distances.between("a", "b")))
  }

  @Test("of nothing known all are far from each other")
  func unknown() {
    #expect(OrganisationDistances.unknown.between("a", "b") == OrganisationDistances.far)
  }
}
