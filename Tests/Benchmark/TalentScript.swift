import Federation
import Foundation
import Model
import Signatures
import StrictJSON

/// Directories of talents of 500 nodes with 2,000 people each, the same in every run.
///
/// Skills are as unevenly spread as in real directories: the k-th most common has a share of about 1/k^0.8
/// of what the first has (Zipf), over as many as ESCO has. People have one to eleven skills, six on average.
struct TalentScript {
  static let nodes = 500
  static let people = 2_000
  static let entries = nodes * people
  private static let skills = 13_896
  private static let exponent = 0.8

  /// How many skills up to each rank are claimed, of all.
  private let shares: [Double]

  init() {
    var sum = 0.0
    var shares: [Double] = []
    for rank in 1...Self.skills {
      sum += 1 / Self.power(Double(rank))
      shares.append(sum)
    }
    self.shares = shares.map { $0 / sum }
  }

  private static func power(_ rank: Double) -> Double { exp(exponent * log(rank)) }

  static func host(_ node: Int) -> String { "node\(node).test" }

  /// The skill of a rank, 0 for the most common.
  static func skill(_ rank: Int) -> SkillID {
    let number = String(format: "%012x", rank)
    guard let id = SkillID("http://data.europa.eu/esco/skill/00000000-0000-4000-8000-\(number)")
    else {
      preconditionFailure("no URI of a skill")
    }
    return id
  }

  /// The signed buckets of a node's directory, with where they belong and whose key signed them.
  func directory(
    of node: Int,
    at now: Date
  ) throws -> (place: TalentBucket.Place, key: String, documents: [JSONObject]) {
    var random = Generator(state: UInt64(node + 1))
    var seeds = Generator(state: UInt64(node + 1_000_000))
    let key = try SigningKey(
      ed25519Seed: (0..<32).map { _ in UInt8(truncatingIfNeeded: seeds.next()) }
    )
    let origin = "https://\(Self.host(node))"
    let place = TalentBucket.Place(origin: origin, scope: .everyone)
    guard let keyID = KeyID("\(origin)/actor#ed25519-key") else {
      preconditionFailure("no name of a key")
    }
    let signer = Signer(keyID: keyID, key: key)
    var buckets: [Int: [TalentEntry]] = [:]
    for person in 0..<Self.people {
      let entry = try entry(of: person, origin: origin, at: now, &random)
      buckets[TalentEntry.bucket(of: entry.number), default: []].append(entry)
    }
    let documents = try buckets.sorted { $0.key < $1.key }.map { index, entries in
      let bucket = TalentBucket(
        index: index,
        version: Int64(now.timeIntervalSince1970 * 1_000),
        entries: entries.sorted { $0.number < $1.number }
      )
      return try IntegrityProof.sign(bucket.document(of: place), as: signer, created: now)
    }
    guard let multikey = key.verificationKey.multikey else {
      preconditionFailure("an Ed25519 key is a Multikey")
    }
    return (place, multikey, documents)
  }

  private func entry(
    of person: Int,
    origin: String,
    at now: Date,
    _ random: inout Generator
  ) throws -> TalentEntry {
    let number = String(format: "%016llx%016llx", random.next(), random.next())
    var seen: Set<Int> = []
    for _ in 0..<Int.random(in: 1...11, using: &random) { seen.insert(rank(&random)) }
    let skills = seen.sorted().map { rank in
      TalentEntry.Skill(
        id: Self.skill(rank),
        level: SkillLevel(rawValue: Int.random(in: 1...4, using: &random)),
        isWanted: Int.random(in: 0..<10, using: &random) == 0
      )
    }
    let commune = String(format: "44%03d", Int.random(in: 1...200, using: &random))
    return TalentEntry(
      number: number,
      person: .init(uri: "\(origin)/users/member\(person)", name: "Membre \(person)"),
      skills: skills,
      places: [try TalentPlace(code: commune, kind: .work)],
      availability: try Availability(
        hoursPerMonth: Int.random(in: 1...40, using: &random),
        from: nil,
        until: nil
      ),
      updatedAt: now,
      expiresAt: now.addingTimeInterval(150 * 86_400)
    )
  }

  /// A rank by its share.
  private func rank(_ random: inout Generator) -> Int {
    let wanted = Double.random(in: 0..<1, using: &random)
    var (low, high) = (0, shares.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if shares[middle] > wanted { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// SplitMix64: the same numbers from the same state, whatever the machine.
  private struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }
}
