namespace Engine;

/// <summary>How training finds out which neurons fire. All searches are exact and give the same trajectory up to rounding; they differ in time, memory and counted work.</summary>
public enum FireSearch
{
    /// <summary>Candidate lists with a certificate: pairs further below the threshold than their neuron has moved cannot fire. No score is computed anew.</summary>
    Certified,

    /// <summary>The product of all weights with all samples in every step, compared with the threshold: m n d.</summary>
    Dense,

    /// <summary>Half-space reporting over the weights: every sample asks, every moved neuron is stored anew. arXiv 2110.04622, first algorithm.</summary>
    PreprocessedWeights,

    /// <summary>Half-space reporting over the samples: every moved neuron asks. arXiv 2110.04622, second algorithm.</summary>
    PreprocessedData,

    /// <summary>A max-tree of m scores for each sample; n m floats. arXiv 2211.14227, Correlation DTree.</summary>
    CorrelationTreeD,

    /// <summary>A max-tree of n scores for each neuron; n m floats. arXiv 2211.14227, Correlation WTree.</summary>
    CorrelationTreeW,
}
