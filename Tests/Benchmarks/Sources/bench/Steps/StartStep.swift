import CMeasure

extension Bench {
  /// From the start of the program to the last byte of its first whole frame, in turns with the curses program.
  func startStep() throws {
    say("\(options.runs) starts of gloss label, of a curses program and of gloss --version, in turns")
    var label: [Double] = []
    var curses: [Double] = []
    var version: [Double] = []
    var bytes = 0
    let frame = fixture("one-frame")
    for run in 0...options.runs {
      let screen = try LabelScreen(self)
      let first = try screen.firstFrame()
      try screen.session.leave("Q")
      let other = try TerminalSession(frame, [], in: directory)
      let answer = try other.answer(quiet: LabelScreen.quiet) { $0.row(23).hasPrefix("ready") }
      try other.leave("Q")
      let bare = try gloss.run(["--version"], in: directory)
      // The first of each reads the program from the disk.
      if run == 0 { continue }
      label.append(first.seconds)
      bytes = max(bytes, first.bytes)
      curses.append(seconds(from: other.started, to: answer.at))
      version.append(bare.seconds)
    }
    let times = Distribution(label)
    found(
      Measurement(
        "start to first frame of \(options.samples) samples, p50 of \(times.count)", .seconds(times.percentile(0.5)),
        .under(.seconds(0.030)),
        beside: [
          .init("a curses program that draws one frame", .seconds(Distribution(curses).percentile(0.5))),
          .init("gloss --version", .seconds(Distribution(version).percentile(0.5))),
        ]))
    found(Measurement("  the slowest", .seconds(times.max)))
    found(Measurement("  bytes of the first frame", .bytes(bytes)))
  }
}
