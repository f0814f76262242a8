using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>Random signs, one bit each, 16 to a word: bit l of word g is set when sign 16 g + l is -1.</summary>
internal static unsafe class SignBits
{
    private const int Chunk = 1024;

    /// <summary>Words that hold a number of signs.</summary>
    public static long Words(long signs) => (signs + Lanes.Width - 1) / Lanes.Width;

    /// <summary>Draws signs: number i is <see cref="CounterRandom.Sign"/> of <paramref name="firstElement"/> + i.</summary>
    /// <param name="random">The random sequence.</param>
    /// <param name="firstElement">Element of the first sign.</param>
    /// <param name="signs">Number of signs.</param>
    /// <param name="words">Room for <see cref="Words"/>; bits behind the last sign are undefined.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization), SkipLocalsInit]
    public static void Fill(CounterRandom random, ulong firstElement, long signs, ushort* words)
    {
        uint* bits = stackalloc uint[Chunk];
        for (long start = 0; start < signs; start += Chunk)
        {
            int count = (int)Math.Min(Chunk, signs - start);
            random.FillBits(new Span<uint>(bits, count), firstElement + (ulong)start);
            for (int i = 0; i < count; i += Lanes.Width) *words++ = (ushort)Vector512.Load(bits + i).ExtractMostSignificantBits();
        }
    }

    /// <summary>-0.0 when sign i is -1, else 0: what to exclusive-or a float with.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Mask(ushort* words, long i) => (uint)(words[i / Lanes.Width] >> (int)(i % Lanes.Width)) << 31;

    /// <summary>Writes every element times its sign; source and target may be the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Flip(float* source, ushort* words, long length, float* target)
    {
        Vector512<uint> lane = Vector512.Create(1u, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768);
        Vector512<uint> signBit = Vector512.Create(SignedRow.SignBit);
        long i = 0;
        for (; i + Lanes.Width <= length; i += Lanes.Width)
        {
            Vector512<uint> negative = Vector512.Equals(Vector512.Create((uint)words[i / Lanes.Width]) & lane, lane);
            (Vector512.Load(source + i).AsUInt32() ^ (negative & signBit)).AsSingle().Store(target + i);
        }

        for (; i < length; i++) target[i] = BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(source[i]) ^ Mask(words, i));
    }
}
