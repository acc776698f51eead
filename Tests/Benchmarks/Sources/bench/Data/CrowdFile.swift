import Foundation

/// The generated answers of a crowd: `task,worker,label` rows, ten of fifty annotators a task, five classes. The same
/// rows for the same number of tasks, everywhere.
struct CrowdFile {
  static let annotators = 50
  static let answersPerTask = 10
  static let classes = ["angry", "calm", "glad", "sad", "unsure"]

  let tasks: Int
  let answers: String
  /// `task,label` rows: what the answers were made from.
  let truth: String

  /// Writes both files. An annotator is right with a chance of .45 to .95; where wrong, they favour the class next to the
  /// true one, so that confusion tables have something to find.
  init(tasks: Int, in directory: String) throws {
    self.tasks = tasks
    answers = directory + "/crowd.csv"
    truth = directory + "/crowd-truth.csv"
    var random = SplitMix64(seed: 47)
    let rows = try OutputFile(answers)
    let truths = try OutputFile(truth)
    rows.buffer += "task,worker,label\n".utf8
    truths.buffer += "task,label\n".utf8
    var people = Array(0..<Self.annotators)
    for task in 0..<tasks {
      let right = random.below(20) < 8 ? 0 : random.below(Self.classes.count)
      truths.buffer += "t\(task),\(Self.classes[right])\n".utf8
      for place in 0..<Self.answersPerTask {
        people.swapAt(place, place + random.below(people.count - place))
        let answer = Self.answer(people[place], right, &random)
        rows.buffer += "t\(task),w\(people[place]),\(Self.classes[answer])\n".utf8
      }
      try rows.flushWhenFull()
      try truths.flushWhenFull()
    }
    try rows.close()
    try truths.close()
  }

  private static func answer(_ annotator: Int, _ right: Int, _ random: inout SplitMix64) -> Int {
    if random.below(100) < 45 + annotator { return right }
    if random.below(2) == 0 { return (right + 1) % classes.count }
    return random.below(classes.count)
  }
}
