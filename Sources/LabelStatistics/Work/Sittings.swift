/// How long a person had been at work at each of `times`, since the sitting began: a pause of more than `pause` ends
/// one. All in the same unit. O(n).
///
/// - Precondition: `times` ascend.
public func timesInSitting(_ times: [Int64], pause: Int64) -> [Int64] {
  var begin: Int64 = 0
  var last: Int64?
  return times.map { time in
    if let known = last {
      precondition(known <= time, "times ascend")
      if time - known > pause { begin = time }
    } else {
      begin = time
    }
    last = time
    return time - begin
  }
}
