using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Engine.Kernels;

namespace Engine.Perf;

/// <summary>The baseline: the packed product of Engine.Kernels in blocks of 1024 weights, then a pass that compares the scores and keeps the ids. One thread.</summary>
internal sealed unsafe class ProductScan : IDisposable
{
    private const int BlockPanels = 32, Vector = 16;

    private readonly PackedRows _weights;
    private readonly PackedRows _queries;
    private readonly NativeBuffer<float> _scores = new(TileProduct.TileRows * BlockPanels * TileProduct.PanelWidth);

    /// <summary>Packs the weights, and the queries.</summary>
    public ProductScan(SearchProblem problem)
    {
        _weights = new PackedRows(problem.Weights, problem.Dimension);
        _queries = new PackedRows(problem.Rows, problem.Dimension);
        Ids = [.. Enumerable.Range(0, problem.Queries).Select(_ => new int[problem.Width])];
        Counts = new int[problem.Queries];
    }

    /// <summary>Ids above the threshold for each query, the first <see cref="Counts"/> of each.</summary>
    public int[][] Ids { get; }

    /// <summary>How many there are.</summary>
    public int[] Counts { get; }

    /// <summary>Finds them all.</summary>
    public void Run(float threshold)
    {
        Array.Clear(Counts);
        int depth = _weights.Dimension;
        for (int panel = 0; panel < _weights.PanelCount; panel += BlockPanels)
        {
            int panels = Math.Min(BlockPanels, _weights.PanelCount - panel), columns = panels * TileProduct.PanelWidth;
            for (int q = 0; q < _queries.Count; q += TileProduct.TileRows)
            {
                TileProduct.Multiply(
                    _queries.Row(q), _queries.PaddedDimension, _weights.Panels + (long)panel * depth * TileProduct.PanelWidth, panels, depth, _scores.Pointer, columns);
                for (int j = 0; j < TileProduct.TileRows && q + j < _queries.Count; j++)
                    Counts[q + j] = Keep(_scores.Pointer + j * columns, columns, panel * TileProduct.PanelWidth, threshold, Ids[q + j], Counts[q + j]);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _weights.Dispose();
        _queries.Dispose();
        _scores.Dispose();
    }

    private static int Keep(float* scores, int columns, int first, float threshold, int[] ids, int count)
    {
        Vector512<float> tau = Vector512.Create(threshold);
        Vector512<int> lanes = Vector512<int>.Indices;
        for (int c = 0; c < columns; c += Vector)
        {
            Vector512<float> above = Vector512.GreaterThan(Vector512.Load(scores + c), tau);
            uint bits = (uint)above.ExtractMostSignificantBits();
            if (bits == 0) continue;
            if (Avx512F.IsSupported && count + Vector <= ids.Length)
            {
                fixed (int* target = ids) Avx512F.CompressStore(target + count, above.AsInt32(), lanes + Vector512.Create(first + c));
                count += BitOperations.PopCount(bits);
                continue;
            }

            for (; bits != 0; bits &= bits - 1) ids[count++] = first + c + BitOperations.TrailingZeroCount(bits);
        }

        return count;
    }
}
