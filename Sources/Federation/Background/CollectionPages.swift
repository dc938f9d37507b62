import ActivityStreams
import Model

/// The pages of a collection of another node, one after the other (ActivityStreams §5).
///
/// All come from the origin of the collection itself; a page that was read already, or one too many,
/// ends it (threat 18).
struct CollectionPages {
  /// The entries of one page.
  struct Stretch {
    let items: [AS.Reference]
    /// Where they came from.
    let voucher: String
  }

  /// What is read next.
  private enum Step {
    case address(AS.IRI)
    case page(AS.CollectionPage, from: String)
  }

  private static let mostPages = 32

  private let origin: AS.Origin
  private let limit: Int
  private var step: Step?
  private var seen: Set<AS.IRI> = []
  /// Whether the last page was reached, and not a bound.
  private(set) var isComplete = false

  init(of collection: AS.IRI, entriesAtMost limit: Int = AS.Limits.items) {
    origin = collection.origin
    self.limit = limit
    step = .address(collection)
  }

  /// - Throws: `Refusal` for what cannot be had or is no collection; what ends the walk.
  mutating func next(in walk: inout BackgroundWalk) async throws -> Stretch? {
    switch step {
    case nil: return nil
    case .page(let page, let voucher): return turn(page, from: voucher)
    case .address(let address):
      step = nil
      guard address.origin == origin, seen.count < Self.mostPages, seen.insert(address).inserted
      else { return nil }
      let document = try await walk.document(at: address)
      guard AS.IRI(document.finalURL)?.origin == origin else {
        throw Refusal.foreignOrigin(id: address.string, voucher: document.finalURL)
      }
      return try read(document)
    }
  }

  private mutating func read(_ document: FetchedDocument) throws -> Stretch {
    if let page = try? AS.CollectionPage(json: document.json, atMost: limit) {
      return turn(page, from: document.finalURL)
    }
    let collection: AS.Collection
    do {
      collection = try AS.Collection(json: document.json, atMost: limit)
    } catch {
      throw Refusal.malformed("\(document.finalURL) is no collection: \(error).")
    }
    switch collection.first {
    case .id(let id): step = .address(id)
    case .embedded(let embedded):
      step = (try? AS.CollectionPage(json: embedded.json, atMost: limit))
        .map { .page($0, from: document.finalURL) }
    case nil: isComplete = true
    }
    return Stretch(items: collection.items, voucher: document.finalURL)
  }

  private mutating func turn(_ page: AS.CollectionPage, from voucher: String) -> Stretch {
    step = page.next.map(Step.address)
    isComplete = page.next == nil
    return Stretch(items: page.items, voucher: voucher)
  }
}
