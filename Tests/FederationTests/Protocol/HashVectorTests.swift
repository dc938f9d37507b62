import Foundation
import Model
import Signatures
import StrictJSON
import TestSupport
import Testing

@testable import Federation

/// `Protocol/vectors/territory/hashes.json`: digests, what is signed, successions, sets.
@Suite struct HashVectorTests {
  @Test func `A key and its hash are those of the vectors`() throws {
    for vector in try ProtocolFiles.vectors("hashes").list("keys") {
      let seed = try required(ProtocolFiles.hex(vector.text("seed")), "seed")
      let multikey = try SigningKey(ed25519Seed: seed).verificationKey.multikey

      #expect(BodyDigest(of: Array(try vector.text("word").utf8)).sha256 == seed)
      #expect(try multikey == vector.text("multikey"))
      #expect(try Digest(ofKey: vector.text("multikey")) == vector.digest("keyDigest"))
    }
  }

  @Test func `A record has the member id of the vectors`() throws {
    for vector in try ProtocolFiles.vectors("hashes").list("records") {
      #expect(try NodeRecord(json: vector["record"]).digest == vector.digest("mid"))
    }
  }

  @Test func `A charter and its terms have the digests of the vectors`() throws {
    let vector = try ProtocolFiles.vectors("hashes").member("charter")
    let charter = try Charter(json: vector.member("charter"))

    let canonical = try CanonicalJSON.bytes(of: vector.member("charter"))
    #expect(try String(decoding: canonical, as: UTF8.self) == vector.text("canonical"))
    #expect(try charter.id == vector.digest("territory"))
    #expect(try charter.terms.digest == vector.digest("terms"))
  }

  @Test func `A statement has the canonical form, digest and signed bytes of the vectors`() throws {
    for vector in try ProtocolFiles.vectors("hashes").list("statements") {
      let document = try vector.fields("statement")
      let bare = try CanonicalJSON.bytes(of: document.removing("proof"))
      let proof = try required(document["proof"]?.object, "proof").removing("proofValue")
      let signed =
        BodyDigest(of: try CanonicalJSON.bytes(of: proof)).sha256 + BodyDigest(of: bare).sha256

      #expect(try String(decoding: bare, as: UTF8.self) == vector.text("canonical"))
      #expect(try ProtocolFiles.hex(vector.text("signedBytes")) == signed)
      #expect(try SignedStatement(document).statement.digest == vector.digest("digest"))
    }
  }

  @Test func `A succession is signed over the bytes of the vector`() throws {
    let vector = try ProtocolFiles.vectors("hashes").member("successorProof")
    let document = try vector.fields("statement")

    let message = try SuccessorProof.message(for: document)
    guard case .record(let record, let isAgreed) = try SignedStatement(document).statement.content
    else {
      Issue.record("no record")
      return
    }

    #expect(try String(decoding: message, as: UTF8.self) == vector.text("signed"))
    #expect(isAgreed)
    #expect(try record.key == vector.text("newKey"))
    let proof = try required(Base64URL.decode(vector.text("signature")), "proof")
    #expect(try VerificationKey(multikey: record.key).isValid(proof, for: message))
  }

  @Test func `A set of statements has the root and buckets of the vectors`() throws {
    for vector in try ProtocolFiles.vectors("hashes").list("sets") {
      var state = SyncState { digests in Digest(of: digests.flatMap(\.bytes)) }
      for digest in try vector.digests("digests").shuffled() { state.insert(digest) }
      let empty = try vector.digest("emptyBucket")
      let named = try vector.member("buckets")

      #expect(try state.root == vector.digest("root"))
      for (number, bucket) in state.buckets.enumerated() {
        let expected = named[String(number)] == nil ? empty : try named.digest(String(number))
        #expect(bucket == expected)
      }
    }
  }
}
