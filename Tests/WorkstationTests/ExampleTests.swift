import Terminal
import Testing
import Workstation

@Suite struct ExampleTests {
  @Test("The example of the module's page runs as it stands there.")
  func example() {
    let program = Workstation(now: { 0 })
    var (state, effects) = program.begin(.home(person: "rita"))
    #expect(effects == [.home])
    effects = program.update(&state, .answer(.home([])))
    let frame = program.view(state, size: Size(rows: 24, columns: 80))
    #expect(frame.lines()[0].hasPrefix(" gloss"))
    effects = program.update(&state, .input(.key(.character("Q"))))
    #expect(program.isOver(state))
  }

  @Test("Effects and outcomes keep their meaning as JSON, since a served session sends them.")
  func codable() throws {
    let effects: [Workstation.Effect] = [
      .open(workspace: "/w"), .label(workspace: "/w", .find(text: "a", of: "s", backwards: true)), .home, .suspend,
      .review(workspace: "/w", .leave),
    ]
    #expect(try Coding.roundTrip(effects) == effects)
    let outcomes: [Outcome] = [
      .failed(Failure(what: "full", place: nil, remedy: "free"), of: .home), .guidelines(workspace: "/w", nil),
      .label(Fixture.step(Fixture.item(1)), of: .start), .changeCount(workspace: "/w", 3),
    ]
    #expect(try Coding.roundTrip(outcomes) == outcomes)
  }

  @Test("What may take long is background; what saves is foreground.")
  func lanes() {
    #expect(Workstation.Effect.label(workspace: "/w", .find(text: "a", of: "s", backwards: false)).isBackground)
    #expect(Workstation.Effect.home.isBackground)
    #expect(!Workstation.Effect.label(workspace: "/w", .start).isBackground)
    #expect(!Workstation.Effect.open(workspace: "/w").isBackground)
  }
}
