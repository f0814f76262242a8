using Engine.Kernels;

namespace Engine.Perf;

/// <summary>Unit samples, targets, and a network at its start.</summary>
internal sealed class IterationProblem : IDisposable
{
    private const ulong Seed = 1;

    // Apart from the network's streams, and from the start vectors of power iteration.
    private const uint SampleStream = 100, LabelStream = 101;

    /// <summary>Takes over a network and its training data.</summary>
    /// <param name="network">At W(0).</param>
    /// <param name="rows">(n, d), unit rows.</param>
    /// <param name="targets">(K, n).</param>
    public IterationProblem(NetworkCore network, float[] rows, double[] targets) => (Network, Rows, Targets) = (network, rows, targets);

    /// <summary>Draws n samples uniform on the sphere of dimension d, random labels +1 and -1, and m neurons with the shift of the papers.</summary>
    public IterationProblem(int width, int samples, int dimension)
    {
        Rows = new float[samples * dimension];
        var normals = new CounterRandom(Seed, SampleStream);
        normals.FillNormals(Rows, 0);
        for (int i = 0; i < samples; i++) Normalise(Rows.AsSpan(i * dimension, dimension));
        var labels = new CounterRandom(Seed, LabelStream);
        Targets = new double[samples];
        for (int i = 0; i < samples; i++) Targets[i] = labels.Sign((ulong)i);
        Network = new NetworkCore(width, dimension, outputs: 1, Shift(width), OutputWiring.Grouped, Seed);
    }

    /// <summary>The same problem with weights that are drawn as needed, before anything moves them.</summary>
    public IterationProblem Regenerated()
    {
        NetworkCore core = Network;
        var network = new NetworkCore(core.Width, core.Dimension, core.Outputs, core.Shift, core.Wiring, core.Seed, storage: WeightStorage.Regenerated);
        return new IterationProblem(network, Rows, Targets);
    }

    /// <summary>(n, d), unit rows.</summary>
    public float[] Rows { get; }

    /// <summary>(K, n).</summary>
    public double[] Targets { get; }

    /// <summary>n.</summary>
    public int Count => Rows.Length / Network.Dimension;

    /// <summary>W(0) until a dense run overwrites it.</summary>
    public NetworkCore Network { get; }

    /// <summary>b = sqrt(0.4 ln m): the shift of arXiv 2110.04622.</summary>
    public static float Shift(int width) => MathF.Sqrt(0.4f * MathF.Log(width));

    /// <inheritdoc/>
    public void Dispose() => Network.Dispose();

    private static void Normalise(Span<float> row)
    {
        double square = 0;
        foreach (float x in row) square += (double)x * x;
        float scale = (float)(1 / Math.Sqrt(square));
        foreach (ref float x in row) x *= scale;
    }
}
