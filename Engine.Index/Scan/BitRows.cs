using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Indexing;

/// <summary>From words of 32 bits to ascending numbers 32 w + j of the bits that are set. Sixteen words are looked at together, since most are zero.</summary>
internal static unsafe class BitRows
{
    /// <summary>Most words that <see cref="Flatten"/> numbers.</summary>
    public const int MostWords = 1024;

    private const int WordBits = 32;

    /// <summary>Words to which a length is rounded up: rows of words are so long that whole vectors can be read, and not a power of two apart, which would put all rows into the same few cache sets.</summary>
    public static int Stride(int words) => ((words + Vector512<uint>.Count - 1) / Vector512<uint>.Count | 1) * Vector512<uint>.Count;

    /// <summary>Appends the bits that are also set in the mask to the current row of the hits.</summary>
    /// <param name="words">As many as the mask has.</param>
    /// <param name="mask">Which bits count.</param>
    /// <param name="hits">Where the numbers go.</param>
    public static void Append(uint* words, ReadOnlySpan<uint> mask, ThresholdHits hits)
    {
        fixed (uint* live = mask)
        {
            int w = 0;
            for (; w <= mask.Length - Vector512<uint>.Count; w += Vector512<uint>.Count)
            {
                Vector512<uint> bits = Vector512.Load(words + w) & Vector512.Load(live + w);
                if (bits == Vector512<uint>.Zero) continue;
                fixed (int* room = hits.Reserve(Vector512<uint>.Count * WordBits)) hits.Advance(Expand(bits, w, room));
            }

            for (; w < mask.Length; w++)
            {
                fixed (int* room = hits.Reserve(WordBits)) hits.Advance(Expand(words[w] & live[w], w, room));
            }
        }
    }

    /// <summary>Writes the numbers of the bits that are also set in the mask.</summary>
    /// <param name="words">First word.</param>
    /// <param name="mask">First word of the mask.</param>
    /// <param name="count">Words.</param>
    /// <param name="numbers">Room for 32 numbers a word.</param>
    /// <returns>How many.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static int Collect(uint* words, uint* mask, int count, int* numbers)
    {
        int found = 0, w = 0;
        for (; w <= count - Vector512<uint>.Count; w += Vector512<uint>.Count)
            found += Expand(Vector512.Load(words + w) & Vector512.Load(mask + w), w, numbers + found);
        for (; w < count; w++) found += Expand(words[w] & mask[w], w, numbers + found);
        return found;
    }

    /// <summary>Numbers that <see cref="Flatten"/> may write for some words: a few behind the last.</summary>
    public static int Room(int count) => count * 64 + 2;

    /// <summary>Whether few words have bits when so many bits are set in so many words.</summary>
    public static bool IsSparse(long bits, long words) => bits < words / 5;

    /// <summary>Writes the numbers of the bits that are set in words of 64 bits.</summary>
    /// <param name="words">First word.</param>
    /// <param name="count">Words, at most <see cref="MostWords"/>.</param>
    /// <param name="sparse">Whether most words are expected to be zero; the result is the same.</param>
    /// <param name="numbers">Room for <see cref="Room"/> numbers.</param>
    /// <returns>How many.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static int Flatten(ulong* words, int count, bool sparse, ushort* numbers)
    {
        ushort* next = numbers;
        for (int w = 0; w < count; w++)
        {
            ulong bits = words[w];
            // When few words have bits, this branch is foreseen; else it would cost more than two numbers written in vain.
            if (sparse && bits == 0) continue;
            int first = w * 64, found = BitOperations.PopCount(bits);
            next[0] = (ushort)(first + BitOperations.TrailingZeroCount(bits));
            bits &= bits - 1;
            next[1] = (ushort)(first + BitOperations.TrailingZeroCount(bits));
            if (found > 2)
            {
                bits &= bits - 1;
                for (int i = 2; i < found; i++, bits &= bits - 1) next[i] = (ushort)(first + BitOperations.TrailingZeroCount(bits));
            }

            next += found;
        }

        return (int)(next - numbers);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Expand(Vector512<uint> bits, int word, int* numbers)
    {
        int found = 0;
        uint* words = (uint*)&bits;
        for (uint rest = (uint)(~Vector512.Equals(bits, Vector512<uint>.Zero)).ExtractMostSignificantBits(); rest != 0; rest &= rest - 1)
        {
            int w = BitOperations.TrailingZeroCount(rest);
            found += Expand(words[w], word + w, numbers + found);
        }

        return found;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Expand(uint bits, int word, int* numbers)
    {
        int found = 0;
        for (; bits != 0; bits &= bits - 1) numbers[found++] = word * WordBits + BitOperations.TrailingZeroCount(bits);
        return found;
    }
}
