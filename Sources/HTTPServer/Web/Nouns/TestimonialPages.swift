import HTTPTypes
import Hummingbird
import Model
import StrictJSON

/// What people say of each other and of the organisation: for everybody what is shown to everybody, and
/// for a member what it said and what it lets be shown.
struct TestimonialPages: PageNoun {
  let site: PageSite

  init(_ site: PageSite) { self.site = site }

  private static let start = "/api/maillage/v1"

  var routes: [PageRoute] {
    [
      get("/recommendations", .anyone, show), get("/recommendations/mine", .member, mine),
      post("/recommendations", .member, write),
    ]
  }

  // MARK: For everybody

  private func show(_ call: PageCall) async throws -> PageReply {
    let fields = ["language": call.words.language]
    var list = try await call.list("\(Self.start)/testimonials", fields, limit: 40)
    list["items"] = .array((list["items"]?.array ?? []).map { ShownTestimonial($0, call).json })
    return .page(
      ShownPage(
        template: "recommendations",
        title: call.words.text("place-recommendations"),
        content: list,
        place: "recommendations"
      )
    )
  }

  /// What is said of somebody, as far as it is held here and who looks may see it.
  static func said(of acct: String, _ account: JSON, _ call: PageCall) async throws -> [JSON] {
    let language = call.words.language
    guard acct.contains("@") else {
      let fields = ["account": acct, "language": language]
      do {
        let list = try await call.ask("\(start)/testimonials", fields).array ?? []
        return list.map { ShownTestimonial($0, call).json }
      } catch Refusal.absent {
        return []
      }
    }
    guard call.viewer != nil, let uri = account["uri"]?.string else { return [] }
    var said: [JSON] = []
    for noun in ["endorsements", "recommendations"] {
      let fields = ["account": uri, "language": language]
      said += try await call.ask("\(start)/\(noun)", fields).array ?? []
    }
    return said.filter { $0["state"] == "shown" }.map { ShownTestimonial($0, call).json }
  }

  // MARK: A member's own

  private func mine(_ call: PageCall) async throws -> PageReply {
    let language = ["language": call.words.language]
    var about: [JSON] = []
    var written: [JSON] = []
    for noun in ["recommendations", "endorsements"] {
      about += try await call.ask("\(Self.start)/\(noun)", language).array ?? []
      let fields = language.merging(["written": "true"]) { $1 }
      written += try await call.ask("\(Self.start)/\(noun)", fields).array ?? []
    }
    let (asked, answered) = (
      about.filter { $0["state"]?.string == "asked" },
      about.filter { $0["state"]?.string != "asked" }
    )
    var content: JSONObject = [
      "links": .array(
        TestimonialLink.allCases.map { link in
          [
            "value": .string(link.rawValue),
            "label": .string(call.words.text("link-\(link.rawValue)")),
            "is_chosen": .bool(link == .none),
          ]
        }
      ),
      "account": .string(call.parameters.text("about") ?? ""),
      "skill": .string(call.parameters.text("skill") ?? ""),
    ]
    for (name, list) in [("asked", asked), ("answered", answered), ("written", written)] {
      content[name] = .array(list.map { ShownTestimonial($0, call).json })
      content["has_\(name)"] = .bool(!list.isEmpty)
    }
    return .page(
      ShownPage(
        template: "recommendations-mine",
        title: call.words.text("place-recommendations-mine"),
        content: content,
        place: "recommendations"
      )
    )
  }

  /// With a skill it is an endorsement of that, without one a recommendation.
  private func write(_ call: PageCall) async throws -> PageReply {
    var wish: [String: FormValue] = ["language": .string(call.words.language)]
    for name in ["account", "link", "text", "skill"] {
      if let text = call.parameters.filled(name) { wish[name] = .string(text) }
    }
    let noun = wish["skill"] == nil ? "recommendations" : "endorsements"
    _ = try await call.reply("\(Self.start)/\(noun)", .object(wish), method: .post)
    return .seeOther("/recommendations/mine")
  }
}
