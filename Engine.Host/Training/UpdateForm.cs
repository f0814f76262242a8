namespace Engine;

/// <summary>How the scores of candidate pairs follow the weights. Both forms give the same numbers up to rounding.</summary>
public enum UpdateForm
{
    /// <summary>Whichever the cost model expects to be faster; see <see cref="Primal"/> and <see cref="Dual"/>.</summary>
    Auto,

    /// <summary>dz = &lt;dw, x&gt; with dw formed in d dimensions: wins when n is large against d.</summary>
    Primal,

    /// <summary>dz = sum_j dc_j &lt;x_j, x&gt; from the kernel matrix X X^T: wins while that matrix fits the cache; d does not matter.</summary>
    Dual,
}
