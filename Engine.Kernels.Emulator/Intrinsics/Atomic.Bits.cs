namespace ILGPU;

/// <content>Bits.</content>
public static partial class Atomic
{
    /// <summary>Stores the bits of target &amp; value.</summary>
    public static int And(ref int target, int value) => Interlocked.And(ref target, value);

    /// <inheritdoc cref="And(ref int, int)"/>
    public static uint And(ref uint target, uint value) => Interlocked.And(ref target, value);

    /// <inheritdoc cref="And(ref int, int)"/>
    public static long And(ref long target, long value) => Interlocked.And(ref target, value);

    /// <inheritdoc cref="And(ref int, int)"/>
    public static ulong And(ref ulong target, ulong value) => Interlocked.And(ref target, value);

    /// <summary>Stores the bits of target | value.</summary>
    public static int Or(ref int target, int value) => Interlocked.Or(ref target, value);

    /// <inheritdoc cref="Or(ref int, int)"/>
    public static uint Or(ref uint target, uint value) => Interlocked.Or(ref target, value);

    /// <inheritdoc cref="Or(ref int, int)"/>
    public static long Or(ref long target, long value) => Interlocked.Or(ref target, value);

    /// <inheritdoc cref="Or(ref int, int)"/>
    public static ulong Or(ref ulong target, ulong value) => Interlocked.Or(ref target, value);

    /// <summary>Stores the bits of target ^ value.</summary>
    public static int Xor(ref int target, int value)
    {
        while (true)
        {
            int before = Volatile.Read(ref target);
            if (Interlocked.CompareExchange(ref target, before ^ value, before) == before) return before;
        }
    }

    /// <inheritdoc cref="Xor(ref int, int)"/>
    public static uint Xor(ref uint target, uint value)
    {
        while (true)
        {
            uint before = Volatile.Read(ref target);
            if (Interlocked.CompareExchange(ref target, before ^ value, before) == before) return before;
        }
    }

    /// <inheritdoc cref="Xor(ref int, int)"/>
    public static long Xor(ref long target, long value)
    {
        while (true)
        {
            long before = Volatile.Read(ref target);
            if (Interlocked.CompareExchange(ref target, before ^ value, before) == before) return before;
        }
    }

    /// <inheritdoc cref="Xor(ref int, int)"/>
    public static ulong Xor(ref ulong target, ulong value)
    {
        while (true)
        {
            ulong before = Volatile.Read(ref target);
            if (Interlocked.CompareExchange(ref target, before ^ value, before) == before) return before;
        }
    }
}
