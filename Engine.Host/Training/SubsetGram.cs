using Engine.Kernels;

namespace Engine;

/// <summary>S G S of evenly spaced samples at the present point, lower triangles, one output at a time; S is that of the loss (<see cref="ILoss"/>), 1 for the squared one.</summary>
internal sealed class SubsetGram : IDisposable
{
    private readonly TrainingState _state;
    private readonly FiredRows[] _fired;
    private readonly int _step;
    private readonly PackedRows? _own;
    private readonly KernelMatrix? _ownKernel;
    private readonly CofiringGram? _gram;
    private readonly IGramSource? _source;
    private NativeBuffer<double>? _whole;
    private readonly double[]? _root;

    /// <summary>Takes memory for two matrices.</summary>
    /// <param name="state">A preprocessed run.</param>
    /// <param name="most">Most samples.</param>
    public SubsetGram(TrainingState state, int most)
    {
        _state = state;
        _source = state.Point as IGramSource;
        _fired = [.. state.Point.Ranges.Select(_ => new FiredRows())];
        Scaled = state.Residual;
        _step = Math.Max(1, (state.Count + most - 1) / most);
        Order = (state.Count + _step - 1) / _step;
        Stride = (Order + 7) & ~7;
        Matrix = new NativeBuffer<double>((long)Order * Stride);
        // Such points are trained by the plain squared loss.
        if (_source is not null) return;
        state.Point.CollectFired(_fired);
        if (_step > 1)
        {
            int d = state.Samples.Dimension;
            var rows = new float[Order * d];
            for (int i = 0; i < Order; i++) state.Samples.RowSpan(i * _step).CopyTo(rows.AsSpan(i * d));
            _own = new PackedRows(rows, d);
        }

        if (_own is not null || state.Kernel is null) _ownKernel = new KernelMatrix(_own ?? state.Samples, state.Team);
        _gram = new CofiringGram(_ownKernel ?? state.Kernel!, Order, state.Team);
        if (state.LossFunction.IsPlain) return;
        (_root, Scaled) = (new double[state.Residual.Length], new double[state.Residual.Length]);
        state.LossFunction.Curve(state.Outputs, _root, Scaled);
    }

    /// <summary>Different matrices: one for each output, or one for all.</summary>
    public int Systems => (_source?.Coupled ?? _state.Network.Wiring == OutputWiring.Dense) ? 1 : _state.Network.Outputs;

    /// <summary>u of the right-hand side, (K, n), all samples.</summary>
    public double[] Scaled { get; }

    /// <summary>Samples taken: every <see cref="Step"/>-th.</summary>
    public int Order { get; }

    /// <summary>From one sample to the next.</summary>
    public int Step => _step;

    /// <summary>Elements from one row of <see cref="Matrix"/> to the next.</summary>
    public int Stride { get; }

    /// <summary>The last matrix built.</summary>
    public NativeBuffer<double> Matrix { get; }

    /// <summary>Mean diagonal of an output's G over all samples by their weights: rows have unit norm.</summary>
    public double MeanDiagonal(int output)
    {
        if (_source is not null) return _source.MeanDiagonal;
        double[]? weights = _state.LossFunction.Weights;
        double sum = 0;
        foreach (FiredRows rows in Of(output))
        {
            foreach (int i in rows.Ids) sum += weights is null ? 1 : weights[i];
        }

        return sum * Scale / (weights?.Sum() ?? _state.Count);
    }

    /// <summary>Writes the matrix of one output.</summary>
    public unsafe void Build(int output)
    {
        if (_source is not null)
        {
            int n = _state.Count;
            _whole ??= new NativeBuffer<double>((long)n * n);
            _source.BuildGram(output, _whole.Pointer, n);
            for (int i = 0; i < Order; i++)
            {
                Span<double> row = Matrix.Slice((long)i * Stride, i + 1), from = _whole.Slice((long)i * _step * n, i * _step + 1);
                for (int j = 0; j <= i; j++) row[j] = from[j * _step];
            }

            return;
        }

        _gram!.Build([.. Of(output).Select(Taken)], Scale, Matrix.Pointer, Stride);
        if (_root is null) return;
        double[] root = [.. Enumerable.Range(0, Order).Select(i => Root(output, i * Step))];
        for (int i = 0; i < Order; i++)
        {
            Span<double> row = Matrix.Slice((long)i * Stride, i + 1);
            for (int j = 0; j <= i; j++) row[j] *= root[i] * root[j];
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Matrix.Dispose();
        _gram?.Dispose();
        _whole?.Dispose();
        _ownKernel?.Dispose();
        _own?.Dispose();
    }

    private double Scale => _state.Network.OutputScale * _state.Network.OutputScale;

    /// <summary>S of a sample; where outputs share one G, the root of the mean of S^2.</summary>
    private double Root(int output, int sample)
    {
        if (_state.Network.Wiring == OutputWiring.Grouped) return _root![output * _state.Count + sample];
        double sum = 0;
        for (int p = sample; p < _root!.Length; p += _state.Count) sum += _root[p] * _root[p];
        return Math.Sqrt(sum / _state.Network.Outputs);
    }

    private FiredRows[] Of(int output) => _state.Network.Wiring == OutputWiring.Dense
        ? _fired
        : [.. _fired.Where((_, item) => _state.Point.Ranges[item].FirstOutput == output)];

    private FiredRows Taken(FiredRows all)
    {
        if (_step == 1) return all;
        var taken = new FiredRows();
        taken.Begin(all.Count);
        for (int row = 0; row < all.Count; row++)
        {
            int[] ids = [.. all.Of(row).ToArray().Where(i => i % _step == 0).Select(i => i / _step)];
            taken.Append(ids);
        }

        return taken;
    }
}
