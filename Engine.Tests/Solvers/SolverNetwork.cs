using System.Globalization;
using Engine.Kernels;
using Engine.Tests.House;
using Engine.Tests.Reference;

namespace Engine.Tests.Solvers;

/// <summary>A network at its start on given rows, with the fire sets and operators that the solvers work on, and the dense network to compare with.</summary>
internal sealed class SolverNetwork : IDisposable
{
    internal SolverNetwork(float[] rows, int dimension, int width, int outputs, OutputWiring wiring, float shift, int seed, bool dual = true, int threads = 2)
    {
        Team = new WorkerTeam(threads);
        Core = new NetworkCore(width, dimension, outputs, shift, wiring, (ulong)seed);
        Samples = new PackedRows(rows, dimension);
        Kernel = new KernelMatrix(Samples, Team);
        Blocks = new CandidateBlocks(Core.Problem(Samples, Kernel, band: 0.25f, coldBand: 0, regularised: false), 0.5, 0, Team);
        Blocks.Preprocess(CancellationToken.None);
        Fired = [.. Blocks.Shards.Select(_ => new FiredRows())];
        Collect();
        Jacobian = new FireJacobian(Core, Fired, Samples, dual ? Kernel : null, Team);
        Gram = new JacobianGram(Jacobian, ridge: 0);
        Rows = Dense.Of(rows);
        Start = DenseNetwork.Of(Core);
    }

    internal WorkerTeam Team { get; }

    internal NetworkCore Core { get; }

    internal PackedRows Samples { get; }

    internal KernelMatrix Kernel { get; }

    internal CandidateBlocks Blocks { get; }

    internal FiredRows[] Fired { get; }

    internal FireJacobian Jacobian { get; }

    internal JacobianGram Gram { get; }

    /// <summary>X, (n, d).</summary>
    internal double[] Rows { get; }

    internal DenseNetwork Start { get; }

    internal double SquaredScale => Core.OutputScale * Core.OutputScale;

    internal void Collect() => Blocks.CollectFired(Fired);

    /// <summary>The mask of the library's fire sets, (m, n).</summary>
    internal bool[] Fires()
    {
        bool[] fires = new bool[Core.Width * Samples.Count];
        int neuron = 0;
        foreach (FiredRows rows in Fired)
        {
            for (int local = 0; local < rows.Count; local++, neuron++)
            {
                foreach (int i in rows.Ids[rows.Offsets[local]..rows.Offsets[local + 1]]) fires[neuron * Samples.Count + i] = true;
            }
        }

        return fires;
    }

    /// <summary>Images of digits from samples/digits.csv, centred or not, of unit norm.</summary>
    internal static float[] Digits(int count, bool centred, out int dimension, out int[] labels)
    {
        string[] lines = Repository.Read("samples/digits.csv").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        double[][] images = [.. lines.Skip(1).Take(count).Select(line => line.Split(',').Select(field => double.Parse(field, CultureInfo.InvariantCulture)).ToArray())];
        int pixels = images[0].Length - 1;
        labels = [.. images.Select(image => (int)image[pixels])];
        dimension = pixels;
        float[] rows = new float[count * pixels];
        double[] mean = [.. Enumerable.Range(0, pixels).Select(k => centred ? images.Average(image => image[k]) : 0)];
        for (int i = 0; i < count; i++)
        {
            double[] row = [.. Enumerable.Range(0, pixels).Select(k => images[i][k] - mean[k])];
            double norm = Dense.Norm(row);
            for (int k = 0; k < pixels; k++) rows[i * pixels + k] = (float)(row[k] / norm);
        }

        return rows;
    }

    public void Dispose()
    {
        Blocks.Dispose();
        Kernel.Dispose();
        Samples.Dispose();
        Core.Dispose();
        Team.Dispose();
    }
}
