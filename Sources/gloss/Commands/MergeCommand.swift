import AnnotationEngine
import ArgumentParser

struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Bring another branch's work into this one; exit status 1 while conflicts wait for a reviewer.",
    discussion: """
      What only one branch changed merges silently, and so do changes that say the same. Different changes of one cell \
      wait on the review screen; the last decision there ends the merge, and so does the same command again.
      """)

  @Argument(help: "The branch to bring in, or any other version.") var branch: String?

  @Flag(name: .long, help: "Take this branch's side in every conflict.")
  var ours = false

  @Flag(name: .long, help: "Take the other branch's side in every conflict.")
  var theirs = false

  @Flag(name: .long, help: "Let any two different changes to one sample be a conflict.")
  var strict = false

  @Flag(name: .long, help: "Give up the merge that waits.")
  var abort = false

  @Option(name: .shortAndLong, help: "What the commit says.")
  var message: String?

  @OptionGroup var place: PlaceOptions
  @OptionGroup var person: PersonOptions
  @OptionGroup var answer: AnswerOptions

  func validate() throws {
    if ours && theirs { throw ValidationError("--ours and --theirs exclude one another") }
    if strict && (ours || theirs) {
      throw ValidationError("--strict makes conflicts, which --ours and --theirs settle; give one of them")
    }
    if abort {
      if branch != nil || ours || theirs || strict { throw ValidationError("--abort stands alone") }
    } else if branch == nil {
      throw ValidationError("name the branch to merge")
    }
    if let message, message.allSatisfy(\.isWhitespace) {
      throw ValidationError("the message is empty; say what this merge is, or leave -m out")
    }
  }

  func run() throws {
    let desk = try Desk.open(place, person)
    let report: MergeReport
    if let branch {
      report = try desk.workspace.merge(
        desk.session, branch,
        options: MergeOptions(side: ours ? .ours : theirs ? .theirs : nil, isStrict: strict, message: message))
    } else {
      report = try desk.workspace.abortMerge(desk.session)
    }
    try answer.print(report.json) { $0 += sentence(report, into: desk.workspace.branch) }
    if report.outcome == .waiting { throw ExitCode(ExitStatus.doesNotHold.rawValue) }
  }

  private func sentence(_ report: MergeReport, into branch: String) -> String {
    let commit = report.commit.map(Words.short) ?? ""
    let sentence =
      switch report.outcome {
      case .merged: "\(commit)  merged \(report.branch) into \(branch)"
      case .fastForward: "\(commit)  \(branch) is where \(report.branch) is; there was nothing to bring together"
      case .already: "\(branch) has all of \(report.branch) already"
      case .aborted: "the merge of \(report.branch) is given up; nothing of it was here"
      case .waiting:
        Words.count(report.conflicts, "conflict") + " in " + Words.count(report.samples, "sample")
          + ": decide with gloss review; the last decision ends the merge of \(report.branch)"
      }
    return Table.visible(sentence) + "\n"
  }
}
