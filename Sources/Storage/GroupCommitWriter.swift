import Dispatch
import GRDB
import Metrics
import Synchronization

/// The one writer: what is asked for at the same time shares a transaction, and each is answered
/// only after the commit.
///
/// Every job has a savepoint of its own, so one that throws takes nothing of the others with it.
final class GroupCommitWriter: Sendable {
  // A class, since the queue is shared by all who write.
  private struct Queue {
    var jobs: [Job] = []
    var isDraining = false
    var isStopped = false
    var waitingForEnd: [CheckedContinuation<Void, Never>] = []
  }

  /// One piece of writing, its answer held back until the commit.
  private struct Job: Sendable {
    /// Runs inside the transaction; what it returns is called after the commit, with the
    /// commit's error if it failed.
    let run: @Sendable (Database) throws -> @Sendable ((any Error)?) -> Void
    let fail: @Sendable (any Error) -> Void
  }

  private static let largestGroup = 256

  private let pool: DatabasePool
  private let watch: ChangeWatch?
  private let queue = Mutex(Queue())
  private let groupSize = Metrics.Recorder(label: "maillage_commit_group_size")
  private let time = Metrics.Timer(label: "maillage_commit")
  private let failures = Metrics.Counter(label: "maillage_commit_failures_total")

  init(pool: DatabasePool, watch: ChangeWatch? = nil) {
    self.pool = pool
    self.watch = watch
  }

  func write<Value: Sendable>(
    _ body: @escaping @Sendable (Transaction) throws -> Value
  ) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      enqueue(
        Job(
          run: { [watch] db in
            let tx = Transaction(db: db, watch: watch)
            let result = try tx.attemptCatching(body)
            let hooks = tx.hooks.bodies
            return { commitError in
              if let commitError { return continuation.resume(throwing: commitError) }
              for hook in hooks { hook() }
              continuation.resume(with: result)
            }
          },
          fail: { continuation.resume(throwing: $0) }
        )
      )
    }
  }

  /// How many jobs wait for the group after the present one.
  var waitingCount: Int { queue.withLock { $0.jobs.count } }

  var isStopped: Bool { queue.withLock { $0.isStopped } }

  /// Takes no more jobs and returns when those taken are committed.
  func stop() async {
    await withCheckedContinuation { continuation in
      let isIdle = queue.withLock { queue in
        queue.isStopped = true
        if queue.isDraining { queue.waitingForEnd.append(continuation) }
        return !queue.isDraining
      }
      if isIdle { continuation.resume() }
    }
  }

  private func enqueue(_ job: Job) {
    enum Next { case start, wait, refuse }
    let next: Next = queue.withLock { queue in
      guard !queue.isStopped else { return .refuse }
      queue.jobs.append(job)
      guard !queue.isDraining else { return .wait }
      queue.isDraining = true
      return .start
    }
    switch next {
    case .start:
      pool.asyncWriteWithoutTransaction { db in self.drain(db) }
    case .wait: break
    case .refuse: job.fail(DatabaseFailure.writerStopped)
    }
  }

  private func drain(_ db: Database) {
    while let jobs = takeGroup() { commit(jobs, db) }
  }

  private func takeGroup() -> [Job]? {
    let (jobs, ended): ([Job]?, [CheckedContinuation<Void, Never>]) = queue.withLock { queue in
      guard !queue.jobs.isEmpty else {
        queue.isDraining = false
        defer { queue.waitingForEnd = [] }
        return (nil, queue.waitingForEnd)
      }
      let group = Array(queue.jobs.prefix(Self.largestGroup))
      queue.jobs.removeFirst(group.count)
      return (group, [])
    }
    for continuation in ended { continuation.resume() }
    return jobs
  }

  private func commit(_ jobs: [Job], _ db: Database) {
    groupSize.record(jobs.count)
    let start = DispatchTime.now().uptimeNanoseconds
    defer { time.recordNanoseconds(Int64(clamping: DispatchTime.now().uptimeNanoseconds - start)) }
    var remaining = jobs[...]
    var answers: [@Sendable ((any Error)?) -> Void] = []
    do {
      try db.inTransaction(.immediate) {
        while let job = remaining.first {
          let answer = try job.run(db)
          remaining.removeFirst()
          answers.append(answer)
        }
        return .commit
      }
      for answer in answers { answer(nil) }
    } catch {
      failures.increment()
      // The whole group is undone: the disk is full, or the database is gone. Nobody was answered.
      for answer in answers { answer(error) }
      for job in remaining { job.fail(error) }
    }
  }
}

extension Transaction {
  /// Like `attempt`, but an error of the body is a result, and only an error that undid the whole
  /// transaction (a full disk) is thrown.
  fileprivate func attemptCatching<Value>(
    _ body: (Transaction) throws -> Value
  ) throws -> Result<Value, any Error> {
    do {
      return .success(try attempt(body))
    } catch {
      guard db.isInsideTransaction else { throw error }
      return .failure(error)
    }
  }
}
