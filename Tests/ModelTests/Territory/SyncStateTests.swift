import Model
import Testing

@Suite("What two nodes compare")
struct SyncStateTests {
  private static func state(_ names: some Sequence<Int>) -> SyncState {
    var state = SyncState { digests in
      var mixing = Mixing()
      for digest in digests { mixing.mix(digest) }
      return mixing.digest
    }
    for name in names { state.insert(digest(name)) }
    return state
  }

  private static func digest(_ name: Int) -> Digest { Mixing.digest(of: "\(name)") }

  @Test("Equal sets have equal roots in any order, other sets have others")
  func roots() {
    #expect(Self.state(0..<1000).root == Self.state((0..<1000).reversed()).root)
    #expect(Self.state(0..<1000).root != Self.state(0..<999).root)
    #expect(Self.state([]).root != Self.state([1]).root)
  }

  @Test("A digest is taken in once")
  func once() {
    var state = Self.state(0..<10)
    let root = state.root
    let isNew = state.insert(Self.digest(3))
    #expect(!isNew)
    #expect(state.count == 10 && state.root == root)
    #expect(state.contains(Self.digest(3)) && !state.contains(Self.digest(10)))
    state.insert(Self.digest(10))
    #expect(state.root != root)
  }

  @Test("What one lacks and the other has is found by what differs alone")
  func difference() throws {
    let mine = Self.state(0..<1000)
    let theirs = Self.state(5..<1003)
    let offered = try #require(theirs.digests(differingFrom: mine.buckets))
    #expect(offered.count < 100)
    let difference = try #require(mine.difference(buckets: theirs.buckets, digests: offered))
    #expect(Set(difference.lacking) == Set((1000..<1003).map(Self.digest)))
    #expect(Set(difference.surplus) == Set((0..<5).map(Self.digest)))
    let equal = try #require(mine.difference(buckets: mine.buckets, digests: []))
    #expect(equal.isEmpty)
  }

  @Test("A wrong number of buckets says nothing", arguments: [0, 255, 257])
  func malformed(count: Int) {
    let state = Self.state(0..<10)
    let buckets = [Digest](repeating: Self.digest(0), count: count)
    #expect(state.digests(differingFrom: buckets) == nil)
    #expect(state.difference(buckets: buckets, digests: []) == nil)
  }

  @Test("A digest has 32 bytes, and keeps them")
  func bytes() throws {
    let bytes = [UInt8](1...32)
    let digest = try #require(Digest(bytes))
    #expect(digest.bytes == bytes && digest.bucket == 1)
    #expect(Digest(bytes.dropLast()) == nil && Digest(bytes + [0]) == nil)
  }
}
