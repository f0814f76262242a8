using Engine.Kernels;

namespace Engine.Perf;

/// <summary>Our transform and the plain one on copies of the same rows.</summary>
internal sealed unsafe class HadamardRuns : IDisposable
{
    private const double UnitRoundoff = 1.0 / (1 << 24);

    // Sixteen transforms of 2^24 elements multiply by 2^192: from here nothing underflows at first, nor overflows at last.
    private static readonly float s_scale = MathF.ScaleB(1, -96);

    private readonly HadamardShape _shape;
    private readonly NativeBuffer<float> _input;
    private readonly NativeBuffer<float> _ours;
    private readonly NativeBuffer<float> _plain;

    /// <summary>Draws the rows.</summary>
    /// <param name="shape">Their sizes.</param>
    /// <param name="team">Shares them, for either.</param>
    public HadamardRuns(HadamardShape shape, WorkerTeam team)
    {
        _shape = shape;
        _input = Samples.Normals(shape.Elements, stream: 1);
        foreach (ref float x in _input.Slice(0, shape.Elements)) x *= s_scale;
        _ours = new NativeBuffer<float>(shape.Elements);
        _plain = new NativeBuffer<float>(shape.Elements);
        var transform = new WalshHadamard(team);
        Ours = Contestant(_ours, () => transform.Transform(_ours.Slice(0, shape.Elements), shape.Length), check: null);
        Action<int, int> row = (_, i) => PlainHadamard.Transform(_plain.Pointer + (long)i * shape.Length, shape.Length);
        Plain = Contestant(_plain, () => team.Run(shape.Rows, row), Compare);
        Sweep = new BandwidthCeiling(team, _ours).Update;
    }

    /// <summary>Ours, as many transforms as the shape says.</summary>
    public Contestant Ours { get; }

    /// <summary>The plain one, as many.</summary>
    public Contestant Plain { get; }

    /// <summary>One sweep in place over our rows: what a transform would take if it were a single pass and cost nothing else.</summary>
    public Contestant Sweep { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _input.Dispose();
        _ours.Dispose();
        _plain.Dispose();
    }

    private Contestant Contestant(NativeBuffer<float> rows, Action transform, Action? check)
    {
        void Run()
        {
            for (int t = 0; t < _shape.Transforms; t++) transform();
        }

        if (!_shape.IsShort) return new Contestant(Run, () => Restore(rows), check);
        return new Contestant(
            () =>
            {
                Restore(rows);
                Run();
            },
            Check: check);
    }

    private void Restore(NativeBuffer<float> rows) => _input.Slice(0, _shape.Elements).CopyTo(rows.Slice(0, _shape.Elements));

    // Each is off by at most γ √N^t ||x||₂, γ counting the levels of all t transforms: the bound WalshHadamard states.
    private void Compare()
    {
        double levels = (double)_shape.Levels * _shape.Transforms, gamma = levels * UnitRoundoff / (1 - levels * UnitRoundoff);
        for (int i = 0; i < _shape.Rows; i++)
        {
            Span<float> input = _input.Slice((long)i * _shape.Length, _shape.Length), x = _ours.Slice((long)i * _shape.Length, _shape.Length);
            Span<float> y = _plain.Slice((long)i * _shape.Length, _shape.Length);
            double norm = 0, difference = 0;
            for (int j = 0; j < x.Length; j++)
            {
                norm += (double)input[j] * input[j];
                difference += ((double)x[j] - y[j]) * ((double)x[j] - y[j]);
            }

            double bound = 2 * gamma * Math.Pow(2, levels / 2) * Math.Sqrt(norm);
            if (!(Math.Sqrt(difference) <= bound))
                throw new ComparisonFailedException($"transforms of row {i} differ by {Math.Sqrt(difference):G3} in norm; the bound is {bound:G3}.");
        }
    }
}
