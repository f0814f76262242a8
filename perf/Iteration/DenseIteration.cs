using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Engine.Kernels;

namespace Engine.Perf;

/// <summary>One full-batch gradient-descent iteration that pays for every pair: the opponent of the sparse one.</summary>
/// <remarks>
/// One sweep over W: blocks of neurons take the step their fire bits and the last residual ask for, and are scored again while they lie in
/// the cache. 4 n m d operations, both products by the micro-kernel the sparse path preprocesses with. One output.
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
    private readonly int _n;
    private readonly int _d;

    /// <summary>Packs the samples; no pair is scored yet.</summary>
    /// <param name="network">One output; its weights are overwritten by every step.</param>
    /// <param name="rows">(n, d) row-major, n and d multiples of 32.</param>
    /// <param name="targets">y, (n).</param>
    /// <param name="team">Who does the work.</param>
    public DenseIteration(NetworkCore network, float[] rows, double[] targets, WorkerTeam team)
    {
        (_network, _targets, _team) = (network, targets, team);
        (_n, _d) = (targets.Length, network.Dimension);
        if (_n % Panel != 0 || _d % Panel != 0 || network.Width % BlockRows != 0 || network.Outputs != 1)
            throw new ArgumentException($"n and d multiples of {Panel}, m of {BlockRows}, K = 1 does not hold: n={_n}, d={_d}, m={network.Width}, K={network.Outputs}.");
        _samples = new PackedRows(rows, _d);
        _features = new PackedRows(Transpose(rows, _d), _n);
        _ranges = NeuronRange.Cut(network.Width, 1, grouped: true);
        _fired = new NativeBuffer<uint>((long)network.Width * (_n / Panel));
        _direction = new NativeBuffer<float>(_n);
        _parts = new NativeBuffer<double>((long)_ranges.Length * _n);
        _scratch = new NativeBuffer<float>[team.Size];
        for (int t = 0; t < team.Size; t++) _scratch[t] = new NativeBuffer<float>((long)BlockRows * _n + Tile * Panel);
        Outputs = new double[_n];
    }

    /// <summary>f of the present weights, (n).</summary>
    public double[] Outputs { get; }

    /// <summary>1/2 |f - y|^2 of the present weights.</summary>
    public double Loss { get; private set; }

    /// <summary>Scores every pair at the start.</summary>
    public void Begin() => Sweep(length: 0);

    /// <summary>W -= length J^T (f - y), then f and the fire bits of the new W.</summary>
    public void Step(double length)
    {
        float* direction = _direction.Pointer;
        for (int i = 0; i < _n; i++) direction[i] = (float)(-length * _network.OutputScale * (Outputs[i] - _targets[i]));
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
            for (int first = range.First; first < range.First + range.Count; first += BlockRows)
            {
                if (length != 0) Backward(first, scratch);
                Forward(first, scratch, part);
            }
        });

        Loss = 0;
        for (int i = 0; i < _n; i++)
        {
            double sum = 0;
            for (int item = 0; item < _ranges.Length; item++) sum += _parts.Pointer[(long)item * _n + i];
            Outputs[i] = sum * _network.OutputScale;
            Loss += (Outputs[i] - _targets[i]) * (Outputs[i] - _targets[i]) / 2;
        }
    }

    /// <summary>w_r += a_r sum over fired i of direction_i x_i, for one block.</summary>
    private void Backward(int first, float* scratch)
    {
        float* products = scratch + (long)BlockRows * _n;
        Coefficients(first, scratch);
        for (int p = 0; p < _features.PanelCount; p++)
        {
            float* panel = _features.Panels + (long)p * Panel * _n;
            for (int row = 0; row < BlockRows; row += Tile)
            {
                TileProduct.Multiply(scratch + (long)row * _n, _n, panel, 1, _n, products, Panel);
                AddTile(products, _network.Weights.Pointer + (long)(first + row) * _d + p * Panel, _d);
            }
        }
    }

    /// <summary>a_r direction_i where r fires on i, 0 elsewhere, (BlockRows, n).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Coefficients(int first, float* coefficients)
    {
        float* direction = _direction.Pointer;
        uint* fired = _fired.Pointer + (long)first * (_n / Panel);
        for (int row = 0; row < BlockRows; row++)
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
    private void Forward(int first, float* scratch, double* part)
    {
        for (int p = 0; p < _samples.PanelCount; p++)
        {
            float* panel = _samples.Panels + (long)p * Panel * _d;
            for (int row = 0; row < BlockRows; row += Tile)
            {
                TileProduct.Multiply(_network.Weights.Pointer + (long)(first + row) * _d, _d, panel, 1, _d, scratch, Panel);
                Activate(scratch, first + row, p, part + p * Panel);
            }
        }
    }

    /// <summary>Compares a tile of scores with the shift, keeps the bits and adds a_r max(z - b, 0) to 32 outputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Activate(float* scores, int first, int panel, double* part)
    {
        Vector512<float> shift = Vector512.Create(_network.Shift), zero = Vector512<float>.Zero, sum0 = zero, sum1 = zero;
        float* signs = _network.Signs.Pointer + first;
        uint* fired = _fired.Pointer + (long)first * (_n / Panel) + panel;
        for (int q = 0; q < Tile; q++, scores += Panel, fired += _n / Panel)
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddTile(float* tile, float* weights, long stride)
    {
        for (int q = 0; q < Tile; q++, tile += Panel, weights += stride)
        {
            (Vector512.Load(weights) + Vector512.LoadAligned(tile)).Store(weights);
            (Vector512.Load(weights + 16) + Vector512.LoadAligned(tile + 16)).Store(weights + 16);
        }
    }

    private static float[] Transpose(float[] rows, int columns)
    {
        int count = rows.Length / columns;
        var transposed = new float[rows.Length];
        for (int i = 0; i < count; i++)
        {
            for (int k = 0; k < columns; k++) transposed[k * count + i] = rows[i * columns + k];
        }

        return transposed;
    }
}
