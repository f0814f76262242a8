using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Engine.Kernels;

/// <summary>A random sequence without state: element <c>index</c> depends on seed, stream and index alone.</summary>
/// <param name="seed">Chooses the family of sequences; the key of <see cref="Philox4x32"/>.</param>
/// <param name="stream">Chooses one sequence of the family. Give every purpose a stream of its own.</param>
/// <remarks>
/// Element <c>index</c> is lane <c>index % 4</c> of the block with counter <c>(index / 4, stream, 0)</c>. So any element can
/// be drawn alone, in any order and by any number of threads, on any device, with the same bits. Normal, sign and uniform
/// number of one index come from the same 32 bits: they are dependent.
/// </remarks>
public readonly struct CounterRandom(ulong seed, uint stream)
{
    // In-place conversion stays in the first-level cache.
    private const int Chunk = 1024;

    /// <summary>The seed of the family.</summary>
    public ulong Seed { get; } = seed;

    /// <summary>The sequence within the family.</summary>
    public uint Stream { get; } = stream;

    /// <summary>32 uniform random bits.</summary>
    /// <param name="index">Any element of the sequence.</param>
    /// <remarks>Costs a whole block of four; the Fill methods use all of it.</remarks>
    public uint Bits(ulong index) => Block(index >> 2)[(int)(index & 3)];

    /// <summary>A standard normal number with |z| at most 6.34; see <see cref="NormalQuantile"/> for its accuracy.</summary>
    /// <param name="index">Any element of the sequence.</param>
    public float Normal(ulong index) => NormalQuantile.FromBits(Bits(index));

    /// <summary>+1 or -1, the sign of the normal number of the same index.</summary>
    /// <param name="index">Any element of the sequence.</param>
    public int Sign(ulong index) => ((int)Bits(index) >> 31) | 1;

    /// <summary>A uniform number strictly between 0 and 1: an odd multiple of 2^-33.</summary>
    /// <param name="index">Any element of the sequence.</param>
    public double Uniform(ulong index) => ToUniform(Bits(index));

    /// <summary>Writes <see cref="Bits"/> of consecutive elements.</summary>
    /// <param name="destination">Element i receives index <paramref name="firstIndex"/> + i.</param>
    /// <param name="firstIndex">Any element; it need not start a block.</param>
    /// <exception cref="ArgumentOutOfRangeException">The last index would exceed 2^64 - 1.</exception>
    public void FillBits(Span<uint> destination, ulong firstIndex)
    {
        RequireRange(destination.Length, firstIndex);
        int i = 0;
        for (; i < destination.Length && ((firstIndex + (uint)i) & 3) != 0; i++)
            destination[i] = Bits(firstIndex + (uint)i);
        if (PhiloxVector.IsWideSupported)
        {
            for (; destination.Length - i >= PhiloxVector.WideWords; i += PhiloxVector.WideWords)
                PhiloxVector.EightBlocks((firstIndex + (uint)i) / 4, Stream, Seed, ref destination[i]);
        }

        if (PhiloxVector.IsSupported)
        {
            for (; destination.Length - i >= PhiloxVector.Words; i += PhiloxVector.Words)
                PhiloxVector.FourBlocks((firstIndex + (uint)i) / 4, Stream, Seed, ref destination[i]);
        }
        for (; destination.Length - i >= 4; i += 4)
            (destination[i], destination[i + 1], destination[i + 2], destination[i + 3]) = Block((firstIndex + (uint)i) / 4);
        for (; i < destination.Length; i++)
            destination[i] = Bits(firstIndex + (uint)i);
    }

    /// <summary>Writes <see cref="Normal"/> of consecutive elements.</summary>
    /// <param name="destination">Element i receives index <paramref name="firstIndex"/> + i.</param>
    /// <param name="firstIndex">Any element; it need not start a block.</param>
    /// <exception cref="ArgumentOutOfRangeException">The last index would exceed 2^64 - 1.</exception>
    public void FillNormals(Span<float> destination, ulong firstIndex)
    {
        RequireRange(destination.Length, firstIndex);
        for (int start = 0; start < destination.Length; start += Chunk)
            NormalQuantile.MapInPlace(DrawChunk(destination, start, firstIndex));
    }

    /// <summary>Writes <see cref="Sign"/> of consecutive elements, as +1 and -1.</summary>
    /// <param name="destination">Element i receives index <paramref name="firstIndex"/> + i.</param>
    /// <param name="firstIndex">Any element; it need not start a block.</param>
    /// <exception cref="ArgumentOutOfRangeException">The last index would exceed 2^64 - 1.</exception>
    public void FillSigns(Span<float> destination, ulong firstIndex)
    {
        RequireRange(destination.Length, firstIndex);
        uint one = BitConverter.SingleToUInt32Bits(1.0f);
        for (int start = 0; start < destination.Length; start += Chunk)
        {
            foreach (ref uint element in DrawChunk(destination, start, firstIndex))
                element = (element & 0x8000_0000) | one;
        }
    }

    /// <summary>Writes <see cref="Uniform"/> of consecutive elements.</summary>
    /// <param name="destination">Element i receives index <paramref name="firstIndex"/> + i.</param>
    /// <param name="firstIndex">Any element; it need not start a block.</param>
    /// <exception cref="ArgumentOutOfRangeException">The last index would exceed 2^64 - 1.</exception>
    [SkipLocalsInit]
    public void FillUniform(Span<double> destination, ulong firstIndex)
    {
        RequireRange(destination.Length, firstIndex);
        Span<uint> buffer = stackalloc uint[Chunk];
        for (int start = 0; start < destination.Length; start += Chunk)
        {
            Span<uint> bits = buffer[..Math.Min(Chunk, destination.Length - start)];
            FillBits(bits, firstIndex + (uint)start);
            for (int i = 0; i < bits.Length; i++) destination[start + i] = ToUniform(bits[i]);
        }
    }

    internal static double ToUniform(uint bits) => (bits + 0.5) * (1.0 / (1UL << 32));

    internal static void RequireRange(long length, ulong firstIndex)
    {
        if (length > 0 && firstIndex > ulong.MaxValue - (ulong)(length - 1))
            throw new ArgumentOutOfRangeException(
                nameof(firstIndex), $"firstIndex + length - 1 <= 2^64 - 1 does not hold: firstIndex={firstIndex}, length={length}.");
    }

    /// <summary>Elements 4 <paramref name="block"/> to 4 <paramref name="block"/> + 3; kernels call it as well.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal PhiloxBlock Block(ulong block) =>
        Philox4x32.Generate(new PhiloxBlock((uint)block, (uint)(block >> 32), Stream, 0), (uint)Seed, (uint)(Seed >> 32));

    private Span<uint> DrawChunk(Span<float> destination, int start, ulong firstIndex)
    {
        int length = Math.Min(Chunk, destination.Length - start);
        Span<uint> bits = MemoryMarshal.Cast<float, uint>(destination.Slice(start, length));
        FillBits(bits, firstIndex + (uint)start);
        return bits;
    }
}
