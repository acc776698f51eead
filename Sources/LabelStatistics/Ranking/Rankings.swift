/// How one annotator ranked the objects of a task: best first, ties allowed, objects left out allowed.
public struct Ranking: Equatable, Sendable {
  /// What was ranked for, and who ranked.
  public var task: Int32
  public var annotator: Int32
  /// Objects from the best to the last, those that are tied together; each object at most once.
  public var places: [[Int32]]

  public init(task: Int32, annotator: Int32, places: [[Int32]]) {
    let objects = places.joined()
    precondition(Set(objects).count == objects.count, "an object has one place in a ranking")
    self.task = task
    self.annotator = annotator
    self.places = places
  }

  /// Objects with the number of their place from 0, ascending by object.
  var placeByObject: [(object: Int32, place: Int)] {
    places.enumerated().flatMap { place, objects in objects.map { (object: $0, place: place) } }
      .sorted { $0.object < $1.object }
  }
}

/// Rankings whose tasks and annotators are numbered together; at most one a (task, annotator).
public struct Rankings: Equatable, Sendable {
  /// Ascending by task and annotator.
  public let rankings: [Ranking]
  /// Tasks and annotators are numbered below these.
  public var taskCount: Int
  public var annotatorCount: Int

  /// Rankings in any order. O(n log n).
  public init(_ rankings: [Ranking], taskCount: Int, annotatorCount: Int) {
    self.rankings = rankings.sorted { ($0.task, $0.annotator) < ($1.task, $1.annotator) }
    self.taskCount = taskCount
    self.annotatorCount = annotatorCount
  }

  /// The rankings of each task, ascending by annotator.
  var byTask: [ArraySlice<Ranking>] {
    var tasks: [ArraySlice<Ranking>] = []
    var start = 0
    for task in 0..<taskCount {
      var end = start
      while end < rankings.count && rankings[end].task == Int32(task) { end += 1 }
      tasks.append(rankings[start..<end])
      start = end
    }
    return tasks
  }
}
