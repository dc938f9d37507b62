import ActivityStreams
import Foundation
import HTTPTypes
import Hummingbird
import Model
import Mustache
import StrictJSON

/// What is around every page: head, menu, foot; and what the answer says of it.
struct PageFrame {
  private let call: PageCall

  init(_ call: PageCall) { self.call = call }

  /// Nothing is loaded but from here, nothing runs but the file of scripts, and forms go nowhere else
  /// (threat 23).
  static let contentPolicy = """
    default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; \
    media-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; \
    frame-ancestors 'none'
    """

  func response(_ page: ShownPage) async throws -> Response {
    var values = try await frame(page)
    let content = PageValue(.object(page.content), call.words)
    values["page"] = content
    guard let main = PageTemplates.render(page.template, values, in: call.words) else {
      assertionFailure("There is no template ‘\(page.template)’")
      throw Refusal.unavailable("This page cannot be written.")
    }
    values["main"] = main
    let html = PageTemplates.render("frame", values, in: call.words) ?? ""
    return Response(
      status: page.status,
      headers: headers,
      body: ResponseBody(Array(html.utf8))
    )
  }

  private var headers: HTTPFields {
    var headers: HTTPFields = [
      .contentType: "text/html; charset=utf-8", .contentPolicy: Self.contentPolicy,
      .vary: "Accept, Accept-Language, Cookie",
      // Without any referrer a browser says of its own forms that they come from nowhere (Fetch §3.1).
      .referrerPolicy: "same-origin", .contentLanguage: call.words.language,
      .cacheControl: call.signedIn == nil ? "public, max-age=60" : "private, no-store",
    ]
    if call.request.uri.queryParameters["lang"] != nil {
      headers[.setCookie] = Languages.cookieField(call.words)
      headers[.cacheControl] = "private, no-store"
    }
    return headers
  }

  private func frame(_ page: ShownPage) async throws -> [String: Any] {
    let (words, presentation) = (call.words, call.client.settings.presentation)
    let frame: JSONObject = [
      "title": .string(page.title), "name": .string(presentation.name),
      "language": .string(words.language), "style": .string(PageAssets.styleAddress),
      "script": .string(PageAssets.scriptAddress), "colours": .string(call.site.look.address),
      "logo": call.site.look.logoAddress.map(JSON.string) ?? .null,
      "summary": page.summary.map(JSON.string) ?? .null,
      "picture": page.picture.map { .string(absolute($0)) } ?? .null,
      "address": .string(absolute(address(of: page))),
      "contact": presentation.contact.map(JSON.string) ?? .null,
      "alternates": .array(
        page.alternates.map { ["type": .string($0.type), "address": .string($0.address)] }
      ),
      "languages": .array(languages(page)),
      "has_legal": .bool(presentation.legalNotice != nil),
      "has_privacy": .bool(presentation.privacy != nil),
      "maintenance": maintenance.map(JSON.string) ?? .null,
      "is_federated": .bool(call.client.services.settings.isEnabled),
    ]
    var values: [String: Any] = [
      "frame": PageValue(.object(frame), words), "here": call.here,
      "form_token": call.signedIn?.formToken ?? "",
    ]
    values["place"] = [page.place: true]
    if call.signedIn != nil { values["me"] = PageValue(.object(try await me()), words) }
    return values
  }

  /// What is said above every page while the admin holds writing back.
  private var maintenance: String? {
    guard let now = call.client.services.currentMaintenance else { return nil }
    let until = now.until.map { call.words.text("maintenance-until", ["x": call.words.moment($0)]) }
    return [call.words.text("maintenance-now"), until, now.message].compactMap(\.self)
      .joined(separator: " ")
  }

  /// Where the page is.
  ///
  /// What was refused says nothing of where it was looked for, so that what may not
  /// be seen and what is not there are the same bytes (threat 29); nor has a form an address.
  private func address(of page: ShownPage) -> String {
    page.status == .ok && call.request.method == .get ? call.request.uri.path : "/"
  }

  private func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? call.client.services.addresses.origin.string + path : path
  }

  /// The other languages, each with this page in it.
  private func languages(_ page: ShownPage) -> [JSON] {
    let path = address(of: page)
    let kept = call.request.uri.queryParameters
      .filter { $0.key != "lang" && path != "/" }
      .map { (String($0.key), String($0.value)) }
    return call.site.languages.all.filter { $0.language != call.words.language }.map { other in
      [
        "name": .string(other.text("language-name")), "tag": .string(other.language),
        "address": .string("\(path)?\(FormText.encode(kept + [("lang", other.language)]))"),
      ]
    }
  }

  /// Who is signed in, for the menu.
  private func me() async throws -> JSONObject {
    guard let signedIn = call.signedIn else { return [:] }
    let (id, role) = (signedIn.member.actorID, signedIn.member.role)
    let (account, talks) = try await call.client.read(for: id) { maker in
      (
        try maker.tx.actors.find(id).map(maker.account) ?? .null,
        try maker.tx.conversations.unreadCount(of: id)
      )
    }
    let unread = try await call.ask("/api/v1/notifications/unread_count")["count"]?.int ?? 0
    return [
      "account": .object(ShownAccount(account).line), "is_admin": .bool(role == .admin),
      "is_moderator": .bool(role != .member), "unread": .integer(unread),
      "has_unread": .bool(unread > 0), "talks": .integer(talks), "has_talks": .bool(talks > 0),
    ]
  }
}
