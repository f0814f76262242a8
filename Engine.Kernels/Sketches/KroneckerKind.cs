namespace Engine.Kernels;

/// <summary>The families of sketches of Kronecker products.</summary>
public enum KroneckerKind
{
    /// <summary>CountSketches of both factors, convolved (Pham and Pagh): cost grows with the non-zeros.</summary>
    Tensor,

    /// <summary>Products of random entries of both factors' signed Hadamard transforms (TensorSRHT; Ahle et al.).</summary>
    TensorHadamard,
}
