using Engine.Kernels;
using Engine.Tests.Reference;

namespace Engine.Tests.Kernels;

/// <summary>The library's objects for one case, and the dense network they have to agree with.</summary>
internal sealed unsafe class CandidateSetup : IDisposable
{
    private readonly WorkerTeam _team;
    private readonly PackedRows _samples;
    private readonly KernelMatrix _kernel;
    private readonly NativeBuffer<float> _weights;
    private readonly NativeBuffer<float> _signs;
    private readonly NativeBuffer<float> _direction;

    /// <summary>Draws the problem of a case.</summary>
    /// <param name="given">The case.</param>
    /// <param name="weights">W(0), (m, d), instead of a random one.</param>
    internal CandidateSetup(CandidateCase given, float[]? weights = null)
    {
        Case = given;
        Random random = new(given.Seed);
        float[] rows = given.Dyadic
            ? RandomRows.Dyadic(given.Samples, given.Dimension, given.Seed)
            : RandomRows.Unit(given.Samples, given.Dimension, given.Seed);
        _team = new WorkerTeam(given.Threads);
        _samples = new PackedRows(rows, given.Dimension);
        _kernel = new KernelMatrix(_samples, _team);
        _weights = new NativeBuffer<float>((long)given.Width * given.Dimension);
        _signs = new NativeBuffer<float>(given.Width * (given.Grouped ? 1 : given.Outputs));
        _direction = new NativeBuffer<float>((long)given.Outputs * Stride);
        foreach (ref float w in _weights.Slice(0, (int)_weights.Length))
            w = given.Dyadic ? random.Next(-4, 5) / 2f : (float)RandomRows.Normal(random);
        weights?.CopyTo(_weights.Slice(0, weights.Length));
        foreach (ref float a in _signs.Slice(0, (int)_signs.Length)) a = random.Next(2) * 2 - 1;
        Problem = new CandidateProblem
        {
            Samples = _samples,
            Kernel = given.Dual ? _kernel : null,
            Rows = new StoredRows(_weights, given.Dimension),
            Signs = _signs,
            Width = given.Width,
            Outputs = given.Outputs,
            Grouped = given.Grouped,
            Shift = given.Shift,
            Band = given.Band,
            ColdBand = given.ColdBand,
            Regularised = given.Regularised,
            OutputScale = given.Dyadic ? 0.25 : 1.0 / Math.Sqrt(given.Width),
        };
        Blocks = new CandidateBlocks(Problem, given.ExpectedFraction, given.ExpectedFraction, _team);
        Rows = Dense.Of(rows);
        Start = new DenseNetwork(
            given.Dimension, given.Outputs, given.Shift, Problem.OutputScale, Dense.Of(_weights.Slice(0, (int)_weights.Length)),
            DenseNetwork.SpreadSigns(_signs.Slice(0, (int)_signs.Length), given.Width, given.Outputs, given.Grouped));
    }

    internal CandidateCase Case { get; }

    internal CandidateProblem Problem { get; }

    internal CandidateBlocks Blocks { get; }

    internal WorkerTeam Team => _team;

    /// <summary>X Xᵀ, whether the passes use it or not.</summary>
    internal KernelMatrix Kernel => _kernel;

    internal int Stride => _samples.PaddedCount;

    /// <summary>X, (n, d).</summary>
    internal double[] Rows { get; }

    /// <summary>The network before the first move.</summary>
    internal DenseNetwork Start { get; }

    /// <summary>g of a step, (K, n); fills the library's copy.</summary>
    internal double[] Draw(CandidateMove move)
    {
        Random random = new(move.Seed);
        double size = Case.Band * move.Size * Math.Sqrt((double)Case.Width / Case.Samples);
        double[] g = new double[Case.Outputs * Case.Samples];
        for (int p = 0; p < g.Length; p++)
        {
            float value = Case.Dyadic ? random.Next(2) * random.Next(-2, 3) : (float)(size * RandomRows.Normal(random));
            _direction.Slice(p / Case.Samples * (long)Stride + p % Case.Samples, 1)[0] = value;
            g[p] = value;
        }

        return g;
    }

    internal void Step(CandidateMove move) => Blocks.Step(new StepMove
    {
        Direction = _direction.Pointer,
        Stride = Stride,
        Shrink = Case.Regularised ? 1 : 0,
        Length = move.Length,
        FromBase = move.FromBase,
        RefreshAll = move.RefreshAll,
    });

    /// <summary>Vectors (K, n) in the layout of <see cref="CandidateBlocks.ApplyGram"/>, rounded to fp32.</summary>
    internal NativeBuffer<float> Spread(double[] vectors)
    {
        NativeBuffer<float> spread = new((long)Case.Outputs * Stride);
        for (int p = 0; p < vectors.Length; p++) spread.Slice(p / Case.Samples * (long)Stride + p % Case.Samples, 1)[0] = (float)vectors[p];
        return spread;
    }

    internal float[] Materialise()
    {
        using NativeBuffer<float> weights = new(_weights.Length);
        Blocks.Materialise(weights);
        return weights.Slice(0, (int)weights.Length).ToArray();
    }

    public void Dispose()
    {
        Blocks.Dispose();
        _direction.Dispose();
        _signs.Dispose();
        _weights.Dispose();
        _kernel.Dispose();
        _samples.Dispose();
        _team.Dispose();
    }
}
