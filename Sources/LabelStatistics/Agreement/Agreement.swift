/// Mean over items with two or more ratings of the share of agreeing pairs of ratings (the observed agreement of
/// Fleiss 1971). O(ratings).
///
/// The result does not depend on the order of the ratings, not even in its last bit.
public func percentAgreement(_ ratings: Ratings) -> Figure { patternFigure(.percent, ratings) }

/// The share of agreeing pairs among all pairs of ratings of one item: items with many ratings weigh more. O(ratings).
public func pooledPercentAgreement(_ ratings: Ratings) -> Figure { patternFigure(.percentPooled, ratings) }

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

/// Fleiss's kappa (1971). With unequal numbers of ratings as Gwet (2014) generalises it: percent agreement over the items with
/// two or more ratings, chance from the mean over all items of the shares of the values in each. O(ratings).
public func fleissKappa(_ ratings: Ratings, _ weights: ValueWeights? = nil) -> Figure {
  patternFigure(.fleiss(weights), ratings)
}

/// Gwet's AC1 (2008); with weights AC2 (2014). The scale are the values that occur. O(ratings).
public func gwetCoefficient(_ ratings: Ratings, _ weights: ValueWeights? = nil) -> Figure {
  patternFigure(.gwet(weights), ratings)
}

/// Conger's kappa (1980): percent agreement, and chance as the mean over the pairs of annotators of what the two would agree
/// by chance, each with the distribution of all their values. O(ratings).
public func congerKappa(_ ratings: Ratings, _ weights: ValueWeights? = nil) -> Figure {
  AgreementCounts(ratings).figure(.conger(weights))
}

/// The mean over the pairs of annotators of Cohen's kappa (1960; with weights 1968), each pair weighed by its items in common;
/// pairs without variation are left out.
public func cohenKappa(_ ratings: Ratings, _ weights: ValueWeights? = nil) -> Figure {
  AgreementCounts(ratings).figure(.cohen(weights))
}

/// The same mean of Scott's pi (1955).
public func scottPi(_ ratings: Ratings) -> Figure { AgreementCounts(ratings).figure(.scott) }

/// Without the tables of pairs, which it has no use for.
private func patternFigure(_ measure: Measure, _ ratings: Ratings) -> Figure {
  AgreementCounts(ratings, withPairs: false).figure(measure)
}
