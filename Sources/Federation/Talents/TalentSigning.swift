import Foundation
import Model
import Signatures
import Storage
import StrictJSON

/// Signs the buckets of this node's own directories, in the transaction that changes them.
struct TalentSigning: Sendable {
  let services: FederationServices

  func place(_ scope: TalentScope) -> TalentBucket.Place {
    TalentBucket.Place(origin: services.addresses.origin.string, scope: scope)
  }

  /// The version of what is changed now: above all before, whatever the clock says.
  func nextVersion(
    of directory: TalentDirectoryStore.Directory,
    _ tx: Transaction
  ) throws -> Int64 {
    let last = try tx.talentDirectories.heads(of: directory).map(\.version).max() ?? 0
    return max(services.now().milliseconds, last + 1)
  }

  /// Signs a bucket as it stands now.
  func sign(
    _ index: Int,
    of directory: TalentDirectoryStore.Directory,
    version: Int64,
    _ tx: Transaction
  ) throws {
    let bucket = try tx.talentDirectories.bucket(
      index,
      of: directory,
      version: version,
      origin: services.addresses.origin.string
    )
    let document = bucket.document(of: place(directory.scope))
    let signer = try services.keys.nodeSigner(.ed25519)
    let signed = try IntegrityProof.sign(document, as: signer, created: services.now())
    guard let proof = signed["proof"] else { return }
    let head = TalentDirectoryStore.Head(
      index: index,
      version: version,
      digest: try Digest(of: document),
      proof: String(decoding: proof.serialized(), as: UTF8.self)
    )
    try tx.talentDirectories.setHead(head, of: directory)
  }

  /// The signed bucket under a head, to be given out.
  ///
  /// - Returns: Nothing when the rows are not what was signed: then it has to be signed anew.
  func document(
    under head: TalentDirectoryStore.Head,
    of directory: TalentDirectoryStore.Directory,
    _ tx: Transaction
  ) throws -> JSONObject? {
    let bucket = try tx.talentDirectories.bucket(
      head.index,
      of: directory,
      version: head.version,
      origin: services.addresses.origin.string
    )
    var document = bucket.document(of: place(directory.scope))
    guard try Digest(of: document) == head.digest else { return nil }
    document["proof"] = try JSON.parse(head.proof.utf8)
    return document
  }
}

extension [TalentDirectoryStore.Head] {
  /// The hash over all buckets: equal roots, equal directories.
  var root: Digest {
    Digest(of: sorted { $0.index < $1.index }.flatMap { [UInt8($0.index)] + $0.digest.bytes })
  }
}
