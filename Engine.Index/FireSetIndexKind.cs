namespace Engine.Indexing;

/// <summary>The structures behind <see cref="IFireSetIndex"/>, as the papers name them.</summary>
public enum FireSetIndexKind
{
    /// <summary>Half-space reporting over the neurons, asked by the samples: arXiv 2110.04622, first algorithm.</summary>
    HalfSpaceOverWeights,

    /// <summary>Half-space reporting over the samples, asked by the neurons: arXiv 2110.04622, second algorithm.</summary>
    HalfSpaceOverData,

    /// <summary>A max-tree of the scores of all neurons for each sample: arXiv 2211.14227; the threshold-search tree of arXiv 2208.04508.</summary>
    CorrelationDTree,

    /// <summary>A max-tree of the scores of all samples for each neuron: arXiv 2211.14227.</summary>
    CorrelationWTree,
}
