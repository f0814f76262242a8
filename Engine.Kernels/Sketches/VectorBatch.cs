using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>Vectors of one length, dense or sparse: what a sketch is applied to. A view; it owns nothing.</summary>
public readonly ref struct VectorBatch
{
    private VectorBatch(int count, int length, ReadOnlySpan<long> offsets, ReadOnlySpan<int> ids, ReadOnlySpan<float> values)
    {
        Count = count;
        Length = length;
        Offsets = offsets;
        Ids = ids;
        Values = values;
    }

    /// <summary>n, the number of vectors.</summary>
    public int Count { get; }

    /// <summary>N, the length of each.</summary>
    public int Length { get; }

    /// <summary>Whether the vectors are given by ids and values.</summary>
    public bool IsSparse => !Offsets.IsEmpty;

    internal ReadOnlySpan<long> Offsets { get; }

    internal ReadOnlySpan<int> Ids { get; }

    internal ReadOnlySpan<float> Values { get; }

    /// <summary>Vectors given by all their elements.</summary>
    /// <param name="values">Shape (n, <paramref name="length"/>), row-major.</param>
    /// <param name="length">N, at least 1.</param>
    /// <exception cref="ArgumentException">The number of values is not a multiple of the length.</exception>
    public static VectorBatch Dense(ReadOnlySpan<float> values, int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        if (values.Length % length != 0)
            throw new ArgumentException($"values.Length % length == 0 does not hold: values.Length={values.Length}, length={length}.", nameof(values));
        return new VectorBatch(values.Length / length, length, [], [], values);
    }

    /// <summary>Vectors given by their non-zeros, in compressed rows.</summary>
    /// <param name="offsets">n + 1 positions from 0 to the number of ids, ascending: vector i has those from offsets[i] up to offsets[i + 1].</param>
    /// <param name="ids">Places of the non-zeros, in [0, <paramref name="length"/>). A repeated place adds up.</param>
    /// <param name="values">The non-zeros.</param>
    /// <param name="length">N, at least 1.</param>
    /// <exception cref="ArgumentException">Offsets, ids and values do not fit together.</exception>
    /// <remarks>O(n + non-zeros): checked here once, so that no kernel has to.</remarks>
    public static VectorBatch Sparse(ReadOnlySpan<long> offsets, ReadOnlySpan<int> ids, ReadOnlySpan<float> values, int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        if (ids.Length != values.Length)
            throw new ArgumentException($"ids.Length == values.Length does not hold: ids.Length={ids.Length}, values.Length={values.Length}.", nameof(values));
        if (offsets.IsEmpty || offsets[0] != 0 || offsets[^1] != ids.Length)
            throw new ArgumentException($"offsets run from 0 to ids.Length={ids.Length} does not hold.", nameof(offsets));
        for (int i = 1; i < offsets.Length; i++)
        {
            if (offsets[i] < offsets[i - 1])
                throw new ArgumentException($"offsets ascend does not hold: offsets[{i - 1}]={offsets[i - 1]}, offsets[{i}]={offsets[i]}.", nameof(offsets));
        }

        for (int e = FirstVectorOutside(ids, length); e < ids.Length; e++)
        {
            if ((uint)ids[e] >= (uint)length)
                throw new ArgumentException($"0 <= id < length does not hold: ids[{e}]={ids[e]}, length={length}.", nameof(ids));
        }

        return new VectorBatch(offsets.Length - 1, length, offsets, ids, values);
    }

    // Where to look for an id outside [0, length): the first 16 ids with one among them, or the last few.
    private static int FirstVectorOutside(ReadOnlySpan<int> ids, int length)
    {
        ref uint first = ref Unsafe.As<int, uint>(ref MemoryMarshal.GetReference(ids));
        Vector512<uint> limit = Vector512.Create((uint)length);
        int e = 0;
        while (e <= ids.Length - Vector512<uint>.Count && Vector512.LessThanAll(Vector512.LoadUnsafe(ref first, (nuint)e), limit)) e += Vector512<uint>.Count;
        return e;
    }
}
