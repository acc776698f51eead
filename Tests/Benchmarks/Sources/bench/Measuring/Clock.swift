import CMeasure

/// Seconds between two readings of the clock.
func seconds(from start: Int64, to end: Int64 = measure_now()) -> Double { Double(end - start) / 1e9 }
