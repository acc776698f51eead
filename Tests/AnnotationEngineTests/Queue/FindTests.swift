import Testing

@testable import AnnotationEngine

@Suite("Finding text")
struct FindTests {
  private func made(_ order: String = "imported") throws -> TestWorkspace {
    let test = try TestWorkspace(yaml: TestWorkspace.yaml(order: order), samples: 0)
    try test.add(
      (1...600).map { number in
        switch number {
        case 20: ("s20", "The QUICK brown fox")
        case 400: ("s400", "quick \"quoted\" Ärger")
        default: ("s\(number)", "nothing here")
        }
      })
    return test
  }

  @Test("It finds the next and the previous match without regard to case.")
  func both() throws {
    let test = try made()
    let step = try test.label("alice", .find(text: "quick", of: "s1", backwards: false))
    #expect(step.item?.sample.id == "s20")
    #expect(try test.label("alice", .find(text: "Quick", of: "s20", backwards: false)).item?.sample.id == "s400")
    let none = try test.label("alice", .find(text: "quick", of: "s400", backwards: false))
    #expect(none.item?.sample.id == "s400" && none.remark == "no later match")
    #expect(try test.label("alice", .find(text: "quick", of: "s400", backwards: true)).item?.sample.id == "s20")
    #expect(try test.label("alice", .find(text: "ärger", of: "s1", backwards: false)).item?.sample.id == "s400")
    #expect(try test.label("alice", .find(text: "\"quoted\"", of: "s1", backwards: false)).item?.sample.id == "s400")
  }

  @Test("Names of fields and the form of the JSON are not text.")
  func onlyText() throws {
    let test = try made()
    #expect(try test.label("alice", .find(text: "fields", of: "s1", backwards: false)).remark == "no later match")
  }

  @Test("A search that runs out of its budget says how far it came and goes on when repeated.")
  func budget() throws {
    let test = try made()
    test.workspace.searches.budget.samples = 150
    let search = LabelAction.find(text: "ärger", of: "s1", backwards: false)
    var step = try test.label("alice", search)
    #expect(step.item?.sample.id == "s1")
    #expect(
      step.remark == "looked through 150 samples, to place 152 of 600, without a match; repeat to go on")
    step = try test.label("alice", search)
    #expect(step.item?.sample.id == "s1")
    #expect(step.goesOn)
    step = try test.label("alice", search)
    #expect(step.item?.sample.id == "s400" && !step.goesOn)
  }

  @Test("In a random order it goes by the queue.")
  func random() throws {
    let test = try made("random")
    let first = try #require(try test.label("alice", .jump(to: .place(1))).item?.sample.id)
    var places: [Int] = []
    var step = try test.label("alice", .find(text: "quick", of: first, backwards: false))
    while let item = step.item, step.remark == nil {
      places.append(item.place)
      step = try test.label("alice", .find(text: "quick", of: item.sample.id, backwards: false))
    }
    #expect(places.count == 2 && places == places.sorted())
  }
}
