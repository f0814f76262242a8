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

    /// <summary>Writes elements j to j + 3 of block b of a vector, as far as they exist.</summary>
    public void Write(int vector, int block, int j, PhiloxBlock bits)
    {
        long source = vector * SourceStride + (long)block * SourceStep + j, target = Rows.Start(vector * Rows.Beside + block) + j;
        // All loads before the first store: behind it they would wait, as it might change what they read.
        float x0 = Read(source, j), x1 = Read(source + 1, j + 1), x2 = Read(source + 2, j + 2), x3 = Read(source + 3, j + 3);
        Put(target, j, x0, bits.Word0);
        Put(target + 1, j + 1, x1, bits.Word1);
        Put(target + 2, j + 2, x2, bits.Word2);
        Put(target + 3, j + 3, x3, bits.Word3);
    }

    private float Read(long place, int j)
    {
        float x = 0;
        if (j >= 0 && j < SourceLength) x = Source[place];
        return x;
    }

    private void Put(long place, int j, float x, uint bits)
    {
        if (j < 0 || j >= 1 << Rows.Levels) return;
        float signed = 0;
        if (j < SourceLength) signed = SignedRow.Apply(x, bits);
        Target[place] = signed;
    }
}
