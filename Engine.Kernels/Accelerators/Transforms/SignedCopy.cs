using ILGPU;

namespace Engine.Kernels;

/// <summary>What <see cref="SignedCopyKernel"/> does: element j of padded row r becomes ± element j of its source, or 0 where the source has none.</summary>
/// <remarks>Row r belongs to vector r / beside and block r % beside; its sign j is that of element first + block * advance + j.</remarks>
internal readonly struct SignedCopy
{
    /// <summary>Vectors.</summary>
    public ArrayView<float> Source { get; init; }

    /// <summary>Elements from one vector to the next.</summary>
    public long SourceStride { get; init; }

    /// <summary>Elements from one block of a vector to the next; 0 when all blocks have the same source.</summary>
    public int SourceStep { get; init; }

    /// <summary>Elements of a source.</summary>
    public int SourceLength { get; init; }

    /// <summary>Receives padded rows; may be the source, for the same places.</summary>
    public ArrayView<float> Target { get; init; }

    /// <summary>Where the padded rows lie.</summary>
    public PaddedRows Rows { get; init; }

    /// <summary>Sequence of the signs.</summary>
    public CounterRandom Random { get; init; }

    /// <summary>Element of sign 0 of block 0.</summary>
    public ulong First { get; init; }

    /// <summary>Elements from one block's signs to the next's.</summary>
    public ulong Advance { get; init; }

    /// <summary>Writes element j of block b of a vector, unless it lies outside.</summary>
    public void Write(int vector, int block, int j, uint bits)
    {
        if (j < 0 || j >= 1 << Rows.Levels) return;
        float x = 0;
        if (j < SourceLength) x = SignedRow.Apply(Source[vector * SourceStride + (long)block * SourceStep + j], bits);
        Target[Rows.Start(vector * Rows.Beside + block) + j] = x;
    }
}
