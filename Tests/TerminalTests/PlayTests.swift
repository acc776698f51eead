import Testing

@testable import Terminal

@Suite("Playing without a terminal")
struct PlayTests {
  private struct Counter: Program {
    struct State {
      var log: [String] = []
      var isOver = false
    }
    enum Effect: Sendable {
      case save(Int)
      case follow
    }

    func update(_ state: inout State, _ event: Event<String>) -> [Effect] {
      switch event {
      case .answer(let answer):
        state.log.append(answer)
        return answer == "saved 1" ? [.follow] : []
      case .input(.key(.character("q"))): state.isOver = true
      case .input(.key(let key)):
        state.log.append(key.name)
        return [.save(state.log.count)]
      case .input(.resize(let size)): state.log.append("\(size.columns)×\(size.rows)")
      default: break
      }
      return []
    }

    func view(_ state: State, size: Size) -> Frame {
      var frame = Frame(size: size)
      frame.put(state.log.last ?? "", row: 0, column: 0)
      return frame
    }

    func isOver(_ state: State) -> Bool { state.isOver }
  }

  @Test("Each input gives a frame in which its effects and what followed from them have been answered.")
  func playing() {
    var state = Counter.State()
    var frames: [String] = []
    let last = play(
      Counter(), state: &state, size: Size(rows: 1, columns: 20),
      inputs: [.key(.character("a")), .key(.character("q")), .key(.character("b"))],
      perform: { effect in
        switch effect {
        case .save: "saved 1"
        case .follow: "followed"
        }
      }, each: { _, frame in frames += frame.lines() })
    #expect(state.log == ["20×1", "a", "saved 1", "followed"])
    #expect(frames == ["20×1", "followed", "followed"])
    #expect(last.lines() == ["followed"])
  }
}
