using Engine.Kernels;

namespace Engine.Perf;

/// <summary>The last hidden layer of a deep network with frozen layers below: f = m^(-1/2) sum_r a_r max(z_r - b, 0), z = W h, h sparse and of unit norm.</summary>
internal sealed class DeepProblem : IDisposable
{
    /// <summary>Draws everything from a fixed seed.</summary>
    /// <param name="units">m, and p.</param>
    /// <param name="samples">n.</param>
    /// <param name="rho">Fire fraction: inputs are active, and units fire at the start, with this probability.</param>
    /// <param name="team">Who does the work.</param>
    public DeepProblem(int units, int samples, double rho, WorkerTeam team)
    {
        (Units, Samples, Rho) = (units, samples, rho);
        Weights = new NativeBuffer<float>((long)units * units);
        var random = new CounterRandom(seed: 3, stream: 1);
        team.Run(units, (_, row) => random.FillNormals(Weights.Slice((long)row * units, units), (ulong)row * (ulong)units));
        Inputs = DrawInputs(new Random(5));
        Signs = new float[units];
        new CounterRandom(seed: 3, stream: 2).FillSigns(Signs, 0);
        Targets = [.. Enumerable.Range(0, samples).Select(i => i % 2 == 0 ? 1.0 : -1.0)];
        Shift = MathF.Abs(NormalQuantile.FromBits((uint)(rho * uint.MaxValue)));
        Gram = new InputGram(Inputs, team);
    }

    /// <summary>m, and p.</summary>
    public int Units { get; }

    /// <summary>n.</summary>
    public int Samples { get; }

    /// <summary>Fire fraction.</summary>
    public double Rho { get; }

    /// <summary>W(0), row-major (m, m).</summary>
    public NativeBuffer<float> Weights { get; }

    /// <summary>H.</summary>
    public ActiveRows Inputs { get; }

    /// <summary>K = H H^T.</summary>
    public InputGram Gram { get; }

    /// <summary>a.</summary>
    public float[] Signs { get; }

    /// <summary>y.</summary>
    public double[] Targets { get; }

    /// <summary>b.</summary>
    public float Shift { get; }

    /// <summary>m^(-1/2).</summary>
    public float Scale => 1 / MathF.Sqrt(Units);

    /// <inheritdoc/>
    public void Dispose()
    {
        Weights.Dispose();
        Gram.Dispose();
    }

    private ActiveRows DrawInputs(Random random)
    {
        var rows = new ActiveRows(Samples, Units);
        for (int i = 0; i < Samples; i++)
        {
            int[] ids = [.. Enumerable.Range(0, Units).Where(_ => random.NextDouble() < Rho)];
            rows.Resize(i, ids.Length);
            ids.CopyTo(rows.Ids(i));
            // What a unit passes on above its threshold is close to exponential.
            foreach (ref float value in rows.Values(i)) value = -(float)Math.Log(1 - random.NextDouble());
            float norm = MathF.Sqrt(rows.Values(i).ToArray().Sum(value => value * value));
            foreach (ref float value in rows.Values(i)) value /= norm;
        }

        return rows;
    }
}
