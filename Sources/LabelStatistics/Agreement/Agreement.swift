/// Mean over items with two or more ratings of the share of agreeing pairs of ratings (the observed agreement of
/// Fleiss 1971). O(ratings).
public func percentAgreement(_ ratings: Ratings) -> Figure { fatalError() }

/// Krippendorff's alpha with the nominal metric (Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability").
/// O(ratings + values²). Missing data is normal: items with one rating are left out.
public func krippendorffAlpha(_ ratings: Ratings) -> Figure { fatalError() }

/// Cohen's kappa (1960) and percent agreement of every pair of annotators with items in common, in ascending (a, b).
public func pairAgreements(_ ratings: Ratings) -> [PairAgreement] { fatalError() }
