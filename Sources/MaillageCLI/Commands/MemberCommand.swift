import ArgumentParser

/// `maillage member`: the people with an account.
struct MemberCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "member",
    abstract: "The people with an account.",
    discussion: "Example: maillage member list",
    subcommands: [
      MemberAddCommand.self, MemberListCommand.self, MemberShowCommand.self,
      MemberInviteCommand.self, MemberAcceptCommand.self, MemberApproveCommand.self,
      MemberRoleCommand.self, MemberPictureCommand.self, MemberProfileCommand.self,
      MemberAliasCommand.self,
      MemberMoveCommand.self,
      MemberAudienceCommand.self, MemberFindableCommand.self, MemberMailCommand.self,
      MemberPasswordCommand.self,
      MemberSessionsCommand.self, MemberSignOutCommand.self, MemberTwoFactorCommand.self,
      MemberSuspendCommand.self,
      MemberRestoreCommand.self, MemberDeleteCommand.self, MemberLeaveCommand.self,
      MemberReceiptCommand.self, MemberImportCommand.self,
      MemberExportCommand.self, MemberImportArchiveCommand.self, MemberTiesCommand.self,
    ]
  )
}
