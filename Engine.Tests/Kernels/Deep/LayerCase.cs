using Engine.Kernels;

namespace Engine.Tests.Kernels.Deep;

/// <summary>A layer with random weights and sparse inputs of about unit norm.</summary>
internal sealed record LayerCase(int Units, int Width, int Samples, double Rho, int Seed)
{
    /// <summary>Row-major (m, p), normal with variance 2 / p.</summary>
    public float[] Weights()
    {
        var weights = new float[(long)Units * Width];
        new CounterRandom((ulong)Seed, stream: 5).FillNormals(weights, 0);
        float scale = MathF.Sqrt(2f / Width);
        foreach (ref float w in weights.AsSpan()) w *= scale;
        return weights;
    }

    /// <summary>H: every unit is active with probability rho, with a positive value.</summary>
    public ActiveRows Inputs() => Rows(new Random(Seed), Width, value => MathF.Abs(value) / MathF.Sqrt((float)(Width * Rho)));

    /// <summary>V: rows over m units, with values of any sign.</summary>
    public ActiveRows Step(Random random) => Rows(random, Units, value => value);

    public override string ToString() => $"{Units} x {Width}, n={Samples}, rho={Rho}, seed {Seed}";

    private ActiveRows Rows(Random random, int width, Func<float, float> map)
    {
        var rows = new ActiveRows(Samples, width);
        for (int i = 0; i < Samples; i++)
        {
            int[] ids = [.. Enumerable.Range(0, width).Where(_ => random.NextDouble() < Rho)];
            rows.Resize(i, ids.Length);
            ids.CopyTo(rows.Ids(i));
            foreach (ref float value in rows.Values(i)) value = map((float)Reference.RandomRows.Normal(random));
        }

        return rows;
    }
}
