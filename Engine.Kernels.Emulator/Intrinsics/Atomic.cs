namespace ILGPU;

/// <summary>Indivisible operations on memory; each returns what was there before.</summary>
public static partial class Atomic
{
    /// <summary>Adds.</summary>
    public static int Add(ref int target, int value) => Interlocked.Add(ref target, value) - value;

    /// <inheritdoc cref="Add(ref int, int)"/>
    public static uint Add(ref uint target, uint value) => Interlocked.Add(ref target, value) - value;

    /// <inheritdoc cref="Add(ref int, int)"/>
    public static long Add(ref long target, long value) => Interlocked.Add(ref target, value) - value;

    /// <inheritdoc cref="Add(ref int, int)"/>
    public static ulong Add(ref ulong target, ulong value) => Interlocked.Add(ref target, value) - value;

    /// <inheritdoc cref="Add(ref int, int)"/>
    public static float Add(ref float target, float value)
    {
        while (true)
        {
            float before = Volatile.Read(ref target);
            if (IsExchanged(ref target, before, before + value)) return before;
        }
    }

    /// <inheritdoc cref="Add(ref int, int)"/>
    public static double Add(ref double target, double value)
    {
        while (true)
        {
            double before = Volatile.Read(ref target);
            if (IsExchanged(ref target, before, before + value)) return before;
        }
    }

    /// <summary>Compares bits, so that NaN is equal to itself.</summary>
    private static bool IsExchanged(ref float target, float before, float after) =>
        BitConverter.SingleToInt32Bits(Interlocked.CompareExchange(ref target, after, before)) == BitConverter.SingleToInt32Bits(before);

    private static bool IsExchanged(ref double target, double before, double after) =>
        BitConverter.DoubleToInt64Bits(Interlocked.CompareExchange(ref target, after, before)) == BitConverter.DoubleToInt64Bits(before);
}
