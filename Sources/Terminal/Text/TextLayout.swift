/// The columns that `text` takes on screen when drawn by `Frame.put`.
public func displayWidth(_ text: String) -> Int { fatalError() }

/// `text` broken into lines of at most `width` columns at spaces (a longer word is cut), keeping its own line
/// breaks, tabs expanded; the form in which hostile characters show as glyphs is what is measured.
public func wrap(_ text: String, width: Int) -> [String] { fatalError() }
