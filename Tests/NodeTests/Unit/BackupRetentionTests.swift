import Foundation
import Node
import Testing

@Suite("Which backups stay")
struct BackupRetentionTests {
  private func day(_ number: Int, _ hour: Int = 3) -> Date {
    // 2026-01-01 is a Thursday.
    Date(timeIntervalSince1970: 1_767_225_600 + Double(number * 86_400 + hour * 3_600))
  }

  private func kept(_ rule: BackupRetention, _ times: [Date]) -> [Date] {
    let doomed = Set(rule.dispensable(among: times))
    return times.indices.filter { !doomed.contains($0) }.map { times[$0] }
  }

  @Test("the newest always stays, whatever the rule")
  func newest() {
    let rule = BackupRetention(last: 0, daily: 0, weekly: 0, monthly: 0)
    #expect(kept(rule, [day(2), day(9), day(5)]) == [day(9)])
    #expect(rule.dispensable(among: []).isEmpty)
  }

  @Test("of each day, week and month the last stays")
  func calendar() {
    let times = (0..<60).flatMap { [day($0, 3), day($0, 15)] }

    let daily = kept(BackupRetention(last: 1, daily: 3, weekly: 0, monthly: 0), times)
    let weekly = kept(BackupRetention(last: 1, daily: 0, weekly: 3, monthly: 0), times)
    let monthly = kept(BackupRetention(last: 1, daily: 0, weekly: 0, monthly: 5), times)

    #expect(daily == [day(57, 15), day(58, 15), day(59, 15)])
    // Sundays, and the newest of the week under way.
    #expect(weekly == [day(45, 15), day(52, 15), day(59, 15)])
    #expect(monthly == [day(30, 15), day(58, 15), day(59, 15)])
  }

  @Test("days without a backup do not count")
  func gaps() {
    let times = [day(0), day(100), day(300)]
    #expect(kept(BackupRetention(last: 1, daily: 3, weekly: 0, monthly: 0), times) == times)
  }
}
