import ArgumentParser

/// The remote that versions go to or come from.
struct RemoteArgument: ParsableArguments {
  @Argument(help: ArgumentHelp("The remote; origin, or the only one, when left out.", valueName: "remote"))
  var remote: String?
}
