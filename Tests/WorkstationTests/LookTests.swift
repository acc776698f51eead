import Terminal
import Testing

@testable import Workstation

@Suite struct LookTests {
  @Test("Numbers are written as people read them.")
  func figures() {
    #expect(Figures.grouped(0) == "0")
    #expect(Figures.grouped(999) == "999")
    #expect(Figures.grouped(1_234_567) == "1,234,567")
    #expect(Figures.grouped(-1000) == "-1,000")
    #expect(Figures.coefficient(0.614) == ".61")
    #expect(Figures.coefficient(1) == "1.00")
    #expect(Figures.coefficient(-0.05) == "-.05")
    #expect(Figures.coefficient(0) == ".00")
    #expect(Figures.coefficient(.nan) == "?")
    #expect(Figures.seconds(3.14) == "3.1 s")
    #expect(Figures.seconds(59.97) == "60 s")
    #expect(Figures.seconds(1000) == "17 min")
    #expect(Figures.seconds(.infinity) == "?")
    #expect(Figures.sparkline([]) == "")
    #expect(Figures.sparkline([0, 4, 8]) == "▁▄█")
  }

  @Test("A figure without a value gives its reason instead.")
  func reasons() {
    #expect(Figures.alpha(0.61, why: nil, items: 812) == "α .61 n 812")
    #expect(Figures.alpha(nil, why: "one annotator so far", items: 0) == "one annotator so far")
  }

  @Test("How long ago never traps, whatever the clocks say.")
  func ago() {
    #expect(Figures.ago(0, now: 60_000 * 5) == "5 min ago")
    #expect(Figures.ago(0, now: 86_400_000 * 2) == "2 days ago")
    #expect(Figures.ago(100, now: 0) == "just now")
    #expect(Figures.ago(.min, now: .max) == "just now")
  }

  @Test("The stopwatch never runs backwards.")
  func stopwatch() {
    var watch = Stopwatch(now: 1000)
    watch.tick(now: 500)
    #expect(watch.seconds(now: 400) == 0)
    #expect(watch.seconds(now: 1500) == 1)
    watch.tick(now: .min)
    #expect(watch.seconds(now: .max) >= 0)
  }

  @Test("Keys are named in runs.")
  func runs() {
    #expect(AnswerKeys.runs(["1", "2", "3"]) == "1-3")
    #expect(AnswerKeys.runs(["a", "b", "1"]) == "1 a b")
    #expect(AnswerKeys.runs([]) == "")
  }
}

@Suite struct MarkdownTests {
  private func lines(_ source: String, width: Int = 40) -> [String] {
    Markdown(source).styled(width: width).text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  @Test("Headings, paragraphs and lists are laid out with space and hanging indents.")
  func blocks() {
    let source = """
      # Title
      A paragraph that goes
      on here.

      - one
      - two that is long enough to be wrapped onto a second line
        * inner
      3. third
      > said
      > so
      """
    #expect(
      lines(source) == [
        "Title", "", "A paragraph that goes on here.", "", "• one", "• two that is long enough to be wrapped",
        "  onto a second line", "  • inner", "3. third", "", "│ said so",
      ])
  }

  @Test("Code and tables keep their lines.")
  func verbatim() {
    #expect(
      lines("```\na  b\n\n- c\n```\n\n| x | y |\n|---|---|") == [
        "  a  b", "  ", "  - c", "", "  | x | y |", "  |---|---|",
      ])
  }

  @Test("Emphasis is marked and its signs are gone; what is no emphasis stays.")
  func inline() {
    let text = Markdown("**bold** *soft* `code` snake_case_name 2 * 3 \\*plain\\* [here](a.md)").styled(width: 200)
    #expect(text.text == "bold soft code snake_case_name 2 * 3 *plain* here (a.md)")
    let bold = text.marks.filter { $0.attributes == .bold }.map { part(text, $0.range) }
    let soft = text.marks.filter { $0.attributes == .underline }.map { part(text, $0.range) }
    #expect(bold == ["bold"])
    #expect(soft == ["soft", "here"])
  }

  private func part(_ text: StyledText, _ range: Range<Int>) -> String {
    String(decoding: Array(text.text.utf8)[range], as: UTF8.self)
  }

  @Test("Nothing that is written gets lost, however broken the marks.")
  func broken() {
    for source in ["**", "*a", "`x", "[a](b", "<http", "# ", "- ", "![", "***x**", "\\", "__a_", "||", "```"] {
      let text = Markdown(source).styled(width: 20).text
      let letters = source.filter { $0.isLetter && source.count > 3 ? true : $0.isLetter }
      if !source.hasPrefix("```") { #expect(text.filter(\.isLetter) == letters, "\(source)") }
    }
  }
}
