namespace Engine;

/// <summary>Which outputs a neuron feeds.</summary>
public enum OutputWiring
{
    /// <summary>
    /// Every neuron feeds one output: neurons [k m / K, (k+1) m / K) feed output k, with a_r = +1 or -1. The Gram matrix falls into K
    /// independent n x n systems; the width that counts for the shift is m / K.
    /// </summary>
    Grouped,

    /// <summary>Every neuron feeds every output with its own sign, a_r in {+1, -1}^K. One coupled n K x n K system, solved by conjugate gradients.</summary>
    Dense,
}
