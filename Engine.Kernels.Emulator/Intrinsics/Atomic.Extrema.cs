namespace ILGPU;

/// <content>Minima and maxima.</content>
public static partial class Atomic
{
    /// <summary>Stores the smaller of the two.</summary>
    public static int Min(ref int target, int value)
    {
        while (true)
        {
            int before = Volatile.Read(ref target);
            if (Interlocked.CompareExchange(ref target, Math.Min(before, value), before) == before) return before;
        }
    }

    /// <inheritdoc cref="Min(ref int, int)"/>
    public static uint Min(ref uint target, uint value)
    {
        while (true)
        {
            uint before = Volatile.Read(ref target);
            if (Interlocked.CompareExchange(ref target, Math.Min(before, value), before) == before) return before;
        }
    }

    /// <inheritdoc cref="Min(ref int, int)"/>
    public static long Min(ref long target, long value)
    {
        while (true)
        {
            long before = Volatile.Read(ref target);
            if (Interlocked.CompareExchange(ref target, Math.Min(before, value), before) == before) return before;
        }
    }

    /// <inheritdoc cref="Min(ref int, int)"/>
    public static ulong Min(ref ulong target, ulong value)
    {
        while (true)
        {
            ulong before = Volatile.Read(ref target);
            if (Interlocked.CompareExchange(ref target, Math.Min(before, value), before) == before) return before;
        }
    }

    /// <inheritdoc cref="Min(ref int, int)"/>
    public static float Min(ref float target, float value)
    {
        while (true)
        {
            float before = Volatile.Read(ref target);
            if (IsExchanged(ref target, before, Math.Min(before, value))) return before;
        }
    }

    /// <inheritdoc cref="Min(ref int, int)"/>
    public static double Min(ref double target, double value)
    {
        while (true)
        {
            double before = Volatile.Read(ref target);
            if (IsExchanged(ref target, before, Math.Min(before, value))) return before;
        }
    }

    /// <summary>Stores the larger of the two.</summary>
    public static int Max(ref int target, int value)
    {
        while (true)
        {
            int before = Volatile.Read(ref target);
            if (Interlocked.CompareExchange(ref target, Math.Max(before, value), before) == before) return before;
        }
    }

    /// <inheritdoc cref="Max(ref int, int)"/>
    public static uint Max(ref uint target, uint value)
    {
        while (true)
        {
            uint before = Volatile.Read(ref target);
            if (Interlocked.CompareExchange(ref target, Math.Max(before, value), before) == before) return before;
        }
    }

    /// <inheritdoc cref="Max(ref int, int)"/>
    public static long Max(ref long target, long value)
    {
        while (true)
        {
            long before = Volatile.Read(ref target);
            if (Interlocked.CompareExchange(ref target, Math.Max(before, value), before) == before) return before;
        }
    }

    /// <inheritdoc cref="Max(ref int, int)"/>
    public static ulong Max(ref ulong target, ulong value)
    {
        while (true)
        {
            ulong before = Volatile.Read(ref target);
            if (Interlocked.CompareExchange(ref target, Math.Max(before, value), before) == before) return before;
        }
    }

    /// <inheritdoc cref="Max(ref int, int)"/>
    public static float Max(ref float target, float value)
    {
        while (true)
        {
            float before = Volatile.Read(ref target);
            if (IsExchanged(ref target, before, Math.Max(before, value))) return before;
        }
    }

    /// <inheritdoc cref="Max(ref int, int)"/>
    public static double Max(ref double target, double value)
    {
        while (true)
        {
            double before = Volatile.Read(ref target);
            if (IsExchanged(ref target, before, Math.Max(before, value))) return before;
        }
    }
}
