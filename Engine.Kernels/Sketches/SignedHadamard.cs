using System.Numerics;

namespace Engine.Kernels;

/// <summary>x -> H D x: random signs D, the vector padded with zeros to a power of two, the unnormalised transform H.</summary>
internal sealed unsafe class SignedHadamard : IDisposable
{
    private readonly NativeBuffer<ushort> _signs;
    private readonly int _levels;

    /// <summary>Draws the signs of the elements that exist; one random element each.</summary>
    /// <param name="state">Where the random sequence begins.</param>
    /// <param name="length">N, in [1, 2^24].</param>
    public SignedHadamard(RngState state, int length)
    {
        PaddedLength = PaddedLengthOf(length);
        _levels = BitOperations.Log2((uint)PaddedLength);
        _signs = new NativeBuffer<ushort>(SignBits.Words(length));
        SignBits.Fill(state.Random, state.NextIndex, length, _signs.Pointer);
    }

    /// <summary>N rounded up to a power of two.</summary>
    public int PaddedLength { get; }

    /// <summary>N rounded up to a power of two.</summary>
    public static int PaddedLengthOf(int length) => (int)BitOperations.RoundUpToPowerOf2((uint)length);

    /// <summary>Writes H D x for vector i.</summary>
    /// <param name="vectors">Vectors of length N.</param>
    /// <param name="i">Which one.</param>
    /// <param name="target">Room for <see cref="PaddedLength"/>.</param>
    public void Transform(BatchView vectors, int i, float* target)
    {
        Span<float> padded = new(target, PaddedLength);
        if (vectors.IsSparse)
        {
            padded.Clear();
            Scatter(vectors.Values(i), vectors.Ids(i), vectors.Stored(i), target);
        }
        else
        {
            SignBits.Flip(vectors.Values(i), _signs.Pointer, vectors.Length, target);
            padded[vectors.Length..].Clear();
        }

        HadamardKernel.Run(target, _levels);
    }

    /// <inheritdoc/>
    public void Dispose() => _signs.Dispose();

    private void Scatter(float* values, int* ids, long stored, float* target)
    {
        ushort* signs = _signs.Pointer;
        for (long e = 0; e < stored; e++)
            target[ids[e]] += BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(values[e]) ^ SignBits.Mask(signs, ids[e]));
    }
}
