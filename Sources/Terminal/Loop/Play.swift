/// Plays `inputs` to `program` without a terminal: every effect is performed at once and its answer handled before the
/// next input, and `each` gets the frame after every one (first the frame before any, with nil).
///
/// Ends early when the program is over. Gives the last frame.
@discardableResult
public func play<P: Program>(
  _ program: P, state: inout P.State, effects: [P.Effect] = [], size: Size, inputs: some Sequence<Input>,
  perform: (P.Effect) -> P.Answer?, each: (Input?, Frame) -> Void
) -> Frame {
  func handle(_ event: Event<P.Answer>?, _ first: [P.Effect], _ state: inout P.State) {
    var waiting = first
    if let event { waiting += program.update(&state, event) }
    while !waiting.isEmpty {
      guard let answer = perform(waiting.removeFirst()) else { continue }
      waiting += program.update(&state, .answer(answer))
    }
  }
  handle(.input(.resize(size)), effects, &state)
  var frame = program.view(state, size: size)
  each(nil, frame)
  for input in inputs where !program.isOver(state) {
    handle(.input(input), [], &state)
    frame = program.view(state, size: size)
    each(input, frame)
  }
  return frame
}
