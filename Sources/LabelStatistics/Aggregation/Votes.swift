/// Ratings in the order of their items, each as a *voice*: one annotator giving one value.
///
/// There are no more voices than ratings, so that a table of (voice, true value) stays small where people are many and
/// each uses few of the values. Within an item the voices stand in ascending order, which makes every sum independent
/// of the order of the ratings.
struct Votes {
  let itemCount: Int
  let annotatorCount: Int
  let valueCount: Int
  /// Item i has voices[starts[i]..<starts[i + 1]].
  let starts: [Int32]
  let voices: [Int32]
  /// The value of each voice.
  let voiceValues: [Int32]
  /// How often each voice spoke.
  let voiceVotes: [Int32]
  /// Annotator a has the voices voiceStarts[a]..<voiceStarts[a + 1], in the order of their values.
  let voiceStarts: [Int]
  /// Items with a vote.
  let answered: Int

  var voiceCount: Int { voiceValues.count }

  /// O(ratings + items + annotators + values), and what sorting each annotator's different values costs.
  init(_ ratings: Ratings) {
    itemCount = ratings.itemCount
    annotatorCount = ratings.annotatorCount
    valueCount = ratings.valueCount
    let table = VoiceTable(ratings)
    voiceValues = table.values
    voiceVotes = table.votes
    voiceStarts = table.starts
    let byItem = RatingsByItem(ratings, table.voices)
    starts = byItem.starts
    var voices = byItem.elements
    var answered = 0
    voices.withUnsafeMutableBufferPointer { voices in
      for item in 1..<byItem.starts.count {
        let (start, end) = (Int(byItem.starts[item - 1]), Int(byItem.starts[item]))
        if start < end { answered += 1 }
        sort(voices, start, end)
      }
    }
    self.voices = voices
    self.answered = answered
  }

  /// The annotator of each voice.
  var voiceAnnotators: [Int32] {
    (0..<annotatorCount).flatMap {
      repeatElement(Int32($0), count: voiceStarts[$0 + 1] - voiceStarts[$0])
    }
  }

  /// Votes of item `i`.
  func count(_ item: Int) -> Int { Int(starts[item + 1] - starts[item]) }

  /// Votes of annotator `a`.
  func answers(of annotator: Int) -> Int {
    voiceVotes[voiceStarts[annotator]..<voiceStarts[annotator + 1]].reduce(0) { $0 + Int($1) }
  }
}

/// By insertion: an item has few votes; many are left to the library.
private func sort(_ voices: UnsafeMutableBufferPointer<Int32>, _ start: Int, _ end: Int) {
  if end - start > 64 { return voices[start..<end].sort() }
  for index in start + 1..<max(start + 1, end) {
    let voice = voices[index]
    var place = index
    while place > start, voices[place - 1] > voice {
      voices[place] = voices[place - 1]
      place -= 1
    }
    voices[place] = voice
  }
}

private struct VoiceTable {
  /// The voice of each rating, in the order of the ratings.
  var voices: [Int32]
  var values: [Int32] = []
  var votes: [Int32] = []
  var starts: [Int] = [0]

  init(_ ratings: Ratings) {
    voices = [Int32](repeating: 0, count: ratings.items.count)
    let byAnnotator = RatingsByItem(
      Ratings(
        items: ratings.annotators, annotators: ratings.items, values: ratings.values,
        itemCount: ratings.annotatorCount, annotatorCount: ratings.itemCount, valueCount: ratings.valueCount),
      ratings.items.indices.map { Int32($0) })
    // Of each value: which voice it is, where it is one of the annotator at hand.
    var voiceOf = [Int32](repeating: -1, count: ratings.valueCount)
    for annotator in 0..<ratings.annotatorCount {
      let mine = byAnnotator.elements[Int(byAnnotator.starts[annotator])..<Int(byAnnotator.starts[annotator + 1])]
      var used: [Int32] = []
      for rating in mine {
        let value = ratings.values[Int(rating)]
        if voiceOf[Int(value)] < 0 {
          voiceOf[Int(value)] = 0
          used.append(value)
        }
      }
      used.sort()
      for value in used {
        voiceOf[Int(value)] = Int32(values.count)
        values.append(value)
        votes.append(0)
      }
      for rating in mine {
        let voice = voiceOf[Int(ratings.values[Int(rating)])]
        voices[Int(rating)] = voice
        votes[Int(voice)] += 1
      }
      for value in used { voiceOf[Int(value)] = -1 }
      starts.append(values.count)
    }
  }
}
