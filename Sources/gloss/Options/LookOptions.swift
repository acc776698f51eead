import ArgumentParser

/// How the screens look.
struct LookOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp("A colour theme; GLOSS_THEME and the user's config name one too.", valueName: "name"))
  var theme: String?
}
