namespace Engine;

/// <summary>Where W is. Bits of training, predictions and files do not depend on it.</summary>
public enum WeightStorage
{
    /// <summary>In memory: m d floats.</summary>
    Stored,

    /// <summary>
    /// Nowhere: rows of W(0) are drawn from the seed when they are needed, and w_r = w_r(0) + sum_i c_ri x_i is formed from the coefficients of training. Preprocessing and
    /// predictions draw every weight, rows of scores that are computed again their own.
    /// </summary>
    Regenerated,
}
