import ArgumentParser

/// The root command. Alone it opens home.
struct Gloss: ParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "gloss",
    abstract: "Label training data with the keyboard, see agreement, resolve disagreements, keep every version.",
    discussion: """
      Without a command, home opens: projects, progress, what waits for you.

      Exit status: 0 done; 1 the thing asked about does not hold; 2 could not be done; 64 wrong usage.
      """,
    version: version,
    subcommands: [ServeStoreCommand.self],
    groupedSubcommands: [
      CommandGroup(name: "Start:", subcommands: [InitCommand.self, ImportCommand.self, DemoCommand.self]),
      CommandGroup(
        name: "Work:",
        subcommands: [HomeCommand.self, LabelCommand.self, ReviewCommand.self, HistoryCommand.self]),
      CommandGroup(
        name: "See:",
        subcommands: [
          StatusCommand.self, AgreementCommand.self, AggregateCommand.self, AnnotatorsCommand.self,
          SuspectsCommand.self, DashboardCommand.self, ReportCommand.self,
        ]),
      CommandGroup(
        name: "Keep versions:",
        subcommands: [
          CommitCommand.self, LogCommand.self, ShowCommand.self, DiffCommand.self, BlameCommand.self, TagCommand.self,
          ExportCommand.self, VerifyCommand.self, PublishCommand.self,
        ]),
      CommandGroup(
        name: "Go separate ways:",
        subcommands: [
          BranchCommand.self, SwitchCommand.self, MergeCommand.self, RestoreCommand.self, UndoCommand.self,
          RedoCommand.self,
        ]),
      CommandGroup(
        name: "Share:",
        subcommands: [
          CloneCommand.self, RemoteCommand.self, FetchCommand.self, PullCommand.self, PushCommand.self,
        ]),
      CommandGroup(
        name: "Look after:", subcommands: [SchemaCommand.self, OpCommand.self, GcCommand.self, FsckCommand.self]),
    ],
    defaultSubcommand: HomeCommand.self)

  @OptionGroup var place: PlaceOptions
}
