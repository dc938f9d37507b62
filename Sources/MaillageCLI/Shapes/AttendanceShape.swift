import Foundation
import Model
import Storage

/// Somebody who takes part in an event, as the command line prints it.
struct AttendanceShape: Encodable, Sendable {
  let actor: ActorShape
  let state: Attendance.State
  let message: String?
  let createdAt: Date

  init(_ attendance: Attendance, in tx: Transaction) throws {
    guard let actor = try tx.actors.find(attendance.actorID) else { throw Refusal.absent }
    self.actor = ActorShape(actor)
    state = attendance.state
    message = attendance.message
    createdAt = attendance.createdAt
  }
}
