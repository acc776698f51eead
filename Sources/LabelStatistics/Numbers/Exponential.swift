// exp and log from additions, multiplications and divisions only, after fdlibm (Sun Microsystems, 1993; e_exp.c and
// e_log.c): the C library's differ in their last bit from version to version and from processor to processor, and
// what is computed here reaches commits. Error below one unit in the last place.

/// eˣ. Below −708 it is what −708 gives, 3e−308, so that nothing is subnormal; above 709 what 709 gives.
@inline(__always)
func exponential(_ x: Double) -> Double {
  let x = min(max(x, -708), 709)
  let shifted = x * 0x1.71547652b82fep+0 + 0x1.8p52
  let n = shifted - 0x1.8p52
  let high = x - n * 0x1.62e42feep-1
  let low = n * 0x1.a39ef35793c76p-33
  let r = high - low
  let t = r * r
  let p = 0x1.555555555553ep-3 + t * (-0x1.6c16c16bebd93p-9 + t * third(t))
  let c = r - t * p
  let y = 1 - ((low - (r * c) / (2 - c)) - high)
  return y * Double(bitPattern: (shifted.bitPattern << 52) &+ (1023 << 52))
}

@inline(__always)
private func third(_ t: Double) -> Double {
  0x1.1566aaf25de2cp-14 + t * (-0x1.bbd41c5d26bf1p-20 + t * 0x1.6376972bea4dp-25)
}

/// Four at once, bit for bit as one by one.
@inline(__always)
func exponential(_ x: SIMD4<Double>) -> SIMD4<Double> {
  let x = x.clamped(lowerBound: SIMD4(repeating: -708), upperBound: SIMD4(repeating: 709))
  let shifted = x * 0x1.71547652b82fep+0 + 0x1.8p52
  let n = shifted - 0x1.8p52
  let high = x - n * 0x1.62e42feep-1
  let low = n * 0x1.a39ef35793c76p-33
  let r = high - low
  let t = r * r
  let q: SIMD4<Double> = 0x1.1566aaf25de2cp-14 + t * (-0x1.bbd41c5d26bf1p-20 + t * 0x1.6376972bea4dp-25)
  let p: SIMD4<Double> = 0x1.555555555553ep-3 + t * (-0x1.6c16c16bebd93p-9 + t * q)
  let c = r - t * p
  let y = 1 - ((low - (r * c) / (2 - c)) - high)
  let bits = unsafeBitCast(shifted, to: SIMD4<UInt64>.self)
  let scale = (bits &<< SIMD4(repeating: 52)) &+ SIMD4(repeating: 1023 << 52)
  return y * unsafeBitCast(scale, to: SIMD4<Double>.self)
}

/// ln x of a positive, normal, finite x.
@inline(__always)
func logarithm(_ x: Double) -> Double {
  // x = 2ᵏ(1 + f) with √½ < 1 + f < √2.
  let bits = x.bitPattern &+ (0x3ff0_0000_0000_0000 - 0x3fe6_a09e_0000_0000)
  let k = Double(Int64(bits >> 52) - 1023)
  let f = Double(bitPattern: (bits & 0xf_ffff_ffff_ffff) &+ 0x3fe6_a09e_0000_0000) - 1
  let s = f / (2 + f)
  let z = s * s
  let w = z * z
  let even = w * (0x1.999999997fa04p-2 + w * (0x1.c71c51d8e78afp-3 + w * 0x1.39a09d078c69fp-3))
  let odd =
    z
    * (0x1.5555555555593p-1
      + w * (0x1.2492494229359p-2 + w * (0x1.7466496cb03dep-3 + w * 0x1.2f112df3e5244p-3)))
  let half = 0.5 * f * f
  return s * (half + (even + odd)) + k * 0x1.a39ef35793c76p-33 - half + f + k * 0x1.62e42feep-1
}

/// ln(1 + x) of a small x above −1, without what the sum's rounding takes from it (Goldberg 1991, "What Every Computer
/// Scientist Should Know About Floating-Point Arithmetic", theorem 4).
func logarithmOfOne(plus x: Double) -> Double {
  let sum = 1 + x
  return sum == 1 ? x : logarithm(sum) * x / (sum - 1)
}
