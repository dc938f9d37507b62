import ArgumentParser
import Foundation
import Node

/// The program: a node's server and its administration.
@main
struct Maillage: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "maillage",
    abstract: "A node of a territory: its server and its administration.",
    version: MaillageVersion.current,
    subcommands: [
      InitCommand.self,
      ServeCommand.self,
      StatusCommand.self,
      DoctorCommand.self,
      ConfigCommand.self,
      MaintenanceCommand.self,
      ClockCommand.self,
      MemberCommand.self,
      PostCommand.self,
      PollCommand.self,
      FollowCommand.self,
      UnfollowCommand.self,
      FollowerCommand.self,
      BlockCommand.self,
      UnblockCommand.self,
      TimelineCommand.self,
      SearchCommand.self,
      GroupCommand.self,
      EventCommand.self,
      TeamCommand.self,
      TalentCommand.self,
      NeedCommand.self, ConsultationCommand.self, QuestionCommand.self,
      OfferCommand.self,
      AgreementCommand.self,
      CallCommand.self,
      RecommendationCommand.self,
      InsightCommand.self,
      PeerCommand.self,
      TerritoryCommand.self,
      PolicyCommand.self,
      AccountCommand.self,
      ReportCommand.self,
      RuleCommand.self,
      AnnouncementCommand.self,
      QueueCommand.self,
      MediaCommand.self,
      MailCommand.self,
      PrivacyCommand.self,
      FetchCommand.self,
      WebfingerCommand.self,
      VerifyCommand.self,
      KeyCommand.self,
      CertificateCommand.self,
      AuditCommand.self,
      BackupCommand.self,
      DatabaseCommand.self,
    ]
  )

  /// Runs a command; wrong usage ends with 2 (`cli.md`), not with sysexits' 64.
  static func main() async {
    PictureProcess.runIfAsked(CommandLine.arguments)
    // Everything a node writes is its own: the database holds what members said to each other.
    umask(0o077)
    do {
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      let code = exitCode(for: error)
      guard code == .validationFailure else { exit(withError: error) }
      Console.say(fullMessage(for: error))
      Foundation.exit(2)
    }
  }
}
