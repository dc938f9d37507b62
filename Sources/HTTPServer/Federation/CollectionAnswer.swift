import ActivityStreams
import Hummingbird
import Model
import Storage
import StrictJSON

/// What part of a collection is asked for: the whole with the way to its pages, or one page.
///
/// Pages begin below a number and not at a place, so they stay as they are while entries come in.
enum ListQuery: Sendable, Hashable {
  case whole
  case page(before: Int64?)

  static let length = 40

  init(_ request: Request) throws(Refusal) {
    let query = request.uri.queryParameters
    guard let page = query["page"] else {
      self = .whole
      return
    }
    guard page == "true" else { throw .malformed("‘page’ is either absent or ‘true’.") }
    guard let text = query["before"] else {
      self = .page(before: nil)
      return
    }
    guard let number = Int64(text), number > 0, String(number) == text else {
      throw .malformed("‘before’ is the number that a page named.")
    }
    self = .page(before: number)
  }

  /// The stretch of a store's list; for the whole, the first.
  var stretch: Page {
    guard case .page(let before) = self else { return Page(limit: Self.length) }
    return Page(before: before, limit: Self.length)
  }
}

/// A collection on the wire, made from a stretch of a list (ActivityStreams §5).
struct CollectionAnswer: Sendable {
  let id: AS.IRI
  /// Nothing where the number would tell of what may not be seen.
  var total: Int?
  var items: [AS.Reference]
  /// Where the next page begins.
  var next: Int64?

  func json(for query: ListQuery) throws(Refusal) -> JSON {
    switch query {
    case .whole:
      var collection = AS.Collection(id: id, totalItems: total)
      collection.first = .id(try address(nil))
      return collection.document()
    case .page(let before):
      var page = AS.CollectionPage(id: try address(before), partOf: id, items: items)
      page.next = try next.map { (number) throws(Refusal) in try address(number) }
      return page.document()
    }
  }

  /// The address of a page.
  private func address(_ before: Int64?) throws(Refusal) -> AS.IRI {
    let place = before.map { "&before=\($0)" } ?? ""
    guard let address = AS.IRI("\(id.string)?page=true\(place)") else {
      throw .malformed("\(id) has no pages.")
    }
    return address
  }
}
