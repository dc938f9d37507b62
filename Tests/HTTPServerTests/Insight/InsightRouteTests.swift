import Foundation
import Model
import Storage
import StrictJSON
import TestSupport
import Testing

@testable import Federation
@testable import HTTPServer

/// What apps are told of months; every answer is held to the catalogue as it comes.
@Suite("Insight in the API") struct InsightRouteTests {
  private static let start = "/api/maillage/v1/insight"

  @Test("A node that has counted nothing says so")
  func empty() async throws {
    let scene = try await ClientScene()

    #expect(try await scene.get("\(Self.start)/months").json() == .array([]))
    let silo = try await scene.get("\(Self.start)/silo").json()
    #expect(silo["counted"] == 0 && silo["silo"]?["value"] == nil)
    let exchange = try await scene.get("\(Self.start)/exchange").json()
    #expect(exchange["pairs"]?.array?.isEmpty == true)
    #expect(exchange["given"]?["reason"] == "unknown")
    #expect(try await scene.get("\(Self.start)/valves").json() == .array([]))
    #expect(try await scene.get("\(Self.start)/map").json() == .array([]))
  }

  @Test("Figures about too few people are not there, only why")
  func hidden() async throws {
    let scene = try await ClientScene()
    try await scene.node.execute("UPDATE member SET createdAt = 0")
    try await IndicatorDesk(services: scene.node.services).keep()

    let months = try await scene.get("\(Self.start)/months").json().array
    #expect(months?.count == 24)
    let path = "\(Self.start)/indicators?name[]=members&name[]=posts&months=3"
    let series = try await scene.get(path).json()["series"]?.array
    #expect(series?.count == 2)
    for figure in series?.flatMap({ $0["figures"]?.array ?? [] }) ?? [] {
      #expect(figure["reason"] == "people" && figure["value"] == nil)
    }
    #expect(series?.first?["figures"]?.array?.isEmpty == false)
  }

  @Test("What makes no sense is refused")
  func refusals() async throws {
    let scene = try await ClientScene()

    #expect(try await scene.get("\(Self.start)/silo?month=2026-5").status == 422)
    #expect(try await scene.get("\(Self.start)/indicators?name[]=secrets").status == 422)
    #expect(try await scene.get("\(Self.start)/pictures/indicators?form=pie").status == 422)
  }

  @Test("A member's own ties are the asker's, and nobody else can be named")
  func mine() async throws {
    let scene = try await ClientScene()
    let asked = try await scene.send(
      .post,
      "/api/v1/statuses",
      [("status", "Qui ?"), ("visibility", "public")],
      as: "bob"
    ).json()
    let id = try #require(asked["id"]?.string)
    let reply = [("status", "@bob Moi"), ("visibility", "public"), ("in_reply_to_id", id)]
    #expect(try await scene.send(.post, "/api/v1/statuses", reply).status == 200)
    scene.node.clock.advance(by: 1)

    let alice = try await scene.get("\(Self.start)/mine").json()
    #expect(alice["people"] == 1 && alice["given"] == 1 && alice["taken"] == 0)
    let bob = try await scene.get("\(Self.start)/mine", as: "bob").json()
    #expect(bob["given"] == 0 && bob["taken"] == 1)
    let routes = InsightRoutes(scene.server.server.client).routes
    let own = try #require(routes.first { $0.path.hasSuffix("/mine") })
    #expect(own.takes.isEmpty)
  }

  @Test("Pictures come with their table, in the language that is asked for")
  func pictures() async throws {
    let scene = try await ClientScene()

    for name in ["map", "exchange", "valves", "indicators"] {
      for language in ["fr", "en"] {
        let path = "\(Self.start)/pictures/\(name)?language=\(language)"
        let picture = try await scene.get(path).json()
        let svg = try #require(picture["svg"]?.string)
        #expect(svg.hasPrefix("<svg ") && svg.hasSuffix("</svg>"))
        #expect(svg.contains("role=\"img\""))
        #expect(!svg.contains("style=") && !svg.contains("<script"))
        #expect(picture["columns"]?.array?.isEmpty == false)
      }
    }
    let french = try await scene.get("\(Self.start)/pictures/map?language=fr").json()["caption"]
    let english = try await scene.get("\(Self.start)/pictures/map?language=en").json()["caption"]
    #expect(french != english)
  }
}
