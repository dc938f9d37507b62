import StrictJSON
import Testing

@testable import Signatures

@Suite("Published proof and canonicalization vectors")
struct ProofVectorTests {
  @Test("hashes, signature and key agree", arguments: ["fep-8b32", "fep-c390", "vc-di-eddsa"])
  func proof(name: String) throws {
    let vector = try Vectors.load("proofs/\(name).json")
    let document = try required(vector["document"]?.object)
    let proof = try required(document["proof"]?.object)
    let key = try VerificationKey(multikey: required(vector["key"]?["publicMultikey"]?.string))

    let bytes = try IntegrityProof.signedBytes(
      of: IntegrityProof.unsecured(document),
      under: proof
    )

    let hashes = hexadecimal(bytes)
    #expect(hashes.prefix(64) == vector["configurationHash"]?.string ?? "")
    #expect(hashes.suffix(64) == vector["documentHash"]?.string ?? "")
    #expect(key.isValid(try IntegrityProof.signature(of: proof), for: bytes))
    #expect(
      String(
        decoding: try CanonicalJSON.bytes(of: IntegrityProof.unsecured(document)),
        as: UTF8.self
      )
        == vector["canonicalDocument"]?.string
    )
  }

  @Test("the secret key of FEP-8b32 gives its public key and its signature")
  func secretKey() throws {
    let vector = try Vectors.load("proofs/fep-8b32.json")
    let document = try required(vector["document"]?.object)
    let proof = try required(document["proof"]?.object)
    let key = try SigningKey(secretMultikey: required(vector["key"]?["secretMultikey"]?.string))

    let signature = try key.sign(
      IntegrityProof.signedBytes(of: IntegrityProof.unsecured(document), under: proof)
    )

    #expect(key.verificationKey.multikey == vector["key"]?["publicMultikey"]?.string)
    #expect(Multibase.encode(signature) == proof["proofValue"]?.string)
  }

  @Test("RFC 8785: the number table of appendix B")
  func numbers() throws {
    let rows = try required(Vectors.load("proofs/rfc8785.json")["numbers"]?["rows"]?.array)

    for row in rows {
      let bits = try required(UInt64(required(row["ieee754"]?.string), radix: 16))
      let value = Double(bitPattern: bits)
      #expect(ECMAScriptNumber.text(of: value) == row["text"]?.string)
      #expect(ECMAScriptNumber.text(of: value.description) == row["text"]?.string)
    }
  }

  @Test("RFC 8785: the sample of §3.2.2, byte for byte")
  func sample() throws {
    let vector = try required(Vectors.load("proofs/rfc8785.json")["documents"]?[0])

    let canonical = try CanonicalJSON.bytes(
      of: JSON.parse(text: required(vector["input"]?.string))
    )

    #expect(hexadecimal(canonical) == vector["canonicalHex"]?.string)
  }

  @Test("RFC 8785: keys in the order of §3.2.3")
  func keyOrder() throws {
    let vector = try required(Vectors.load("proofs/rfc8785.json")["documents"]?[1])
    let canonical = try CanonicalJSON.bytes(
      of: JSON.parse(text: required(vector["input"]?.string))
    )

    let values = try JSON.parse(canonical).object?.members.map(\.value)

    #expect(values == vector["values"]?.array)
  }

  private func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }
}
