import Federation
import Signatures
import StrictJSON
import Synchronization

/// The far side of the network: answers requests as a test tells it and remembers them.
///
/// What nobody told it is 404 for GET and 202 for POST.
package final class FarSide: HTTPFetching {
  /// One request as it would have gone over the wire, signature included.
  package struct Question: Sendable {
    package let method: String
    package let url: String
    package let fields: [(String, String)]
    package let body: [UInt8]

    package var json: JSON? { try? JSON.parse(body) }

    /// What the real client would send.
    package init(signing request: OutboundRequest) throws(OutboundFailure) {
      guard let uri = TargetURI(request.url) else { throw .invalidURL(reason: request.url) }
      let hop = OutboundHop(
        method: request.method.rawValue,
        scheme: uri.authority.scheme.rawValue,
        authority: uri.authority.text,
        target: uri.target,
        fields: request.fields,
        body: request.body
      )
      let signature: [(String, String)]
      do {
        signature = try request.sign?(hop) ?? []
      } catch {
        throw .cannotSign(reason: "\(error)")
      }
      method = hop.method
      url = request.url
      fields = request.fields + signature + [("host", hop.authority)]
      body = request.body
    }

    /// The request as its receiver would verify it.
    package func message() throws -> RequestMessage {
      RequestMessage(
        method: method,
        uri: try required(TargetURI(url), url),
        fields: HeaderFields(fields),
        body: BodyDigest(of: body)
      )
    }
  }

  /// An answer; a response of any status, or none at all.
  package enum Reply: Sendable {
    case response(Int, type: String, [UInt8], fields: [(String, String)], from: String?)
    case failure(OutboundFailure)

    package static func json(
      _ json: JSON,
      type: String = "application/activity+json",
      from finalURL: String? = nil
    ) -> Reply {
      .response(200, type: type, json.serialized(), fields: [], from: finalURL)
    }

    package static func status(_ status: Int, fields: [(String, String)] = []) -> Reply {
      .response(status, type: "text/plain", [], fields: fields, from: nil)
    }
  }

  /// Nothing leaves the question to what was said about the address before.
  package typealias Answer = @Sendable (Question) -> Reply?

  private struct State {
    var answers: [(start: String, answer: Answer)] = []
    var questions: [Question] = []
  }

  private let state = Mutex(State())

  package init() {}

  // MARK: What it answers

  /// Answers what begins with an address; the last word about it counts.
  package func answer(_ start: String, _ answer: @escaping Answer) {
    state.withLock { $0.answers.insert((start, answer), at: 0) }
  }

  package func answer(_ start: String, with reply: Reply) {
    answer(start) { _ in reply }
  }

  /// Serves a document under its own id, and nothing below it.
  package func serve(_ document: JSON) throws {
    let id = try required(document["id"]?.string, "id")
    answer(id) { $0.url == id ? .json(document) : .status(404) }
  }

  /// Serves actors, with WebFinger for their names.
  package func host(_ actors: RemoteActor...) throws {
    for actor in actors {
      try serve(actor.document)
      let origin = actor.origin
      answer("\(origin)/.well-known/webfinger") { question in
        let isAsked = ["\(actor.name)@", "\(actor.name)%40"].contains(where: question.url.contains)
        return isAsked ? .json(actor.webFinger, type: "application/jrd+json") : nil
      }
    }
  }

  // MARK: What it was asked

  package var questions: [Question] { state.withLock { $0.questions } }

  package func questions(to start: String, _ method: String = "GET") -> [Question] {
    questions.filter { $0.method == method && $0.url.hasPrefix(start) }
  }

  package var posts: [Question] { questions.filter { $0.method == "POST" } }

  package func forgetQuestions() { state.withLock { $0.questions = [] } }

  package func send(_ request: OutboundRequest) async throws(OutboundFailure) -> OutboundResponse {
    let question = try Question(signing: request)
    let answers = state.withLock { state in
      state.questions.append(question)
      return state.answers.filter { question.url.hasPrefix($0.start) }.map(\.answer)
    }
    let reply =
      answers.lazy.compactMap { $0(question) }.first
      ?? .status(question.method == "POST" ? 202 : 404)
    switch reply {
    case .failure(let failure): throw failure
    case .response(let status, let type, let body, let fields, let finalURL):
      if (200...299).contains(status) { try check(type, for: request) }
      return OutboundResponse(
        status: status,
        fields: fields + [("Content-Type", type)],
        body: body,
        finalURL: finalURL ?? request.url
      )
    }
  }

  /// Refuses what the real client refuses (its own tests see to that).
  private func check(_ type: String, for request: OutboundRequest) throws(OutboundFailure) {
    guard !request.accepted.isEmpty else { return }
    let isAccepted = request.accepted.contains { accepted in
      type.hasPrefix(accepted.essence) && accepted.profile.map { type.contains($0) } ?? true
    }
    guard isAccepted else { throw .wrongContentType(received: type) }
  }
}
