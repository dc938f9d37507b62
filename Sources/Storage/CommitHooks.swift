/// What is called once a transaction is committed; of a part that was undone nothing is left in it.
final class CommitHooks {
  // A class, since a transaction is handed on as a value.
  var bodies: [@Sendable () -> Void] = []
}
