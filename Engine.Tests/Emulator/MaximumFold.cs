using ILGPU.Algorithms;

namespace Engine.Tests.Emulator;

/// <summary>The maximum.</summary>
internal readonly struct MaximumFold : IFold
{
    public static int Capacity => 128;

    public static float Neutral => float.MinValue;

    public static float Combine(float first, float second) => XMath.Max(first, second);
}
