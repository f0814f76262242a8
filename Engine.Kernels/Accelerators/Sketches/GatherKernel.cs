using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels;

/// <summary>Dense vectors times a sparse sign matrix: one thread owns one result and adds its columns in ascending order, the host's order.</summary>
/// <typeparam name="TSum">Precision of the sums.</typeparam>
internal sealed class GatherKernel<TSum>(AcceleratorDevice device)
    where TSum : unmanaged, ISum<TSum>
{
    private Action<KernelConfig, ArrayView<long>, ArrayView<uint>, ArrayView<float>, int, float, ArrayView<TSum>, long>? _kernel;

    /// <summary>Writes the sums of all vectors.</summary>
    /// <param name="entries">The matrix.</param>
    /// <param name="interleaved">Shape (N, count).</param>
    /// <param name="count">Number of vectors, at least 1.</param>
    /// <param name="scale">Multiplies every sum.</param>
    /// <param name="sums">Sum r of vector i goes to i stride + r.</param>
    /// <param name="stride">At least s.</param>
    public void Run(SignedEntries entries, ArrayView<float> interleaved, int count, float scale, ArrayView<TSum> sums, long stride)
    {
        _kernel ??= device.Accelerator.LoadStreamKernel<ArrayView<long>, ArrayView<uint>, ArrayView<float>, int, float, ArrayView<TSum>, long>(Kernel);
        _kernel(
            GroupSize.Covering((long)entries.Rows * count), device.View<long>(entries.RowStarts), device.View<uint>(entries.ByRow), interleaved, count, scale, sums, stride);
    }

    [Kernel(typeof(SingleSum), typeof(DoubleSum))]
    private static void Kernel(
        ArrayView<long> rowStarts, ArrayView<uint> byRow, ArrayView<float> interleaved, int count, float scale, ArrayView<TSum> sums, long stride)
    {
        long thread = (long)Grid.IdxX * Group.DimX + Group.IdxX, row = thread / count, vector = thread - row * count;
        if (row >= rowStarts.Length - 1) return;
        TSum sum = default;
        long e = rowStarts[row], end = rowStarts[row + 1];
        for (; e + 4 <= end; e += 4)
        {
            // Four loads at a time: none waits for another.
            float a = Term(interleaved, byRow[e], count, vector), b = Term(interleaved, byRow[e + 1], count, vector);
            float c = Term(interleaved, byRow[e + 2], count, vector), d = Term(interleaved, byRow[e + 3], count, vector);
            sum = sum.Plus(a).Plus(b).Plus(c).Plus(d);
        }

        for (; e < end; e++) sum = sum.Plus(Term(interleaved, byRow[e], count, vector));
        sums[vector * stride + row] = sum.Times(scale);
    }

    private static float Term(ArrayView<float> interleaved, uint code, int count, long vector) =>
        SignedRow.Apply(interleaved[(code & ~SignedRow.SignBit) * (long)count + vector], code);
}
