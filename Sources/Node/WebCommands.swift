import HTTPServer

/// The command line for the pages of the admin: the same execution that the admin socket has.
struct WebCommands: CommandDoor {
  let execute: AdminExecutor

  func run(_ words: [String], as caller: String) async -> CommandReply {
    let reply = await execute(AdminRequest(arguments: words, input: nil, caller: caller))
    return CommandReply(output: reply.output, errors: reply.errors, exitCode: reply.exitCode)
  }
}
