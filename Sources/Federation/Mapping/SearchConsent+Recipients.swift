import ActivityStreams
import Model

extension SearchConsent {
  /// What FEP-268d's `searchableBy` comes to here; nothing when it is not there.
  ///
  /// Single actors that it names besides the author are left out: fewer find it than may.
  init?(_ searchers: [AS.Recipient], followersOfAuthor followers: String?) {
    guard !searchers.isEmpty else { return nil }
    if searchers.contains(.everyone) {
      self = .everyone
    } else if let followers, searchers.contains(where: { $0.address?.string == followers }) {
      self = .followers
    } else {
      self = .author
    }
  }
}
