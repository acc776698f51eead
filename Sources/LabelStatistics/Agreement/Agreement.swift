/// Mean over items with two or more ratings of the share of agreeing pairs of ratings (the observed agreement of
/// Fleiss 1971). O(ratings).
///
/// The result does not depend on the order of the ratings, not even in its last bit.
public func percentAgreement(_ ratings: Ratings) -> Figure { patternFigure(.percent, ratings) }

/// Krippendorff's alpha (2011, "Computing Krippendorff's Alpha-Reliability"), of nominal values or by any difference of
/// them. O(ratings + values), with a ratio or a table O(ratings + values²). Missing data is normal: items with one rating are
/// left out.
///
/// alpha = 1 − Do/De, where with n pairable ratings, nᵢ of item i, nᵢᵥ of them of value v, and nᵥ of value v in all
/// Do = Σᵢ Σᵥ nᵢᵥ(nᵢ − nᵢᵥ)/(nᵢ − 1) / n and De = Σᵥ nᵥ(n − nᵥ) / n(n − 1).
/// The result does not depend on the order of the ratings, not even in its last bit.
public func krippendorffAlpha(_ ratings: Ratings, _ difference: Difference = .nominal) -> Figure {
  patternFigure(.alpha(difference), ratings)
}

/// Without the tables of pairs, which it has no use for.
private func patternFigure(_ measure: Measure, _ ratings: Ratings) -> Figure {
  AgreementCounts(ratings, withPairs: false).figure(measure)
}
