import Terminal
import Testing

// Testable, for the memberwise initialisers of the engine's values.
@testable import AnnotationEngine
@testable import Workstation

@Suite struct HistoryTests {
  private let newest = Fixture.commit(0)

  /// The commit on top of the log is open.
  private func opened(_ shown: Veiled<ShowReport> = Veiled(Fixture.show(Fixture.commit(0)))) -> Stage {
    var stage = Stage.reading()
    stage.press(.enter)
    stage.answer(.commit(shown), to: .commit(newest))
    _ = stage.taken()
    return stage
  }

  @Test("A commit stands in a line with its place in the graph, its names, message, author and time.")
  func shows() {
    let stage = Stage.reading()
    #expect(stage.header == " tweets · history                                                 rita · 1 of 5")
    #expect(stage.lines[2].hasPrefix(" ▸ ●  [main] Labels of the first team"))
    #expect(stage.lines[2].hasSuffix("rita      just now"))
    #expect(stage.lines[6].hasPrefix("   ●  [v0.1] Labels of the first team"))
    #expect(stage.status == " 000000aaaa · rita · 2023-11-14 22:13 UTC")
  }

  @Test("The first page is there at once; the rest follows page by page and the cursor stays where it is.")
  func pages() {
    let log = Fixture.log(2500)
    var stage = Stage(.history(Fixture.workplace(person: "rita")))
    #expect(stage.histories() == [.page(offset: 0, limit: 100, isFirst: true)])
    var page = LogPage(entries: Array(log.prefix(100)), offset: 0, count: nil, refs: "a", head: log[0].commit)
    stage.answer(.page(page), to: .page(offset: 0, limit: 100, isFirst: true))
    #expect(stage.header.contains("1 of 100…"))
    stage.press(.pageDown, .down)
    let chosen = stage.lines.first { $0.hasPrefix(" ▸") }
    #expect(stage.histories() == [.page(offset: 0, limit: 1000, isFirst: false)])
    for offset in [0, 1000, 2000] {
      page = LogPage(
        entries: Array(log.dropFirst(offset).prefix(1000)), offset: offset, count: 2500, refs: "a", head: log[0].commit)
      stage.answer(.page(page), to: .page(offset: offset, limit: 1000, isFirst: false))
      let next = offset + 1000
      #expect(stage.histories() == (next < 2500 ? [.page(offset: next, limit: 1000, isFirst: false)] : []))
      #expect(stage.lines.first { $0.hasPrefix(" ▸") } == chosen)
    }
    #expect(stage.header.contains(" of 2,500"))
    stage.press(.end)
    #expect(stage.header.contains("2,500 of 2,500"))
    #expect(stage.shows("[v0.1]"))
  }

  @Test("Who goes to the end of a log that is still coming in goes on with it, until another key.")
  func end() {
    let log = Fixture.log(300)
    for (more, place) in [([Key](), "300 of 300"), ([.up], "99 of 300")] {
      var stage = Stage(.history(Fixture.workplace(person: "rita")))
      var page = LogPage(entries: Array(log.prefix(100)), offset: 0, count: nil, refs: "a", head: log[0].commit)
      stage.answer(.page(page), to: .page(offset: 0, limit: 100, isFirst: true))
      stage.press(.end)
      for key in more { stage.press(key) }
      page.entries = log
      page.count = 300
      stage.answer(.page(page), to: .page(offset: 0, limit: 1000, isFirst: false))
      #expect(stage.header.hasSuffix(place))
    }
  }

  @Test("When a branch moves the log is read anew, and the cursor stays on its commit.")
  func moved() {
    var stage = Stage.reading()
    stage.press(.down)
    let chosen = stage.status
    stage.input(.idle)
    #expect(stage.histories() == [.page(offset: 0, limit: 1, isFirst: true)])
    var log = Fixture.log(5)
    log.insert(log[0], at: 0)
    log[0].commit = Fixture.commit(99)
    log[0].parents = [log[1].commit]
    var page = LogPage(entries: [log[0]], offset: 0, count: nil, refs: "b", head: log[0].commit)
    stage.answer(.page(page), to: .page(offset: 0, limit: 1, isFirst: true))
    #expect(stage.histories() == [.page(offset: 0, limit: 1000, isFirst: false)])
    page.entries = log
    page.count = 6
    stage.answer(.page(page), to: .page(offset: 0, limit: 1000, isFirst: false))
    #expect(stage.header.hasSuffix("3 of 6"))
    #expect(stage.status == chosen)
    // Where nothing moved, nothing is read.
    stage.input(.idle)
    stage.effects = []
    page.count = nil
    stage.answer(.page(page), to: .page(offset: 0, limit: 1, isFirst: true))
    #expect(stage.taken() == [])
  }

  @Test("Enter shows what a commit changed: counts, and the rows with a sign for each kind of change.")
  func commit() {
    let stage = opened()
    #expect(stage.header.hasPrefix(" tweets · history · 000000aaaa"))
    #expect(stage.shows("holds 4 samples, 10 annotations, 2 labels"))
    #expect(stage.shows("sentiment  negative 1 · positive 1"))
    #expect(stage.shows("changed since 000001aaaa ─"))
    #expect(stage.shows("annotations  ~ 1 changed"))
    #expect(stage.shows(" ▸ ~ s1  alice        neutral → negative, unanimous"))
    #expect(stage.shows("   ~ s1  ● sentiment  neutral → negative, unanimous"))
    #expect(stage.shows("   + s1               negative, unanimous"))
  }

  @Test("Where labels changed, a table tells which became which; in little room, a list.")
  func confusion() {
    var report = Fixture.show(newest)
    report.changes.confusion = [
      "sentiment": ["negative": ["positive": 3, "neutral": 1], "": ["negative": 2]], "gone": ["": ["x": 1]],
    ]
    var stage = opened(Veiled(report))
    #expect(stage.shows("sentiment  negative  neutral  positive  no label"))
    #expect(stage.shows("negative          ·        1         3         ·"))
    #expect(stage.shows("no label          2        ·         ·         ·"))
    // Labels that are new alone are counted above.
    #expect(!stage.shows("gone"))
    stage.resize(40, 40)
    #expect(stage.shows("negative → positive  3"))
    #expect(stage.shows("no label → negative  2"))
  }

  @Test("From a row the sample opens as it was then; what a commit took away, as it was before.")
  func jump() {
    var stage = opened()
    stage.press(.down, .enter)
    #expect(stage.histories() == [.sample("s1", at: newest)])
    stage.answer(.sample(Veiled(Fixture.version("s1", at: newest))), to: .sample("s1", at: newest))
    #expect(stage.histories() == [.versions(of: "s1", through: newest)])
    #expect(stage.header.hasPrefix(" tweets · history · s1 at 000000aaaa"))
    #expect(stage.shows("Oh great."))
    #expect(stage.shows("● negative, resolved by rita “irony”"))
    #expect(stage.shows("alice  negative  4.1 s  “irony”"))
    #expect(stage.shows("bob    skipped: unclear"))

    var gone = Fixture.show(newest)
    gone.changes.rows = [DiffRow(table: "samples", sample: "s9", part: nil, old: "gone", new: nil)]
    stage = opened(Veiled(gone))
    stage.press(.enter)
    #expect(stage.histories() == [.sample("s9", at: Fixture.commit(1))])
  }

  @Test("[ and ] step through the versions of a sample, and say where they end.")
  func versions() {
    var stage = opened()
    stage.press(.enter)
    stage.answer(.sample(Veiled(Fixture.version("s1", at: newest))), to: .sample("s1", at: newest))
    stage.type("[")
    #expect(stage.status.contains("being looked for"))
    let all = [newest, Fixture.commit(3)]
    stage.answer(.versions(all), to: .versions(of: "s1", through: newest))
    #expect(stage.header.hasSuffix("version 2 of 2"))
    stage.effects = []
    stage.type("]")
    #expect(stage.status.contains("this is its newest version"))
    stage.type("[")
    #expect(stage.histories() == [.sample("s1", at: all[1])])
    stage.answer(.sample(Veiled(Fixture.version("s1", at: all[1]))), to: .sample("s1", at: all[1]))
    #expect(stage.header.hasSuffix("version 1 of 2"))
    // The others are known: nobody asks again.
    #expect(stage.histories() == [])
    stage.type("[")
    #expect(stage.status.contains("this is its first version"))
  }

  @Test("Escape goes back a level at a time, and home from the list.")
  func back() {
    var stage = Stage.atHome()
    stage.type("h")
    #expect(stage.taken() == [.open(workspace: "/w")])
    stage.answer(.opened(Fixture.workplace(person: "rita")))
    let page = LogPage(entries: Fixture.log(5), offset: 0, count: 5, refs: "a", head: newest)
    stage.answer(.page(page), to: .page(offset: 0, limit: 100, isFirst: true))
    stage.press(.enter)
    stage.answer(.commit(Veiled(Fixture.show(newest))), to: .commit(newest))
    stage.press(.enter)
    stage.answer(.sample(Veiled(Fixture.version("s1", at: newest))), to: .sample("s1", at: newest))
    stage.press(.escape)
    #expect(stage.shows("holds 4 samples"))
    stage.press(.escape)
    #expect(stage.shows("▸ ●  [main]"))
    stage.press(.escape)
    #expect(stage.header.hasPrefix(" gloss"))
  }

  @Test("An answer that nobody waits for any more changes nothing.")
  func late() {
    var stage = Stage.reading()
    stage.press(.enter, .escape)
    let before = stage.frame
    stage.answer(.commit(Veiled(Fixture.show(newest))), to: .commit(newest))
    #expect(stage.frame == before)
  }

  @Test("/ finds in messages, authors and names, { and } step, and the text is marked.")
  func find() {
    var log = Fixture.log(40)
    log[7].message = "Irony counts"
    log[30].message = "irony again"
    var stage = Stage.reading(log)
    stage.type("/IRONY")
    stage.press(.enter)
    #expect(stage.header.hasSuffix("8 of 40"))
    #expect((0..<80).contains { stage.frame[9, $0].role == .match })
    stage.type("}")
    #expect(stage.header.hasSuffix("31 of 40"))
    stage.type("}")
    #expect(stage.status.contains("no older commit says “IRONY”"))
    stage.type("{")
    #expect(stage.header.hasSuffix("8 of 40"))
    stage.press(.escape)
    #expect(!(0..<80).contains { stage.frame[9, $0].role == .match })
    stage.press(.control("g"))
    stage.type("v0.1")
    stage.press(.enter)
    #expect(stage.header.hasSuffix("40 of 40"))
  }

  @Test("What cannot be read says why, and R reads it again.")
  func fails() {
    var stage = Stage(.history(Fixture.workplace(person: "rita")))
    stage.fail(stage.taken()[0], "the store is damaged")
    #expect(stage.shows("not read: the store is damaged"))
    stage.type("R")
    #expect(stage.histories() == [.page(offset: 0, limit: 100, isFirst: true)])
  }

  @Test("Where others' answers are kept from a person, the screen says so.")
  func veiled() {
    var stage = opened(Veiled(Fixture.show(newest), isVeiled: true))
    #expect(stage.status.contains("Others' answers are shown after you have answered."))
    var version = Fixture.version("s1", at: newest)
    version.labels = [:]
    version.annotations = []
    stage.press(.enter)
    stage.answer(.sample(Veiled(version, isVeiled: true)), to: .sample("s1", at: newest))
    #expect(stage.shows("! Others' answers are shown after you have answered."))
    #expect(!stage.shows("no label"))
  }

  @Test("A long list of rows scrolls, and its end says how many more there are.")
  func scrolls() {
    var report = Fixture.show(newest, rows: 60)
    report.changes.labels.changed = 500
    var stage = opened(Veiled(report))
    stage.press(.end)
    #expect(stage.shows("more rows: gloss diff lists them"))
    #expect(stage.lines.contains { $0.hasPrefix(" ▸") })
    for _ in 0..<80 { stage.press(.up) }
    #expect(stage.shows("Resolved the hard ones"))
    stage.resize(12, 40)
    stage.press(.pageDown, .pageDown, .pageDown)
    #expect(stage.lines.contains { $0.hasPrefix(" ▸") })
  }

  @Test("Days long ago are dates, and moments are those of the calendar.")
  func dates() {
    let day: Int64 = 86_400_000
    #expect(Figures.percent(329, of: 600) == "55%" && Figures.percent(0.5483) == "55%")
    #expect(Figures.percent(999, of: 1000) == "99%" && Figures.percent(1000, of: 1000) == "100%")
    #expect(Figures.date(0) == "1970-01-01 00:00 UTC")
    #expect(Figures.date(1_714_555_800_000) == "2024-05-01 09:30 UTC")
    #expect(Figures.date(951_782_400_000) == "2000-02-29 00:00 UTC")
    #expect(Figures.date(-1) == "1969-12-31 23:59 UTC")
    #expect(Figures.moment(0, now: 5 * day) == "5 days ago")
    #expect(Figures.moment(0, now: 50 * day) == "1970-01-01")
    #expect(Figures.moment(.min, now: .max) == "?")
  }
}
