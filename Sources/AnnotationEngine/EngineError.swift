import Foundation
import VersionStore

/// What can go wrong for the person who labels, reviews or leads. `errorDescription` says what, `failureReason` where,
/// `recoverySuggestion` what to do.
public enum EngineError: Error, Sendable {
  /// The project file: `line` and `column` from 1.
  case project(file: String, line: Int, column: Int, problem: String, remedy: String)
  case notAWorkspace(path: String)
  case alreadyAWorkspace(path: String)
  case noProjectFile(path: String)
  case unknownPerson(String, known: [String])
  case notPermitted(person: String, role: Role, act: String, needs: Role)
  case ownSample(sample: String, person: String)
  case unknownSample(String)
  /// A place in the queue that is not there; places count from 1 to `last`.
  case unknownPlace(Int, last: Int)
  /// An id was typed where samples are found by their place and their text alone.
  case foundByPlace
  case sampleClosed(sample: String, why: String)
  /// An annotator whose queue goes on already.
  case notPaused(String)
  case invalidAnswer(question: String, problem: String)
  /// A question that is not there, or is not of a kind that can be asked for this.
  case unsuitedQuestion(String, problem: String, remedy: String)
  case badRecords(file: String, first: BadRecord, count: Int)
  case unknownFormat(String, known: [String])
  case unknownColumn(String, known: [String], file: String)
  case schemaChanged(SchemaChange)
  /// A sample has a value that became several, and nobody said which one it became there.
  case unsplitValue(question: String, value: String, sample: String)
  /// Both sides of a merge gave one thing another name.
  case mergeNames(name: String, ours: String, theirs: String)
  /// A row of one side uses a name that the merged project does not have.
  case mergeMisfit(sample: String, annotator: String?, what: String)
  /// A file that both sides of a merge changed in ways that do not go together.
  case mergeText(file: String, problem: String)
  /// Samples that both sides of a merge have with different content.
  case mergeContent(sample: String, count: Int)
  /// A merge with another branch waits for its conflicts to be settled.
  case mergeWaits(branch: String)
  case noMergeWaits
  case tagExists(String)
  case unknownBranch(String, known: [String])
  case branchExists(String)
  /// Main, or the branch that the workspace is open on, cannot be deleted.
  case branchInUse(String)
  /// The branch cannot be deleted without losing work.
  case uncommittedWork(branch: String, count: Int)
  /// An operation of that number was never done; numbers count from 1 to `last`.
  case unknownOperation(Int, last: Int)
  case alreadyUndone(Int)
  /// Something was done to its ref since the operation.
  case notNewest(operation: Int, ref: String)
  case nothingToUndo(person: String)
  case nothingToRedo(person: String)
  /// The branch has no commit yet.
  case nothingCommitted(branch: String)
  case refMoved(String)
  /// nil where none was named and there is more than one, or none.
  case unknownRemote(String?, known: [String])
  /// Nothing was pushed there yet.
  case emptyRemote(url: String)
  /// Something else is in the directory that a clone is to go to.
  case occupied(path: String)
  case invalidName(String, problem: String)
  case newerJournal(found: Int, known: Int)
  case journal(problem: String, remedy: String)
  /// A snapshot that cannot be read, written or sent: the file, directory or address.
  case snapshot(place: String, problem: String, remedy: String)
  /// A commit or tag that was to be signed could not be.
  case unsigned(problem: String, remedy: String)
  case store(StoreError)
  case io(errno: Int32, action: String, path: String)
}

extension EngineError: LocalizedError {
  public var errorDescription: String? {
    switch self {
    case .project(_, _, _, let problem, _): problem
    case .notAWorkspace: "there is no Gloss workspace here"
    case .alreadyAWorkspace: "there is a Gloss workspace here already"
    case .noProjectFile: "there is no gloss.yaml here"
    case .unknownPerson(let person, _): "the project does not know \(person)"
    case .notPermitted(let person, let role, let act, _):
      "\(person) is \(role.withArticle) and may not \(act)"
    case .ownSample(let sample, let person): "\(person) has annotated sample \(sample) and cannot resolve it"
    case .unknownSample(let sample): "there is no sample \(sample)"
    case .unknownPlace(let place, _): "there is no sample at place \(place)"
    case .foundByPlace: "samples are found by their place here, or by their text with /"
    case .notPaused(let annotator): "the queue of \(annotator) is not paused"
    case .sampleClosed(let sample, let why): "sample \(sample) cannot be answered now: \(why)"
    case .invalidAnswer(let question, let problem): "the answer to \(question) cannot be taken: \(problem)"
    case .unsuitedQuestion(_, let problem, _): problem
    case .badRecords(_, let first, let count):
      count == 1 ? first.reason : "\(count) records cannot be read; the first: \(first.reason)"
    case .unknownFormat(let format, _): "there is no format “\(format)”"
    case .unknownColumn(let column, _, _): "there is no column “\(column)”"
    case .schemaChanged(let change): change.sentence
    case .unsplitValue(let question, let value, let sample):
      "sample \(sample) has “\(value)” for \(question), which became several values, and none is named for it"
    case .mergeNames(let name, let ours, let theirs):
      "\(name) became \(ours) on this branch and \(theirs) on the other"
    case .mergeMisfit(let sample, let annotator, let what):
      "\(annotator.map { "the annotation of \($0)" } ?? "the label") of sample \(sample) uses \(what), which the merged project has not"
    case .mergeText(_, let problem): problem
    case .mergeContent(let sample, let count):
      count == 1
        ? "sample \(sample) has another content on each branch"
        : "\(count) samples have another content on each branch; the first: \(sample)"
    case .mergeWaits(let branch): "a merge with \(branch) waits for its conflicts to be settled"
    case .noMergeWaits: "no merge waits"
    case .tagExists(let tag): "there is a tag “\(tag)” already"
    case .unknownBranch(let branch, _): "there is no branch “\(branch)”"
    case .branchExists(let branch): "there is a branch “\(branch)” already"
    case .branchInUse(let branch): "the branch \(branch) cannot be deleted"
    case .uncommittedWork(let branch, let count):
      "\(count) \(count == 1 ? "change" : "changes") on \(branch) are not committed"
    case .unknownOperation(let number, _): "there is no operation \(number)"
    case .alreadyUndone(let number): "operation \(number) is taken back already"
    case .notNewest(let number, let ref): "\(ref) has moved on since operation \(number)"
    case .nothingToUndo(let person): "there is nothing of \(person)'s to undo"
    case .nothingToRedo(let person): "there is nothing that \(person) took back and that could be done again"
    case .nothingCommitted(let branch): "nothing is committed on \(branch) yet"
    case .emptyRemote: "nothing was pushed there yet"
    case .occupied: "the directory is not empty"
    case .unknownRemote(let remote, let known):
      remote.map { "there is no remote “\($0)”" }
        ?? (known.isEmpty ? "this workspace knows no remote" : "it is not said which remote is meant")
    case .refMoved(let ref): "\(ref) was moved by somebody else meanwhile"
    case .invalidName(let name, let problem): "“\(name)” cannot be a name: \(problem)"
    case .newerJournal(let found, _): "the journal was written by a newer Gloss (its format is \(found))"
    case .journal(let problem, _), .snapshot(_, let problem, _), .unsigned(let problem, _): problem
    case .store(let error): error.errorDescription
    case .io(let errno, let action, _): "could not \(action): \(Self.words(of: errno))"
    }
  }

  public var failureReason: String? {
    switch self {
    case .project(let file, let line, let column, _, _): "\(file):\(line):\(column)"
    case .notAWorkspace(let path), .alreadyAWorkspace(let path), .noProjectFile(let path): path
    case .badRecords(let file, let first, _):
      first.column.map { "\(file):\(first.line):\($0)" } ?? "\(file):\(first.line)"
    case .unknownColumn(_, _, let file): file
    case .schemaChanged: "gloss.yaml"
    case .mergeText(let file, _): file
    case .store(let error): error.failureReason
    case .io(_, _, let path), .snapshot(let path, _, _), .occupied(let path): path
    case .emptyRemote(let url): url
    case .unknownPerson, .notPermitted, .ownSample, .unknownSample, .unknownPlace, .sampleClosed, .invalidAnswer,
      .unsuitedQuestion, .notPaused, .foundByPlace,
      .unknownFormat, .unsplitValue, .mergeNames, .tagExists, .unknownBranch, .branchExists, .nothingCommitted,
      .branchInUse, .uncommittedWork, .unknownOperation, .alreadyUndone, .notNewest, .nothingToUndo, .nothingToRedo,
      .refMoved,
      .unknownRemote, .invalidName, .newerJournal, .journal, .unsigned, .mergeMisfit, .mergeContent,
      .mergeWaits, .noMergeWaits:
      nil
    }
  }

  public var recoverySuggestion: String? {
    switch self {
    case .project(_, _, _, _, let remedy), .journal(_, let remedy), .snapshot(_, _, let remedy),
      .unsigned(_, let remedy), .unsuitedQuestion(_, _, let remedy):
      remedy
    case .notAWorkspace: "Make one with gloss init, or name the directory of one with -C DIR."
    case .alreadyAWorkspace: "Use it as it is, or choose another directory."
    case .noProjectFile: "Write one, or let gloss init make one from a template."
    case .unknownPerson(_, let known):
      "It knows \(list(known)). Give --as one of them, or add the person under people in gloss.yaml."
    case .notPermitted(_, _, _, let needs):
      "\(needs == .lead ? "A lead" : "A reviewer or a lead") may. Roles stand under people in gloss.yaml."
    case .ownSample:
      "Let another reviewer decide it, or allow it for everybody with review: {own: true} in gloss.yaml."
    case .unknownSample: "Look the id up in the file that was imported; ids are told apart by case."
    case .unknownPlace(_, let last): last == 0 ? "Import samples first." : "Places go from 1 to \(last)."
    case .foundByPlace: "Type a place such as 128, or / and a piece of the text."
    case .notPaused: "gloss status names those whose queue is paused."
    case .sampleClosed: "Go on with the next sample. What you answered is kept as a draft."
    case .invalidAnswer: "Choose among the answers that the screen shows; gloss.yaml names them."
    case .badRecords(_, let first, _):
      (first.reason.hasSuffix(BadRecord.otherContent)
        ? "Correct the file, take its content over with --update," : "Correct the file,")
        + " or set bad records aside with --quarantine FILE. Nothing was imported."
    case .unknownFormat(_, let known): "Choose \(list(known))."
    case .unknownColumn(_, let known, _):
      known.isEmpty
        ? "The file has no columns; is it empty?"
        : "The file has \(list(few(known))). Name one with --map or --id."
    case .schemaChanged(let change): change.remedy
    case .unsplitValue: "Name the sample in the file of --by, or say with --rest what it becomes where none is named."
    case .mergeNames:
      "Rename it on one of the branches to what the other calls it, with gloss schema --rename, and merge again."
    case .mergeMisfit:
      "One branch took it out of gloss.yaml while the other went on using it: put it back there, and merge again."
    case .mergeText: "Make the lines the same on both branches, or merge with --ours or --theirs to take one side's."
    case .mergeContent: "Merge with --ours or --theirs to take one side's."
    case .mergeWaits: "Settle them with gloss review, or give it up with gloss merge --abort."
    case .noMergeWaits: "gloss merge BRANCH begins one."
    case .tagExists: "Choose another name: a tag names its commit for good."
    case .unknownBranch(_, let known):
      "There is \(list(known)). gloss branch NAME makes one, gloss switch NAME goes to one."
    case .branchExists(let branch): "Go to it with gloss switch \(branch), or choose another name."
    case .branchInUse(let branch):
      branch == BranchPlace.main ? "Every workspace has it." : "Go to another first, with gloss switch main."
    case .uncommittedWork(let branch, _):
      "Commit them with gloss commit --branch \(branch), or delete it all the same with --force; gloss undo brings it back."
    case .notNewest: "Undo what was done to it since first (gloss op log), or bring rows back with gloss restore."
    case .unknownOperation, .alreadyUndone: "gloss op log lists the operations."
    case .nothingToUndo: "Name an operation by its number; gloss op log lists them."
    case .nothingToRedo:
      "Only what gloss undo took back can be done again, and only while its ref is where that left it."
    case .nothingCommitted: "Make a first version with gloss commit -m MESSAGE."
    case .emptyRemote: "Push a branch from a workspace that has one: gloss remote add origin URL, then gloss push."
    case .occupied: "Name a directory that is not there yet, or an empty one."
    case .unknownRemote(_, let known):
      known.isEmpty ? "Name one with gloss remote add origin URL." : "Name one of them: \(list(known))."
    case .refMoved: "Try again; it will build on what is there now."
    case .invalidName: "Choose another name."
    case .newerJournal(_, let known):
      "Use the newer Gloss for this workspace; this one knows formats up to \(known)."
    case .store(let error): error.recoverySuggestion
    case .io(let errno, _, _): Self.remedy(for: errno)
    }
  }

  private static func words(of errno: Int32) -> String { String(cString: strerror(errno)).lowercased() }

  private static func remedy(for errno: Int32) -> String {
    switch errno {
    case ENOSPC, EDQUOT: "Make room on the disk and try again. Nothing that was shown as saved is lost."
    case EACCES, EPERM, EROFS: "Ask for the right to it, or use a directory of your own."
    case ENOENT, EISDIR: "Check the path."
    default: "Try again; if it stays, check the disk."
    }
  }
}

extension Role {
  /// "an annotator".
  var withArticle: String { self == .annotator ? "an annotator" : "a \(rawValue)" }
}

extension SchemaChange {
  fileprivate var sentence: String {
    let parts = orphans.map { orphan in
      let what = orphan.value.map { "value “\($0)” of question \(orphan.question)" } ?? "question \(orphan.question)"
      return "\(what) (\(orphan.annotations) \(orphan.annotations == 1 ? "annotation uses" : "annotations use") it)"
    }
    return "the new gloss.yaml takes away " + list(parts)
  }

  fileprivate var remedy: String {
    let renames = orphans.compactMap { orphan in
      orphan.renamedTo.map { new in
        orphan.value.map { "--rename \(orphan.question)=\($0)=\(new)" } ?? "--rename \(orphan.question)=\(new)"
      }
    }
    let put = "Put it back into gloss.yaml"
    return renames.isEmpty
      ? put + ", or name what it became with --rename."
      : put + ", or, if it was only renamed: "
        + renames.joined(separator: " ")
  }
}

/// The first of many names, and how many more there are.
private func few(_ names: [String]) -> [String] {
  names.count > 30 ? names.prefix(30) + ["\(names.count - 30) more"] : names
}
