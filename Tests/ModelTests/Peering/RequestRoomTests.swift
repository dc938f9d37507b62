import Foundation
import Model
import Testing

/// Strangers cannot keep others from asking (threat 19).
@Suite struct RequestRoomTests {
  private let now = Date(timeIntervalSince1970: 1_800_000_000)

  private func waiting(_ host: String, _ hoursAgo: Double = 1) -> RequestRoom.Waiting {
    RequestRoom.Waiting(host: host, since: now - hoursAgo * 3600)
  }

  private func crowd(
    _ count: Int,
    under domain: String,
    _ hoursAgo: Double = 1
  )
    -> [RequestRoom.Waiting]
  {
    (0..<count).map { waiting("h\($0).\(domain)", hoursAgo + Double($0) / 1000) }
  }

  @Test func `Hosts of one domain share a little room, and others have theirs`() {
    let room = RequestRoom(crowd(RequestRoom.mostOfOne, under: "evil.example"))

    #expect(room.answer(to: "one-more.evil.example", at: now) == .full)
    #expect(room.answer(to: "evil.example:8443", at: now) == .full)
    #expect(room.answer(to: "mairie.example", at: now) == .room)
  }

  @Test func `When all is full, the oldest of the most crowded domain gives way`() {
    let waiters = (0..<20).flatMap { crowd(10, under: "evil\($0).example", Double(20 - $0)) }

    #expect(
      RequestRoom(waiters).answer(to: "mairie.example", at: now) == .inPlaceOf("h9.evil0.example")
    )
  }

  @Test func `Of as many domains as hosts, only who waited for a day gives way`() {
    let fresh = (0..<200).map { waiting("evil\($0).example") }
    #expect(RequestRoom(fresh).answer(to: "mairie.example", at: now) == .full)

    let old = Array(fresh.dropFirst()) + [waiting("old.example", 25)]
    #expect(RequestRoom(old).answer(to: "mairie.example", at: now) == .inPlaceOf("old.example"))
  }

  @Test(
    arguments: [
      ("a.b.mairie.fr", "mairie.fr"), ("mairie.fr:8443", "mairie.fr"),
      ("a.shop.co.uk", "shop.co.uk"), ("x.amap.asso.fr", "amap.asso.fr"),
      ("192.0.2.7:8443", "192.0.2"), ("[2001:db8:1:2::3]:8443", "2001:db8:1"),
      ("localhost", "localhost"),
    ]
  )
  func `A host belongs to its domain or network`(host: String, group: String) {
    #expect(RequestRoom.group(of: host) == group)
  }
}
