/// Takes from each stratum in turn, so that any beginning of the result holds each stratum in equal number as long as it
/// lasts. `strata` names the stratum of each index; within one the order of `order` stays. Strata come in the order of
/// their names, smallest first. O(n).
public func interleaved(_ order: [Int], strata: [Int32]) -> [Int] {
  var members: [Int32: [Int]] = [:]
  for index in order { members[strata[index], default: []].append(index) }
  let groups = members.sorted { $0.key < $1.key }.map(\.value)
  var result: [Int] = []
  result.reserveCapacity(order.count)
  var round = 0
  var left = groups.filter { !$0.isEmpty }
  while !left.isEmpty {
    for group in left { result.append(group[round]) }
    round += 1
    left.removeAll { $0.count <= round }
  }
  return result
}

/// Orders woven into one in proportion to their weights, each index once, where the first order that comes to it has it.
///
/// The order next served is the one furthest behind its share (as in weighted fair queueing: the least (served + 1)/weight,
/// of equals the first), so the shares hold in every beginning as closely as whole numbers allow. Orders without weight
/// are left out. O(total length · orders).
public func woven(_ orders: [(order: [Int], weight: Double)]) -> [Int] {
  let orders = orders.filter { $0.weight > 0 && $0.weight.isFinite }
  var next = [Int](repeating: 0, count: orders.count)
  var served = next
  var seen = Set<Int>()
  var result: [Int] = []
  while true {
    var best: Int?
    for index in orders.indices {
      while next[index] < orders[index].order.count, seen.contains(orders[index].order[next[index]]) {
        next[index] += 1
      }
      if next[index] == orders[index].order.count { continue }
      guard let known = best else {
        best = index
        continue
      }
      if Double(served[index] + 1) / orders[index].weight < Double(served[known] + 1) / orders[known].weight {
        best = index
      }
    }
    guard let best else { return result }
    let chosen = orders[best].order[next[best]]
    seen.insert(chosen)
    result.append(chosen)
    next[best] += 1
    served[best] += 1
  }
}
