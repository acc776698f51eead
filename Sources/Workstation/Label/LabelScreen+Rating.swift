import AnnotationEngine
import Terminal

/// Ratings: digits for numbers, or a number that is typed, and arrows along the scale.
extension LabelScreen {
  /// The rating that digits and arrows answer: the question that waits, where it is one; else the next that waits, else
  /// the last that was answered.
  var rating: Int? {
    guard item != nil else { return nil }
    if let current, questions[current].kind == .rating { return current }
    let ratings = questions.indices.filter { questions[$0].kind == .rating }
    return ratings.first { answers[questions[$0].name] == nil } ?? lastRating ?? ratings.last
  }

  /// What is being typed, for drawing.
  var typing: (question: Int, text: String)? {
    guard !typed.isEmpty, let rating else { return nil }
    return (rating, typed)
  }

  /// A digit: a number of the scale, or the next digit of one.
  mutating func rate(_ digit: Int, _ desk: inout Desk) {
    if let why = whyNotAnswer {
      notice = .warning(why)
      return
    }
    guard let rating, let item, let scale = questions[rating].scale else { return }
    if !scale.isOnDigits {
      type(Character(String(digit)))
      return
    }
    guard let place = scale.digits.firstIndex(of: String(digit)) else {
      notice = .remark("“\(questions[rating].shownTitle)” takes a number \(scale.words)")
      return
    }
    let answer = AnnotationEngine.Answer.number(scale.point(place))
    if !advancesAtOnce && answers[questions[rating].name] == answer && focus == nil && current == nil {
      // The key of the number that stands there takes it away, as with other values.
      lastRating = rating
      var new = answers
      new[questions[rating].name] = nil
      change(new)
      return
    }
    give(answer, to: rating, item, &desk)
  }

  private mutating func type(_ character: Character) {
    if typed.count < 17 { typed.append(character) }
  }

  /// Keys that belong to a number while it is typed, and the point that can begin one; false for all others.
  mutating func takeTyping(_ key: Key, _ desk: inout Desk) -> Bool {
    guard let rating, questions[rating].isTyped, whyNotAnswer == nil else { return false }
    if key == .character(".") && !typed.contains(".") {
      type(".")
      return true
    }
    guard !typed.isEmpty else { return false }
    switch key {
    case .character("-"): if typed.first == "-" { typed.removeFirst() } else { typed = "-" + typed }
    case .backspace: typed.removeLast()
    case .escape: typed = ""
    case .enter: takeTyped(&desk)
    default: return false
    }
    if typed == "-" { typed = "" }
    return true
  }

  private mutating func takeTyped(_ desk: inout Desk) {
    guard let rating, let item, let scale = questions[rating].scale else { return }
    guard let number = DecimalNumber(typed), scale.contains(number) else {
      notice = .warning("“\(typed)” is not a number \(scale.words)")
      return
    }
    typed = ""
    give(.number(number), to: rating, item, &desk)
  }

  /// Whether arrows move along a scale now.
  var isOnScale: Bool {
    guard let rating, whyNotAnswer == nil else { return false }
    return current == nil || current == rating
  }

  /// One step along the scale of the rating that waits or was answered last; without an answer to its near end.
  /// Nothing is submitted by it.
  mutating func moveAlongScale(by steps: Int) {
    guard let rating, let scale = questions[rating].scale else { return }
    typed = ""
    var place = steps > 0 ? 0 : scale.count - 1
    if case .number(let number) = answers[questions[rating].name], let old = scale.place(of: number) {
      place = min(scale.count - 1, max(0, old + steps))
    }
    // The keys stay here until another answer is given.
    focus = questions.count > 1 ? rating : nil
    lastRating = rating
    var new = answers
    new[questions[rating].name] = .number(scale.point(place))
    change(new)
  }

  /// Goes to the question before the one that waits, so that keys answer it again.
  mutating func previousQuestion() {
    typed = ""
    let place = current ?? questions.count
    focus = (place - 1 + questions.count) % questions.count
  }
}
