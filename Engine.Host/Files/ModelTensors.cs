using Engine.Kernels;

namespace Engine;

/// <summary>The tensors of a model file.</summary>
internal static class ModelTensors
{
    /// <summary>W, (m, d).</summary>
    public const string Weights = "weights";

    /// <summary>a, (m) or (m, K).</summary>
    public const string Signs = "signs";

    /// <summary>Row offsets of C, (m + 1).</summary>
    public const string Offsets = "coefficients.offsets";

    /// <summary>Column ids of C.</summary>
    public const string Ids = "coefficients.ids";

    /// <summary>Values of C.</summary>
    public const string Values = "coefficients.values";

    /// <summary>X, (n, d).</summary>
    public const string Rows = "rows";

    /// <summary>Means of the transform, (input dimension).</summary>
    public const string Mean = "transform.mean";

    /// <summary>Scales of the transform, (input dimension).</summary>
    public const string Scale = "transform.scale";

    private const int ChunkElements = 1 << 18;

    /// <summary>What a file of this network holds.</summary>
    public static List<TensorSource> Of(WideNetwork network, bool compact)
    {
        NetworkCore core = network.Core;
        long m = core.Width, d = core.Dimension;
        var tensors = new List<TensorSource>
        {
            TensorSource.From<double>(Mean, network.Transform.Mean.ToArray(), network.InputDimension),
            TensorSource.From<double>(Scale, network.Transform.Scale.ToArray(), network.InputDimension),
        };
        if (compact)
        {
            (SparseCoefficients c, float[] rows) = network.Compact!;
            tensors.Add(TensorSource.From<long>(Offsets, c.Offsets, m + 1));
            tensors.Add(TensorSource.From<int>(Ids, c.Ids, c.Ids.Length));
            tensors.Add(TensorSource.From<float>(Values, c.Values, c.Values.Length));
            tensors.Add(TensorSource.From<float>(Rows, rows, rows.Length / d, d));
        }
        else
        {
            tensors.Add(new TensorSource(Weights, TensorType.F32, [m, d], stream => WriteRows(core, stream)));
            tensors.Add(core.Wiring == OutputWiring.Grouped ? Large(Signs, core.Signs, m) : Large(Signs, core.Signs, m, core.Outputs));
        }

        return tensors;
    }

    private static unsafe void WriteRows(NetworkCore core, Stream stream)
    {
        int tile = Math.Clamp(ChunkElements / core.Dimension, 1, core.Width);
        using var scratch = new NativeBuffer<float>(core.Storage == WeightStorage.Stored ? 0 : (long)tile * core.Dimension);
        for (int first = 0; first < core.Width; first += tile)
        {
            int count = Math.Min(tile, core.Width - first);
            stream.Write(new ReadOnlySpan<byte>(core.Rows.Read(first, count, scratch.Pointer), checked(count * core.Dimension * sizeof(float))));
        }
    }

    private static TensorSource Large(string name, NativeBuffer<float> buffer, params long[] shape) =>
        new(name, TensorType.F32, shape, stream =>
        {
            for (long first = 0; first < buffer.Length; first += ChunkElements)
            {
                Span<float> chunk = buffer.Slice(first, (int)Math.Min(ChunkElements, buffer.Length - first));
                stream.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(chunk));
            }
        });
}
