extension SchemaChange {
  /// What `new` takes away from `old` after `renames`: questions that are gone or changed kind, and values that are
  /// gone, in the order of `old`, each with the likeliest new name. How many annotations use them is not known here:
  /// `annotations` is 0 for the caller to fill in. Which numbers a rating loses is only known from the answers.
  ///
  /// A rename to a name that `new` does not have counts for nothing.
  public static func comparing(_ old: Project, with new: Project, after renames: Renames = Renames()) -> SchemaChange {
    let newByName = Dictionary(new.questions.map { ($0.name, $0) }) { first, _ in first }
    func successor(of question: Question) -> Question? {
      let name = renames.questions[question.name] ?? question.name
      return newByName[name].flatMap { $0.kind == question.kind ? $0 : nil }
    }
    let lost = old.questions.filter { successor(of: $0) == nil }
    let taken = Set(old.questions.compactMap { successor(of: $0)?.name })
    let likely = likelySuccessors(of: lost, among: new.questions.filter { !taken.contains($0.name) })
    var orphans: [Orphan] = []
    for question in old.questions {
      if let next = successor(of: question) {
        orphans += orphanedValues(of: question, in: next, renames.values[question.name] ?? [:])
      } else {
        orphans.append(
          Orphan(question: question.name, value: nil, annotations: 0, renamedTo: likely[question.name]))
      }
    }
    return SchemaChange(orphans: orphans)
  }

  private static func orphanedValues(
    of old: Question, in new: Question, _ renames: [String: String]
  ) -> [Orphan] {
    if old.kind == .rating { return [] }
    let names = Set(new.values.map(\.name))
    let lost = old.values.filter { !names.contains(renames[$0.name] ?? $0.name) }
    let known = Set(old.values.map(\.name)).union(renames.values)
    let likely = likelySuccessors(of: lost, among: new.values.filter { !known.contains($0.name) })
    return lost.map { Orphan(question: old.name, value: $0.name, annotations: 0, renamedTo: likely[$0.name]) }
  }
}

// MARK: - Likeness

/// Something with a name that may have been renamed.
private protocol Renamable {
  var name: String { get }
  /// How alike two are, from 0 to 1; 0 where one cannot be the other's new form.
  func likeness(to other: Self) -> Double
}

extension Question: Renamable {
  func likeness(to other: Question) -> Double {
    guard kind == other.kind else { return 0 }
    let mine = Set(values.map(\.name))
    let theirs = Set(other.values.map(\.name))
    let shared = Double(mine.intersection(theirs).count) / Double(max(1, mine.union(theirs).count))
    return max(nameLikeness(name, other.name), shared)
  }
}

extension Question.Value: Renamable {
  func likeness(to other: Question.Value) -> Double {
    if let title, title == other.title { return 1 }
    if let description, description == other.description { return 1 }
    return nameLikeness(name, other.name)
  }
}

/// 1 for equal names but for case, 0 for names with nothing in common.
private func nameLikeness(_ a: String, _ b: String) -> Double {
  let (a, b) = (Array(a.lowercased()), Array(b.lowercased()))
  let longest = max(a.count, b.count)
  if longest == 0 { return 1 }
  if min(a.count, b.count) >= 3 && (a.starts(with: b) || b.starts(with: a)) { return 0.9 }
  return 1 - Double(editDistance(a, b)) / Double(longest)
}

/// Old name → new name, each used once, the most alike first; at least half alike.
private func likelySuccessors<Part: Renamable>(of lost: [Part], among fresh: [Part]) -> [String: String] {
  var pairs: [(old: Int, new: Int, likeness: Double)] = []
  for old in lost.indices {
    for new in fresh.indices {
      let likeness = lost[old].likeness(to: fresh[new])
      if likeness >= 0.5 { pairs.append((old, new, likeness)) }
    }
  }
  pairs.sort { ($1.likeness, $0.old, $0.new) < ($0.likeness, $1.old, $1.new) }
  var successors: [String: String] = [:]
  var used: Set<Int> = []
  for pair in pairs where successors[lost[pair.old].name] == nil && used.insert(pair.new).inserted {
    successors[lost[pair.old].name] = fresh[pair.new].name
  }
  return successors
}
