using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>Outputs of a range of neurons for a batch of samples: product, threshold and sum in one pass; nothing n x m is stored.</summary>
internal sealed unsafe class ForwardPass : IDisposable
{
    /// <summary>Samples a pass takes at most: 8 rows of their scores stay in the second-level cache.</summary>
    public const int LargestBatch = 1024;

    private readonly NativeBuffer<float> _scores;
    private readonly NativeBuffer<float> _rows;

    public ForwardPass(int paddedSamples, int dimension)
    {
        _scores = new NativeBuffer<float>((long)TileProduct.TileRows * paddedSamples);
        _rows = new NativeBuffer<float>((long)TileProduct.TileRows * dimension);
    }

    /// <summary>Adds sum_r a_r max(z - b, 0) over the range to <paramref name="outputs"/>.</summary>
    /// <param name="range">The neurons.</param>
    /// <param name="weights">W.</param>
    /// <param name="signs">a of the first neuron of the range, (Count, OutputCount).</param>
    /// <param name="shift">b.</param>
    /// <param name="samples">The batch.</param>
    /// <param name="outputs">(OutputCount, samples rounded up to 32).</param>
    /// <remarks>The sum of 8 neurons is formed in fp32, the sum over tiles in fp64; a sample's bits do not depend on its batch.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(NeuronRange range, WeightRows weights, float* signs, float shift, PackedRows samples, double* outputs)
    {
        int d = samples.Dimension, padded = samples.PaddedCount;
        float* signOfRow = stackalloc float[TileProduct.TileRows];
        for (int local = 0; local < range.Count; local += TileProduct.TileRows)
        {
            int rows = Math.Min(TileProduct.TileRows, range.Count - local);
            float* tile = _rows.Pointer;
            // A tile is always read as a whole, so the last rows of a range are copied.
            if (rows < TileProduct.TileRows) weights.Copy(range.First + local, rows, tile);
            else tile = weights.Read(range.First + local, rows, tile);
            TileProduct.Multiply(tile, d, samples.Panels, samples.PanelCount, d, _scores.Pointer, padded);
            for (int k = 0; k < range.OutputCount; k++)
            {
                // Rows past the end of the range count with sign 0.
                for (int q = 0; q < TileProduct.TileRows; q++) signOfRow[q] = q < rows ? signs[(long)(local + q) * range.OutputCount + k] : 0;
                AddTile(signOfRow, shift, padded, outputs + (long)k * padded);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _scores.Dispose();
        _rows.Dispose();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddTile(float* signs, float shift, int padded, double* outputs)
    {
        Vector512<float> threshold = Vector512.Create(shift);
        for (int i = 0; i < padded; i += Lanes.Width)
        {
            float* score = _scores.Pointer + i;
            Vector512<float> sum = Vector512<float>.Zero;
            for (int q = 0; q < TileProduct.TileRows; q++, score += padded)
            {
                Vector512<float> above = Vector512.Max(Vector512.LoadAligned(score) - threshold, Vector512<float>.Zero);
                sum = Vector512.FusedMultiplyAdd(Vector512.Create(signs[q]), above, sum);
            }

            (Vector512<double> lower, Vector512<double> upper) = Vector512.Widen(sum);
            (Vector512.Load(outputs + i) + lower).Store(outputs + i);
            (Vector512.Load(outputs + i + 8) + upper).Store(outputs + i + 8);
        }
    }
}
