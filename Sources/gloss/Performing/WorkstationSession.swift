enum WorkstationSession {
  enum Screen { case home, label, review }
  static func run(_ place: PlaceOptions, _ person: PersonOptions, _ look: LookOptions, at screen: Screen) throws {
    _ = Performer(person: "a", known: [])
  }
}
