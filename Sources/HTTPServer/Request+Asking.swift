import ActivityStreams
import Hummingbird
import Model

extension Request {
  /// Whether a document of ActivityStreams is wanted rather than a page.
  var asksForActivityStreams: Bool {
    AS.MediaType.asksForActivityStreams(accepted)
  }

  /// Whether a page for people is wanted, as browsers do; programs that name nothing get documents.
  var asksForPage: Bool {
    guard !asksForActivityStreams else { return false }
    return accepted.split(separator: ",").contains { range in
      let essence = range.prefix { $0 != ";" }.drop { $0 == " " }
      return essence.lowercased().hasPrefix("text/html")
    }
  }

  private var accepted: String { headers[.accept] ?? "" }
}

extension MaillageRequestContext {
  /// The name of a local actor in the path; only its one canonical spelling is one.
  func name() throws(Refusal) -> String {
    guard let text = parameters.get("name"), let name = try? LocalName(text),
      name.description == text
    else { throw .absent }
    return text
  }

  /// The number in the path; only its one canonical spelling is one.
  func number() throws(Refusal) -> Int64 {
    guard let text = parameters.get("id"), let number = Int64(text), number > 0,
      String(number) == text
    else { throw .absent }
    return number
  }
}
