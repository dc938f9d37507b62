import Foundation
import GRDB
import Model

extension Database {
  /// Executes with a statement that is prepared once per connection.
  func run(_ sql: String, _ arguments: Arguments = []) throws {
    try cachedStatement(sql: sql).execute(arguments: arguments.checked())
  }

  /// The rows of a query, each made into a value by column index.
  ///
  /// `make` only reads its row: the statement is shared, so it may not be run again meanwhile.
  func all<Value>(
    _ sql: String,
    _ arguments: Arguments = [],
    _ make: (Row) throws -> Value
  ) throws -> [Value] {
    let cursor = try Row.fetchCursor(cachedStatement(sql: sql), arguments: arguments.checked())
    var values: [Value] = []
    while let row = try cursor.next() { values.append(try make(row)) }
    return values
  }

  /// The first rows of a query, made into values, as long as a condition holds.
  func all<Value>(
    _ sql: String,
    _ arguments: Arguments,
    while condition: (Value) -> Bool,
    _ make: (Row) throws -> Value
  ) throws -> [Value] {
    let cursor = try Row.fetchCursor(cachedStatement(sql: sql), arguments: arguments.checked())
    var values: [Value] = []
    while let row = try cursor.next() {
      let value = try make(row)
      guard condition(value) else { break }
      values.append(value)
    }
    return values
  }

  /// Looks at each row of a query in turn; nothing is gathered.
  func each(
    _ sql: String,
    _ arguments: Arguments = [],
    _ body: (Row) throws -> Void
  ) throws {
    let cursor = try Row.fetchCursor(cachedStatement(sql: sql), arguments: arguments.checked())
    while let row = try cursor.next() { try body(row) }
  }

  /// The rows of a query about several things, by the thing that they belong to, whose number stands
  /// in one column: the first, if none is named.
  func gathered<Key: DatabaseValueConvertible & Hashable, Value>(
    _ sql: String,
    _ arguments: Arguments,
    by column: Int = 0,
    _ make: (Row) throws -> Value
  ) throws -> [Key: [Value]] {
    var found: [Key: [Value]] = [:]
    try each(sql, arguments) { row in found[row[column], default: []].append(try make(row)) }
    return found
  }

  /// The same where there is one row of each at most.
  func indexed<Key: DatabaseValueConvertible & Hashable, Value>(
    _ sql: String,
    _ arguments: Arguments,
    by column: Int = 0,
    _ make: (Row) throws -> Value
  ) throws -> [Key: Value] {
    var found: [Key: Value] = [:]
    try each(sql, arguments) { row in found[row[column]] = try make(row) }
    return found
  }

  /// The first row of a query, made into a value.
  func first<Value>(
    _ sql: String,
    _ arguments: Arguments = [],
    _ make: (Row) throws -> Value
  ) throws -> Value? {
    let cursor = try Row.fetchCursor(cachedStatement(sql: sql), arguments: arguments.checked())
    // The row lives in the statement, which the cursor resets when it goes.
    return try withExtendedLifetime(cursor) { try cursor.next().map(make) }
  }

  /// Whether a query has a row.
  func has(_ sql: String, _ arguments: Arguments = []) throws -> Bool {
    try first(sql, arguments) { _ in true } ?? false
  }

  /// The number that a query counts.
  func count(_ sql: String, _ arguments: Arguments = []) throws -> Int {
    try first(sql, arguments) { $0[0] } ?? 0
  }
}

extension DefaultStringInterpolation {
  /// Puts words of the program's own text into SQL; nothing that comes from outside can pass.
  mutating func appendInterpolation(fixed text: StaticString) { appendLiteral("\(text)") }
}

extension ActorID: DatabaseValueConvertible {}
extension PostID: DatabaseValueConvertible {}
extension ActivityID: DatabaseValueConvertible {}
extension Audience: DatabaseValueConvertible {}
extension ActorProfile.Kind: DatabaseValueConvertible {}
extension ActorKey.Algorithm: DatabaseValueConvertible {}
extension Member.Role: DatabaseValueConvertible {}
extension Member.State: DatabaseValueConvertible {}
extension Follow.State: DatabaseValueConvertible {}
extension Delivery.State: DatabaseValueConvertible {}
extension PolicyRule.Action: DatabaseValueConvertible {}
extension HostStanding: DatabaseValueConvertible {}
extension Report.Kind: DatabaseValueConvertible {}
extension Report.Category: DatabaseValueConvertible {}
extension PolicyList.Kind: DatabaseValueConvertible {}
extension PolicyList.Mode: DatabaseValueConvertible {}
extension PolicyDraft.Change: DatabaseValueConvertible {}
extension SearchConsent: DatabaseValueConvertible {}
extension MemberNotification.Kind: DatabaseValueConvertible {}
extension NotificationPolicy.Verdict: DatabaseValueConvertible {}
extension MemberList.Replies: DatabaseValueConvertible {}
extension ContentFilter.Action: DatabaseValueConvertible {}
extension Marker.Timeline: DatabaseValueConvertible {}
extension Preferences.Media: DatabaseValueConvertible {}
extension Circle: DatabaseValueConvertible {}
extension Peering.Level: DatabaseValueConvertible {}
extension Peering.Trust: DatabaseValueConvertible {}
extension Peering.Verification: DatabaseValueConvertible {}
extension PeeringState.Side: DatabaseValueConvertible {}
extension PeeringStore.Side: DatabaseValueConvertible {}
extension BackgroundFetch.Kind: DatabaseValueConvertible {}
extension Scope: DatabaseValueConvertible {}
extension Valve.Direction: DatabaseValueConvertible {}
extension Valve.Setting: DatabaseValueConvertible {}
extension TerritoryStore.State: DatabaseValueConvertible {}
extension IndicatorName: DatabaseValueConvertible {}

extension Digest: DatabaseValueConvertible {
  package var databaseValue: DatabaseValue { Data(bytes).databaseValue }

  package static func fromDatabaseValue(_ value: DatabaseValue) -> Digest? {
    Data.fromDatabaseValue(value).flatMap { Digest($0) }
  }
}

extension Row {
  func bytes(_ index: Int) -> [UInt8] { [UInt8](self[index] as Data) }

  func bytesIfAny(_ index: Int) -> [UInt8]? { (self[index] as Data?).map { [UInt8]($0) } }

  /// A time stored as milliseconds since 1970.
  func date(_ index: Int) -> Date { Date(milliseconds: self[index]) }

  /// A time that may be absent.
  func dateIfAny(_ index: Int) -> Date? { (self[index] as Int64?).map(Date.init(milliseconds:)) }
}
