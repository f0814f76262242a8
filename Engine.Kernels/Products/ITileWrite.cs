using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>What a micro-kernel does with the sums of a tile, one vector at a time; a type, so that each kernel is compiled for its case.</summary>
internal unsafe interface ITileWrite
{
    /// <summary>Combines 16 sums with 16 elements of C.</summary>
    static abstract void Write(float* target, Vector512<float> sums, Vector512<float> alpha, Vector512<float> beta);

    /// <summary>Combines 8 sums with 8 elements of C.</summary>
    static abstract void Write(float* target, Vector256<float> sums, Vector256<float> alpha, Vector256<float> beta);
}
