/// ψ(x), the derivative of ln Γ, of a positive x: by ψ(x) = ψ(x + 1) − 1/x up to where the asymptotic series holds to the
/// last bits (Abramowitz & Stegun 1964, 6.3.18).
func digamma(_ x: Double) -> Double {
  var x = x
  var sum = 0.0
  while x < 10 {
    sum -= 1 / x
    x += 1
  }
  let z = 1 / (x * x)
  let tail = z * (1.0 / 12 - z * (1.0 / 120 - z * (1.0 / 252 - z * (1.0 / 240 - z * (1.0 / 132 - z * 691.0 / 32760)))))
  return sum + logarithm(x) - 0.5 / x - tail
}

/// ln Γ(x) of a positive x, likewise (Abramowitz & Stegun 1964, 6.1.41).
func logGamma(_ x: Double) -> Double {
  var x = x
  var product = 1.0
  while x < 10 {
    product *= x
    x += 1
  }
  let z = 1 / (x * x)
  let tail =
    (1.0 / 12 - z * (1.0 / 360 - z * (1.0 / 1260 - z * (1.0 / 1680 - z * (1.0 / 1188 - z * 691.0 / 360360))))) / x
  return (x - 0.5) * logarithm(x) - x + 0.9189385332046727 + tail - logarithm(product)
}

/// ln k! of a whole number that is not negative: from a table where it is small, else what `logGamma` gives. Of 0 and 1 it
/// is 0.
func logFactorial(_ k: Int) -> Double { k < smallLogFactorials.count ? smallLogFactorials[k] : logGamma(Double(k) + 1) }

private let smallLogFactorials: [Double] = {
  var table = [0.0]
  var factorial = 1
  for k in 1..<4096 {
    // 20! is the last that fits a word.
    if k <= 20 { factorial *= k }
    table.append(k <= 20 ? logarithm(Double(factorial)) : logGamma(Double(k) + 1))
  }
  return table
}()
