/// What is measured, in the order in which it is done.
enum Step: String, CaseIterable {
  case `import`
  case start
  case keys
  case commit
  case notes
  case push
  case merge
  case history
  case agreement
  case crowd
  case em
  case errors
  case replay
}
