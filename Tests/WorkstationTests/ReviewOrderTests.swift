import AnnotationEngine
import Terminal
import Testing

@testable import Workstation

/// Filters and orders of review that are worked out beside the keys.
@Suite struct ReviewOrderTests {
  @Test("The filter of suspects looks for them beside the keys, and then shows the most doubtful first, with why.")
  func suspects() {
    var stage = Stage.reviewing()
    let suspects = ReviewFilter(scope: .suspects)
    stage.type("F")
    stage.type("suspects")
    stage.press(.enter)
    #expect(stage.reviews() == [.start(filter: suspects)])
    var empty = Fixture.reviewStep(nil, remark: "looking for suspects …")
    empty.orderVersion = 0
    stage.answer(empty, to: .start(filter: suspects))
    #expect(stage.taken().contains(.reviewOrder(workspace: "/w", suspects)))
    #expect(stage.shows("Looking for labels that are probably wrong …"))
    stage.answer(.reviewOrder(workspace: "/w", suspects, version: 3))
    #expect(stage.reviews() == [.start(filter: suspects)])
    var item = Fixture.reviewItem()
    let why = "3 of 3 said negative; the text model, trained without this sample, gives positive .94, most for “great”"
    item.suspicion = Suspect(
      id: "s1", place: 1, given: "negative", suggested: "positive", score: 0.94, by: .model, why: why)
    var step = Fixture.reviewStep(item)
    step.orderVersion = 3
    stage.answer(step, to: .start(filter: suspects))
    #expect(stage.shows(" ? 3 of 3 said negative; the text model, trained without this sample, gives"))
    #expect(stage.shows("   positive .94, most for “great”"))
    // What is on the screen is what was found: nothing is begun anew.
    #expect(!stage.taken().contains(.reviewOrder(workspace: "/w", suspects)))
    stage.answer(.reviewOrder(workspace: "/w", suspects, version: 3))
    #expect(stage.reviews().isEmpty)
  }

  @Test("The filter of unlabeled samples looks for them beside the keys, and counts those that wait.")
  func unlabeled() {
    var stage = Stage.reviewing()
    let filter = ReviewFilter(scope: .unlabeled)
    stage.type("F")
    stage.type("unlabeled")
    stage.press(.enter)
    #expect(stage.reviews() == [.start(filter: filter)])
    var empty = Fixture.reviewStep(nil, remark: "looking for unlabeled samples …")
    empty.orderVersion = 0
    stage.answer(empty, to: .start(filter: filter))
    #expect(stage.taken().contains(.reviewOrder(workspace: "/w", filter)))
    #expect(stage.shows("Looking for samples without a label …"))
    stage.answer(.reviewOrder(workspace: "/w", filter, version: 3))
    #expect(stage.reviews() == [.start(filter: filter)])
    var step = Fixture.reviewStep(Fixture.reviewItem())
    (step.orderVersion, step.waiting) = (3, 5)
    stage.answer(step, to: .start(filter: filter))
    #expect(stage.header.contains("review · unlabeled") && stage.header.contains("? 5"))
    #expect(!stage.taken().contains(.reviewOrder(workspace: "/w", filter)))
  }

  @Test("In the order of value samples are weighed beside the keys, and each shows what a look at it is worth.")
  func byValue() {
    let filter = ReviewFilter(order: .value)
    var stage = Stage(.review(Fixture.workplace(person: "rita"), filter))
    #expect(stage.reviews() == [.start(filter: filter)])
    var first = Fixture.reviewStep(Fixture.reviewItem(1))
    first.orderVersion = 0
    stage.answer(first, to: .start(filter: filter))
    #expect(stage.taken().contains(.reviewOrder(workspace: "/w", filter)))
    #expect(stage.header.contains("review · by value") && stage.shows("phone interview"))
    stage.answer(.reviewOrder(workspace: "/w", filter, version: 2))
    #expect(stage.reviews() == [.start(filter: filter)])
    var item = Fixture.reviewItem(7)
    item.worth = ReviewWorth(wrong: 0.46, seconds: 7.2)
    var step = Fixture.reviewStep(item)
    step.orderVersion = 2
    stage.answer(step, to: .start(filter: filter))
    #expect(stage.header.contains("wrong .46 in 7.2 s"), "\(stage.header)")
    #expect(!stage.taken().contains(.reviewOrder(workspace: "/w", filter)))
    // An order for another filter is no news.
    stage.answer(.reviewOrder(workspace: "/w", ReviewFilter(), version: 3))
    #expect(stage.reviews().isEmpty)
  }

  @Test("The filter's list offers the order, and taking away the filter keeps it.")
  func orderInTheFilter() {
    var stage = Stage.reviewing()
    stage.type("Fmost wrong")
    stage.press(.enter)
    #expect(stage.reviews() == [.start(filter: ReviewFilter(order: .value))])
    stage.answer(Fixture.reviewStep(Fixture.reviewItem()), to: .start(filter: ReviewFilter(order: .value)))
    stage.effects = []
    stage.type("Feverything in dis")
    stage.press(.enter)
    #expect(stage.reviews() == [.start(filter: ReviewFilter(order: .value))])
  }
}
