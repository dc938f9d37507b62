import Model
import Storage
import StrictJSON

/// Mastodon's Notification.
struct NotificationEntity {
  private let entry: NotificationStore.Entry
  private let maker: EntityMaker

  init(_ entry: NotificationStore.Entry, by maker: EntityMaker) {
    self.entry = entry
    self.maker = maker
  }

  private var notification: MemberNotification { entry.notification }

  var json: JSON {
    get throws {
      var object: JSONObject = [
        "id": EntityMaker.id(notification.id), "type": .string(notification.kind.rawValue),
        "created_at": EntityMaker.time(notification.createdAt),
        "group_key": .string(notification.groupKey), "account": try maker.account(entry.actor),
      ]
      if let post = entry.post { object["status"] = try maker.status(post) }
      if let report = try report() { object["report"] = report }
      return .object(object)
    }
  }

  /// Mastodon's NotificationGroup; accounts and posts stand beside the groups.
  func group(_ group: NotificationGroup) throws -> JSON {
    var object: JSONObject = [
      "group_key": .string(group.latest.groupKey), "notifications_count": .integer(group.count),
      "type": .string(group.latest.kind.rawValue),
      // Mastodon gives this one as a number.
      "most_recent_notification_id": .integer(Int(group.latest.id)),
      "page_min_id": EntityMaker.id(group.firstID), "page_max_id": EntityMaker.id(group.latest.id),
      "latest_page_notification_at": EntityMaker.time(group.latest.createdAt),
      "sample_account_ids": .array(group.samples.map { EntityMaker.id($0.rawValue) }),
    ]
    if let post = entry.post { object["status_id"] = EntityMaker.id(post.post.id.rawValue) }
    if let report = try report() { object["report"] = report }
    return .object(object)
  }

  /// Mastodon's Report, of which only who looks after the node is told.
  private func report() throws -> JSON? {
    guard let id = notification.reportID, let found = try maker.tx.reports.find(id),
      let target = try found.targetID.flatMap({ try maker.account($0) })
    else { return nil }
    return [
      "id": EntityMaker.id(id), "action_taken": .bool(found.resolution != nil),
      "action_taken_at": EntityMaker.time(found.resolution?.at),
      "category": .string(found.report.category.rawValue),
      "comment": .string(found.report.content),
      "forwarded": .bool(found.report.isForwardingWished || found.forwardedAt != nil),
      "created_at": EntityMaker.time(found.report.createdAt), "status_ids": nil,
      "rule_ids": .array(try maker.tx.rules.broken(in: id).map { EntityMaker.id($0.id) }),
      "target_account": target,
    ]
  }
}

/// Mastodon's NotificationRequest.
struct NotificationRequestEntity {
  private let request: NotificationRequest
  private let maker: EntityMaker

  init(_ request: NotificationRequest, by maker: EntityMaker) {
    self.request = request
    self.maker = maker
  }

  var json: JSON {
    get throws {
      var object: JSONObject = [
        "id": EntityMaker.id(request.id), "created_at": EntityMaker.time(request.createdAt),
        "updated_at": EntityMaker.time(request.updatedAt),
        "notifications_count": .string(String(request.count)),
        "account": try maker.account(request.actor),
      ]
      object["last_status"] = try request.lastPost.flatMap { try maker.status($0) }
      return .object(object)
    }
  }
}
