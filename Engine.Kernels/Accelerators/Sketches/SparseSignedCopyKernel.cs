using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels;

/// <summary>Writes sparse vectors times random signs into padded rows that are zero; a group has one vector.</summary>
internal sealed class SparseSignedCopyKernel(AcceleratorDevice device)
{
    private Action<KernelConfig, ArrayView<long>, ArrayView<int>, ArrayView<float>, CounterRandom, ulong, PaddedRows, ArrayView<float>>? _kernel;

    /// <summary>Writes the entries of vectors <paramref name="first"/> to <paramref name="first"/> + rows.Count - 1.</summary>
    /// <param name="vectors">All vectors.</param>
    /// <param name="first">The vector of row 0.</param>
    /// <param name="signs">The sign of column j is that of the element j after the next.</param>
    /// <param name="rows">At least one.</param>
    /// <param name="target">The memory of the rows.</param>
    public void Run(CsrView vectors, int first, RngState signs, PaddedRows rows, ArrayView<float> target)
    {
        _kernel ??= device.Accelerator.LoadStreamKernel<ArrayView<long>, ArrayView<int>, ArrayView<float>, CounterRandom, ulong, PaddedRows, ArrayView<float>>(Kernel);
        _kernel(
            GroupSize.Of(rows.Count), device.View(vectors.Offsets.Slice(first, rows.Count + 1L)), device.View(vectors.Ids), device.View(vectors.Values),
            signs.Random, signs.NextIndex, rows, target);
    }

    [Kernel]
    private static void Kernel(
        ArrayView<long> offsets, ArrayView<int> ids, ArrayView<float> values, CounterRandom random, ulong firstSign, PaddedRows rows, ArrayView<float> target)
    {
        long start = rows.Start(Grid.IdxX), end = offsets[Grid.IdxX + 1];
        for (long e = offsets[Grid.IdxX] + Group.IdxX; e < end; e += Group.DimX)
        {
            float value = values[e];
            // The host adds to +0, which -0 does not change.
            target[start + ids[e]] = value == 0 ? 0 : SignedRow.Apply(value, random.Bits(firstSign + (ulong)ids[e]));
        }
    }
}
