using System.Runtime.CompilerServices;

namespace Engine.Kernels;

/// <summary>The factor in front of a sketch.</summary>
internal static class ResultScale
{
    /// <summary>Multiplies in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Multiply(Span<float> values, float scale)
    {
        foreach (ref float value in values) value *= scale;
    }
}
