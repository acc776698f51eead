/// Signs of the field that have no likeness in ASCII: there they are words.
///
/// A shape such as `▸` has an ASCII form of one column (`Charset`); the first letter of alpha would be a word that nobody
/// knows. Whether words are wanted is known to the whole program while it draws, so that no view has to hand it on.
enum Signs {
  @TaskLocal static var areWords = false

  /// Krippendorff's alpha.
  static var alpha: String { areWords ? "alpha" : "α" }
  /// Cohen's kappa.
  static var kappa: String { areWords ? "kappa" : "κ" }
  /// A disagreement.
  static var unequal: String { areWords ? "!=" : "≠" }
  /// A mark of three columns before a row.
  static var unequalMark: String { areWords ? "!= " : " ≠ " }
  /// From the one to the other.
  static var arrow: String { areWords ? "->" : "→" }
}
