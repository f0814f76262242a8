namespace Engine;

/// <summary>Which hidden matrices training moves.</summary>
public enum TrainedLayers
{
    /// <summary>The last one, as in arXiv 2112.07628: inputs are frozen, outputs decouple, steps never touch the matrix. Default.</summary>
    Last,

    /// <summary>The last two. Outputs share weights: one n K x n K system, by conjugate gradients.</summary>
    LastTwo,

    /// <summary>All of them; coupled as well.</summary>
    All,
}
