/// What one walk (a thread, a collection's pages) may fetch, in all and from one domain.
///
/// The walker carries it along and spends before every fetch; an endless `next`, a page that names
/// itself and a new subdomain for every reply all end here.
package struct WalkAllowance: Sendable {
  private var left: Int
  private let perDomain: Int
  private var spent: [RegistrableDomain: Int] = [:]

  package init(total: Int, perDomain: Int) {
    left = total
    self.perDomain = perDomain
  }

  /// Counts one fetch of the URL, or fails if the walk has had its share.
  package mutating func spend(on url: String) throws(OutboundFailure) {
    let domain = RegistrableDomain(try OutboundURL(url).host)
    guard left > 0 else { throw .budgetExhausted(scope: "this walk") }
    guard spent[domain, default: 0] < perDomain else { throw .budgetExhausted(scope: "\(domain)") }
    left -= 1
    spent[domain, default: 0] += 1
  }
}
