/// At most `most` of the elements, drawn by the seed and in their order; all of them where there are no more. Each set of so
/// many is equally likely. O(elements).
public func drawn<Element>(_ most: Int, of elements: [Element], seed: UInt64) -> [Element] {
  precondition(most >= 0, "a number of elements")
  if elements.count <= most { return elements }
  var generator = SplitMix64(seed: seed)
  var places = Array(elements.indices)
  for place in 0..<most { places.swapAt(place, place + generator.below(places.count - place)) }
  return places.prefix(most).sorted().map { elements[$0] }
}
