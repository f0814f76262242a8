namespace Engine.Tests.Emulator;

/// <summary>Addition.</summary>
internal readonly struct SumFold : IFold
{
    public static int Capacity => 64;

    public static float Neutral => 0;

    public static float Combine(float first, float second) => first + second;
}
