using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels;

/// <summary>Sparse vectors times a Gaussian matrix: a thread has one vector and the four rows whose normal numbers come from one block, and walks the non-zeros.</summary>
internal sealed class GaussianChainKernel(AcceleratorDevice device)
{
    // Blocks of four random elements that the rows of a panel can touch, wherever they begin.
    private const int Quads = GaussianEntries.PanelRows / 4 + 1;

    private Action<KernelConfig, GaussianEntries, ArrayView<int>, ArrayView<long>, ArrayView<int>, ArrayView<float>, GaussianTarget>? _kernel;

    /// <summary>Writes the products.</summary>
    /// <param name="entries">The matrix.</param>
    /// <param name="vectors">Shape (n, N), n at least 1.</param>
    /// <param name="result">Shape (n, s).</param>
    public void Run(GaussianEntries entries, CsrView vectors, MatrixView result)
    {
        _kernel ??= device.Accelerator.LoadStreamKernel<GaussianEntries, ArrayView<int>, ArrayView<long>, ArrayView<int>, ArrayView<float>, GaussianTarget>(Kernel);
        _kernel(
            GroupSize.Covering((long)vectors.Rows * entries.Panels * Quads), entries, device.NormalTable.Coefficients,
            device.View(vectors.Offsets), device.View(vectors.Ids), device.View(vectors.Values), entries.Target(device.View(result), result.Stride, vectors.Rows));
    }

    [Kernel]
    private static void Kernel(
        GaussianEntries entries, ArrayView<int> coefficients, ArrayView<long> offsets, ArrayView<int> ids, ArrayView<float> values, GaussianTarget target)
    {
        long thread = (long)Grid.IdxX * Group.DimX + Group.IdxX, item = thread / Quads, vector = item / entries.Panels;
        int quad = (int)(thread - item * Quads), panel = (int)(item - vector * entries.Panels);
        if (vector >= target.Count) return;
        float s0 = 0, s1 = 0, s2 = 0, s3 = 0;
        long end = offsets[vector + 1];
        for (long e = offsets[vector]; e < end; e++)
        {
            PhiloxBlock words = entries.Random.Block((entries.Element(panel, ids[e]) >> 2) + (ulong)quad);
            float value = values[e];
            s0 += value * NormalTable.FromBits(words.Word0, coefficients);
            s1 += value * NormalTable.FromBits(words.Word1, coefficients);
            s2 += value * NormalTable.FromBits(words.Word2, coefficients);
            s3 += value * NormalTable.FromBits(words.Word3, coefficients);
        }

        // Elements of all columns are a multiple of 32 apart, so that all have the panel's first row in the same lane.
        target.Write((int)vector, panel, 4 * quad - (int)(entries.Element(panel, 0) & 3), s0, s1, s2, s3);
    }
}
