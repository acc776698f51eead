import AnnotationEngine
import ArgumentParser

struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Plan what the queue serves next, and say when it ends and when there are labels enough.",
    discussion: """
      The orders disagreement, uncertainty, diversity, stratified and mix are planned: beside the keys whenever enough was \
      labeled, and here. A plan is one event of the journal; where it is used up, the order of import goes on.
      """)

  @Flag(name: .long, help: "Plan anew even where nothing calls for it.") var now = false

  @OptionGroup var place: PlaceOptions
  @OptionGroup var person: PersonOptions
  @OptionGroup var answer: AnswerOptions

  func run() throws {
    let desk = try Desk.open(place, person)
    let round = try desk.workspace.project().round
    try desk.workspace.replan(desk.session, always: now && (round.isPlanned || round.adaptive != nil))
    let report = try desk.workspace.planReport(desk.session)
    try answer.print(report.json(round)) { text in
      text += "order \(report.order.rawValue)\(round.isPlanned ? "" : ": as the samples stand, without a plan")\n"
      if let plan = report.plan { text += words(plan, left: report.left) }
      text += "queue \(Words.forecast(report.progress.forecast))"
      text += ", \(Words.count(report.progress.forecast.annotations, "annotation")) left\n"
      for question in report.stopping.keys.sorted() {
        if let stopping = report.stopping[question] { text += words(question, stopping) }
      }
    }
  }

  private func words(_ plan: QueuePlan, left: Int) -> String {
    var text = "plan of \(Moment.local(plan.at)): \(Words.count(plan.positions.count, "sample")), "
    text += "\(Words.grouped(left)) of them open, chosen from \(Words.grouped(plan.pool))\n"
    for model in plan.models {
      text += "  \(Table.visible(model.question)): a text model of \(Words.count(model.labels, "label")), "
      text += "right on \(Words.grouped(model.right)) of \(Words.grouped(model.judged)) held out\n"
    }
    if let note = plan.note { text += "  \(Table.visible(note))\n" }
    return text
  }

  private func words(_ question: String, _ stopping: StoppingReport) -> String {
    var text = "\n\(Table.visible(question))\n  alpha    \(Words.figure(stopping.alpha.value))"
    if let low = stopping.alpha.low, let high = stopping.alpha.high {
      text += "  [\(Words.figure(low)), \(Words.figure(high))]"
    }
    text += "  n \(Words.grouped(stopping.alpha.items))\n"
    if let more = stopping.samplesUntilNarrow {
      text += more == 0 ? "  known to ±.03" : "  ±.03 after \(Words.count(more, "more sample")) with several answers"
      if more > stopping.samplesLeft { text += "; the project has only \(Words.grouped(stopping.samplesLeft)) left" }
      text += "\n"
      if let forecast = stopping.forecast { text += "  that is  \(Words.forecast(forecast))\n" }
    } else if let why = stopping.why {
      text += "  \(why)\n"
    }
    if let learning = stopping.learning { text += "  learning \(learning.advice)\n" }
    return text
  }
}
