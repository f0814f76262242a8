using Engine.Kernels;

namespace Engine;

/// <summary>f(x) = s sum_r a_r max(&lt;w_r, x&gt; - b, 0): weights, signs, shift and wiring, without the meaning of inputs and outputs.</summary>
internal sealed unsafe class NetworkCore : IDisposable
{
    /// <summary>Stream of the weights in the seed's family: element r d + k is component k of w_r(0).</summary>
    public const uint WeightStream = 0;

    /// <summary>Stream of the signs: element r (grouped) or r K + k (dense).</summary>
    public const uint SignStream = 1;

    private const int FillChunk = 1 << 20;

    /// <summary>Draws W(0), where it is to be stored, and a from the seed, or leaves both zero for the caller to fill.</summary>
    public NetworkCore(
        int width, int dimension, int outputs, float shift, OutputWiring wiring, ulong seed, bool draw = true, WeightStorage storage = WeightStorage.Stored)
    {
        (Width, Dimension, Outputs, Shift, Wiring, Seed) = (width, dimension, outputs, shift, wiring, seed);
        var weights = new CounterRandom(seed, WeightStream);
        Rows = storage == WeightStorage.Regenerated ? new DrawnRows(weights, dimension) : new StoredRows(new NativeBuffer<float>((long)width * dimension), dimension);
        Signs = new NativeBuffer<float>(wiring == OutputWiring.Grouped ? width : (long)width * outputs);
        if (!draw) return;
        var signs = new CounterRandom(seed, SignStream);
        if (storage == WeightStorage.Stored) Fill(Weights, (span, first) => weights.FillNormals(span, first));
        Fill(Signs, (span, first) => signs.FillSigns(span, first));
    }

    /// <summary>m.</summary>
    public int Width { get; }

    /// <summary>d, after the transform.</summary>
    public int Dimension { get; }

    /// <summary>K.</summary>
    public int Outputs { get; }

    /// <summary>b.</summary>
    public float Shift { get; }

    /// <summary>s: (m / K)^(-1/2) when grouped, so that every output is a network of width m / K by itself; m^(-1/2) when dense.</summary>
    public double OutputScale => Math.Sqrt((Wiring == OutputWiring.Grouped ? Outputs : 1) / (double)Width);

    /// <summary>Which outputs a neuron feeds.</summary>
    public OutputWiring Wiring { get; }

    /// <summary>Seed of W(0) and a.</summary>
    public ulong Seed { get; }

    /// <summary>W, however it comes about.</summary>
    public WeightRows Rows { get; private set; }

    /// <summary>Where W is.</summary>
    public WeightStorage Storage => Rows is StoredRows ? WeightStorage.Stored : WeightStorage.Regenerated;

    /// <summary>W, (m, d) row-major; only where it is stored.</summary>
    public NativeBuffer<float> Weights => ((StoredRows)Rows).Weights;

    /// <summary>a, (m) when grouped, (m, K) when dense; +1 or -1.</summary>
    public NativeBuffer<float> Signs { get; }

    /// <summary>Computes f for a batch of unit rows; safe to call from several threads at once.</summary>
    /// <param name="rows">(count, d).</param>
    /// <param name="outputs">(count, K), overwritten.</param>
    /// <remarks>2 m d operations a row, and W once for up to 1024 of them where it is regenerated. A row's bits do not depend on its batch or on the number of threads.</remarks>
    public void Forward(ReadOnlySpan<float> rows, Span<double> outputs)
    {
        NeuronRange[] ranges = NeuronRange.Cut(Width, Outputs, Wiring == OutputWiring.Grouped);
        for (int first = 0; first < rows.Length / Dimension; first += ForwardPass.LargestBatch)
        {
            int count = Math.Min(ForwardPass.LargestBatch, rows.Length / Dimension - first);
            ForwardBatch(ranges, rows.Slice(first * Dimension, count * Dimension), outputs.Slice(first * Outputs, count * Outputs));
        }

        // The passes hold raw pointers: the buffers' finalisers must not run before the last one has ended.
        GC.KeepAlive(this);
    }

    /// <summary>What the candidate passes need to know of this network.</summary>
    public CandidateProblem Problem(PackedRows samples, KernelMatrix? kernel, float band, float coldBand, bool regularised) => new()
    {
        Samples = samples,
        Kernel = kernel,
        Rows = Rows,
        Signs = Signs,
        Width = Width,
        Outputs = Outputs,
        Grouped = Wiring == OutputWiring.Grouped,
        Shift = Shift,
        OutputScale = OutputScale,
        Band = band,
        ColdBand = coldBand,
        Regularised = regularised,
    };

    /// <summary>Moves the weights.</summary>
    /// <param name="displacement">What is added to W as it is now; where W is not stored, it is kept.</param>
    public void Displace(CompactWeights displacement)
    {
        var displaced = new DisplacedRows(Rows, displacement);
        if (Storage == WeightStorage.Stored) Parallel.For(0, Width, neuron => displaced.Copy(neuron, 1, Weights.Pointer + (long)neuron * Dimension));
        else Rows = displaced;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Rows.Dispose();
        Signs.Dispose();
    }

    private void ForwardBatch(NeuronRange[] ranges, ReadOnlySpan<float> rows, Span<double> outputs)
    {
        using var batch = new PackedRows(rows, Dimension);
        int padded = batch.PaddedCount;
        var parts = new double[ranges.Length][];
        var body = (int item, ForwardPass pass) =>
        {
            NeuronRange range = ranges[item];
            parts[item] = new double[range.OutputCount * padded];
            long firstSign = Wiring == OutputWiring.Grouped ? range.First : (long)range.First * Outputs;
            fixed (double* part = parts[item])
                pass.Add(range, Rows, Signs.Pointer + firstSign, Shift, batch, part);
        };

        // One row is less work than waking threads is worth, unless W must be drawn for it.
        if (batch.Count == 1 && Storage == WeightStorage.Stored)
        {
            using var pass = new ForwardPass(padded, Dimension);
            for (int item = 0; item < ranges.Length; item++) body(item, pass);
        }
        else
        {
            Parallel.For(
                0, ranges.Length, () => new ForwardPass(padded, Dimension),
                (item, _, pass) =>
                {
                    body(item, pass);
                    return pass;
                },
                pass => pass.Dispose());
        }

        double scale = OutputScale;
        outputs.Clear();
        for (int item = 0; item < ranges.Length; item++)
        {
            for (int k = 0; k < ranges[item].OutputCount; k++)
            {
                for (int i = 0; i < batch.Count; i++)
                    outputs[i * Outputs + ranges[item].FirstOutput + k] += parts[item][k * padded + i];
            }
        }

        foreach (ref double output in outputs) output *= scale;
    }

    private static void Fill(NativeBuffer<float> buffer, Action<Span<float>, ulong> fill)
    {
        long chunks = (buffer.Length + FillChunk - 1) / FillChunk;
        Parallel.For(0, chunks, chunk =>
        {
            long first = chunk * FillChunk;
            fill(buffer.Slice(first, (int)Math.Min(FillChunk, buffer.Length - first)), (ulong)first);
        });
    }
}
