import AnnotationEngine
import Terminal

/// What a screen has at hand while it handles one event, and where it leaves its wishes.
struct Desk {
  /// Milliseconds since 1970.
  let now: Int64
  let size: Size
  let keys: KeyMap

  /// What is to be done outside, in order.
  var effects: [Effect] = []
  /// What is to be laid over the screen when the event is done.
  var overlay: Overlay?
  /// The screen is done: back to the one below.
  var isLeaving = false
  /// A workspace to open, and the screen to open it on.
  var opening: (path: String, section: Section)?
}
