/// The `Collection-Synchronization` field of a delivery (FEP-8fcf): which followers the sender has at
/// the receiver's node, as a digest, and where that part of the collection is.
package struct CollectionSynchronization: Hashable, Sendable {
  package static let fieldName = "collection-synchronization"

  /// The id of the sender's collection of followers.
  package let collection: String
  /// Where the receiver's part of it is.
  package let url: String
  /// As the sender wrote it: 64 hexadecimal digits.
  package let digest: String

  package init(collection: String, url: String, digest: CollectionDigest) {
    self.collection = collection
    self.url = url
    self.digest = digest.hexadecimal
  }

  /// Reads the field, which has the grammar of a Signature field of the draft.
  ///
  /// - Throws: `SignatureFailure.malformed` for what is not exactly that, or lacks one of the three.
  package init(_ field: String) throws(SignatureFailure) {
    var reader = try ParameterReader(field)
    let values = try reader.all()
    guard let collection = try values.quoted("collectionid"), let url = try values.quoted("url"),
      let digest = try values.quoted("digest"), digest.utf8.count == 64,
      digest.utf8.allSatisfy({ Self.digits.contains($0) })
    else { throw .malformed(.field) }
    self.collection = collection
    self.url = url
    self.digest = digest
  }

  private static let digits = Set("0123456789abcdef".utf8)

  package var fieldValue: String {
    "collectionId=\"\(collection)\", url=\"\(url)\", digest=\"\(digest)\""
  }

  /// Whether it says the same as a digest made here.
  package func agrees(with other: CollectionDigest) -> Bool { digest == other.hexadecimal }
}
