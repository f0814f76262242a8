using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>Due paths of listed pairs in a byte: fixed-point fractions of the band, rounded down.</summary>
/// <remarks>
/// A list is used up when its neuron's path reaches the band, so a due path from there on need not be known; and one that lies a hundredth of the band too low makes a pair
/// near a little earlier. 0 stands for a certificate that has ended.
/// </remarks>
internal static class FixedPath
{
    /// <summary>At the band or beyond.</summary>
    public const byte Beyond = byte.MaxValue;

    private const float Units = 250;

    /// <summary>By how much a due path is rounded down at most.</summary>
    public static float Resolution(float band) => 2 * band / Units;

    /// <summary>The due paths, surely not rounded up; <see cref="Beyond"/> for the band and more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Down(Vector512<float> due, float band)
    {
        Vector512<float> beyond = Vector512.GreaterThanOrEqual(due, Vector512.Create(band));
        Vector512<float> units = Vector512.Min(Vector512.Max(due * (Units / band), Vector512<float>.Zero), Vector512.Create(Units));
        // Quotient and product are rounded, and so is the way back: by less than a unit together.
        Vector512<int> whole = Vector512.Max(Vector512.ConvertToInt32(units) - Vector512<int>.One, Vector512<int>.Zero);
        Vector512<uint> bytes = Vector512.ConditionalSelect(beyond.AsInt32(), Vector512.Create((int)Beyond), whole).AsUInt32();
        Vector256<ushort> words = Vector256.Narrow(bytes.GetLower(), bytes.GetUpper());
        return Vector128.Narrow(words.GetLower(), words.GetUpper());
    }

    /// <inheritdoc cref="Down(Vector512{float}, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte Down(float due, float band) => due >= band ? Beyond : (byte)Math.Max((int)MathF.Min(MathF.Max(due * (Units / band), 0), Units) - 1, 0);

    /// <summary>The due paths; more than the band for <see cref="Beyond"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Value(Vector128<byte> due, float band)
    {
        Vector256<ushort> words = Vector256.Create(Vector128.WidenLower(due), Vector128.WidenUpper(due));
        return Vector512.ConvertToSingle(Vector512.Create(Vector256.WidenLower(words), Vector256.WidenUpper(words)).AsInt32()) * (band / Units);
    }

    /// <inheritdoc cref="Value(Vector128{byte}, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Value(byte due, float band) => due * (band / Units);
}
