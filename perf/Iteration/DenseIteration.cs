using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Engine.Kernels;

namespace Engine.Perf;

/// <summary>One full-batch gradient-descent iteration that pays for every pair: the opponent of the sparse one.</summary>
/// <remarks>
/// One sweep over W: blocks of neurons take the step their fire bits and the last residual ask for, and are scored again while they lie in
/// the cache. 4 n m d operations, both products by the micro-kernel the sparse path preprocesses with. Samples are filled up with zero rows to
/// whole panels: they score 0 and fire nowhere, as no shift is negative.
/// </remarks>
internal sealed unsafe class DenseIteration : IDisposable
{
    // A block's weights, coefficients and one panel of samples share the second-level cache.
    private const int BlockRows = 64;
    private const int Tile = TileProduct.TileRows, Panel = TileProduct.PanelWidth;

    private readonly NetworkCore _network;
    private readonly double[] _targets;
    private readonly WorkerTeam _team;
    private readonly PackedRows _samples;
    private readonly PackedRows _features;
    private readonly NeuronRange[] _ranges;
    private readonly NativeBuffer<uint> _fired;
    private readonly NativeBuffer<float> _direction;
    private readonly NativeBuffer<double> _parts;
    private readonly NativeBuffer<float>[] _scratch;
    private readonly int _count;
    private readonly int _n;
    private readonly int _d;

    /// <summary>Packs the samples; no pair is scored yet.</summary>
    /// <param name="network">Grouped, its shift not negative; its weights are overwritten by every step.</param>
    /// <param name="rows">(n, d) row-major.</param>
    /// <param name="targets">y, (K, n).</param>
    /// <param name="team">Who does the work.</param>
    public DenseIteration(NetworkCore network, float[] rows, double[] targets, WorkerTeam team)
    {
        (_network, _targets, _team) = (network, targets, team);
        (_count, _d) = (rows.Length / network.Dimension, network.Dimension);
        if (network.Wiring != OutputWiring.Grouped || !(network.Shift >= 0) || rows.Length % _d != 0 || targets.Length != network.Outputs * _count)
        {
            throw new ArgumentException(
                $"grouped wiring, b >= 0, (n, d) rows and (K, n) targets do not hold: {network.Wiring}, b={network.Shift}, rows={rows.Length}, d={_d}, "
                + $"targets={targets.Length}, K={network.Outputs}.");
        }

        _samples = new PackedRows(rows, _d);
        _n = _samples.PaddedCount;
        _features = new PackedRows(Transpose(rows, _d, _n), _n);
        _ranges = NeuronRange.Cut(network.Width, network.Outputs, grouped: true);
        _fired = new NativeBuffer<uint>((long)network.Width * (_n / Panel));
        _direction = new NativeBuffer<float>((long)network.Outputs * _n);
        _parts = new NativeBuffer<double>((long)_ranges.Length * _n);
        _scratch = new NativeBuffer<float>[team.Size];
        for (int t = 0; t < team.Size; t++) _scratch[t] = new NativeBuffer<float>((long)BlockRows * _n + Tile * Panel + (long)Tile * _d);
        Outputs = new double[targets.Length];
    }

    /// <summary>f of the present weights, (K, n).</summary>
    public double[] Outputs { get; }

    /// <summary>1/2 |f - y|^2 of the present weights.</summary>
    public double Loss { get; private set; }

    /// <summary>Scores every pair at the start.</summary>
    public void Begin() => Sweep(length: 0);

    /// <summary>W -= length J^T (f - y), then f and the fire bits of the new W.</summary>
    public void Step(double length)
    {
        for (int p = 0; p < Outputs.Length; p++)
            _direction.Pointer[(long)(p / _count) * _n + p % _count] = (float)(-length * _network.OutputScale * (Outputs[p] - _targets[p]));
        Sweep(length);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _samples.Dispose();
        _features.Dispose();
        _fired.Dispose();
        _direction.Dispose();
        _parts.Dispose();
        foreach (NativeBuffer<float> scratch in _scratch) scratch.Dispose();
    }

    private void Sweep(double length)
    {
        _team.Run(_ranges.Length, (worker, item) =>
        {
            NeuronRange range = _ranges[item];
            float* scratch = _scratch[worker].Pointer;
            double* part = _parts.Pointer + (long)item * _n;
            new Span<double>(part, _n).Clear();
            for (int done = 0; done < range.Count; done += BlockRows)
            {
                // Leftover neurons of a range: the rows that follow belong to another one, whose thread may be writing them.
                int first = range.First + done, count = Math.Min(BlockRows, range.Count - done);
                if (length != 0) Backward(first, count, _direction.Pointer + (long)range.FirstOutput * _n, scratch);
                Forward(first, count, scratch + (long)BlockRows * _n, part);
            }
        });

        AddUp();
    }

    /// <summary>f and the loss, from the parts of the ranges in their order.</summary>
    private void AddUp()
    {
        Array.Clear(Outputs);
        for (int item = 0; item < _ranges.Length; item++)
        {
            double* part = _parts.Pointer + (long)item * _n;
            Span<double> sum = Outputs.AsSpan(_ranges[item].FirstOutput * _count, _count);
            for (int i = 0; i < _count; i++) sum[i] += part[i];
        }

        Loss = 0;
        for (int p = 0; p < Outputs.Length; p++)
        {
            Outputs[p] *= _network.OutputScale;
            Loss += (Outputs[p] - _targets[p]) * (Outputs[p] - _targets[p]) / 2;
        }
    }

    /// <summary>w_r += a_r sum over fired i of direction_i x_i, for one block.</summary>
    private void Backward(int first, int count, float* direction, float* scratch)
    {
        float* products = scratch + (long)BlockRows * _n;
        Coefficients(first, count, direction, scratch);
        for (int p = 0; p < _features.PanelCount; p++)
        {
            float* panel = _features.Panels + (long)p * Panel * _n;
            bool half = _d - p * Panel <= HalfPanelProduct.Columns && Vector512.IsHardwareAccelerated;
            for (int row = 0; row < count; row += Tile)
            {
                if (half) HalfPanelProduct.Multiply(scratch + (long)row * _n, _n, panel, _n, products);
                else TileProduct.Multiply(scratch + (long)row * _n, _n, panel, 1, _n, products, Panel);
                AddTile(products, _network.Weights.Pointer + (long)(first + row) * _d + p * Panel, _d, Math.Min(Tile, count - row), _d - p * Panel);
            }
        }
    }

    /// <summary>a_r direction_i where r fires on i, 0 elsewhere, (count, n).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Coefficients(int first, int count, float* direction, float* coefficients)
    {
        uint* fired = _fired.Pointer + (long)first * (_n / Panel);
        for (int row = 0; row < count; row++)
        {
            Vector512<float> sign = Vector512.Create(_network.Signs.Pointer[first + row]);
            for (int i = 0; i < _n; i += Panel, fired++, coefficients += Panel)
            {
                (Vector512.LoadAligned(direction + i) * sign & LanePasses.Expand((ushort)*fired)).StoreAligned(coefficients);
                (Vector512.LoadAligned(direction + i + 16) * sign & LanePasses.Expand((ushort)(*fired >> 16))).StoreAligned(coefficients + 16);
            }
        }
    }

    /// <summary>Fire bits of one block, and its part of the outputs.</summary>
    private void Forward(int first, int count, float* products, double* part)
    {
        int whole = count / Tile * Tile;
        float* leftover = products + Tile * Panel;
        new ReadOnlySpan<float>(_network.Weights.Pointer + (long)(first + whole) * _d, (count - whole) * _d).CopyTo(new Span<float>(leftover, Tile * _d));
        for (int p = 0; p < _samples.PanelCount; p++)
        {
            float* panel = _samples.Panels + (long)p * Panel * _d;
            for (int row = 0; row < count; row += Tile)
            {
                float* weights = row < whole ? _network.Weights.Pointer + (long)(first + row) * _d : leftover;
                TileProduct.Multiply(weights, _d, panel, 1, _d, products, Panel);
                Activate(products, first + row, Math.Min(Tile, count - row), p, part + p * Panel);
            }
        }
    }

    /// <summary>Compares a tile of scores with the shift, keeps the bits and adds a_r max(z - b, 0) to 32 outputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Activate(float* scores, int first, int count, int panel, double* part)
    {
        Vector512<float> shift = Vector512.Create(_network.Shift), zero = Vector512<float>.Zero, sum0 = zero, sum1 = zero;
        float* signs = _network.Signs.Pointer + first;
        uint* fired = _fired.Pointer + (long)first * (_n / Panel) + panel;
        for (int q = 0; q < count; q++, scores += Panel, fired += _n / Panel)
        {
            Vector512<float> z0 = Vector512.LoadAligned(scores), z1 = Vector512.LoadAligned(scores + 16), sign = Vector512.Create(signs[q]);
            *fired = (uint)Vector512.GreaterThan(z0, shift).ExtractMostSignificantBits() | (uint)Vector512.GreaterThan(z1, shift).ExtractMostSignificantBits() << 16;
            sum0 = Vector512.FusedMultiplyAdd(sign, Vector512.Max(z0 - shift, zero), sum0);
            sum1 = Vector512.FusedMultiplyAdd(sign, Vector512.Max(z1 - shift, zero), sum1);
        }

        AddWidened(sum0, part);
        AddWidened(sum1, part + 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddWidened(Vector512<float> sum, double* part)
    {
        (Vector512<double> lower, Vector512<double> upper) = Vector512.Widen(sum);
        (Vector512.LoadAligned(part) + lower).StoreAligned(part);
        (Vector512.LoadAligned(part + 8) + upper).StoreAligned(part + 8);
    }

    /// <param name="tile">(8, 32).</param>
    /// <param name="weights">Where its first element goes.</param>
    /// <param name="stride">d.</param>
    /// <param name="rows">Rows to add, at most 8.</param>
    /// <param name="columns">Columns left of the weights; more than 32 when further panels follow.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddTile(float* tile, float* weights, long stride, int rows, int columns)
    {
        for (int q = 0; q < rows; q++, tile += Panel, weights += stride)
        {
            if (columns < Panel)
            {
                for (int k = 0; k < columns; k++) weights[k] += tile[k];
                continue;
            }

            (Vector512.Load(weights) + Vector512.LoadAligned(tile)).Store(weights);
            (Vector512.Load(weights + 16) + Vector512.LoadAligned(tile + 16)).Store(weights + 16);
        }
    }

    /// <summary>X^T, (d, padded), the rows filled up with zeros.</summary>
    private static float[] Transpose(float[] rows, int columns, int padded)
    {
        var transposed = new float[columns * padded];
        for (int p = 0; p < rows.Length; p++) transposed[p % columns * padded + p / columns] = rows[p];
        return transposed;
    }
}
