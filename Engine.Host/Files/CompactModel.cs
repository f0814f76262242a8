using Engine.Kernels;

namespace Engine;

/// <summary>Adds C X to weights drawn from the seed, with the arithmetic of training, so that the bits are those training ended with.</summary>
internal static class CompactModel
{
    /// <summary>Reads C and X and turns W(0) into W.</summary>
    /// <exception cref="InputException">The coefficients break a rule.</exception>
    public static CompactWeights Apply(string path, SafetensorsReader file, NetworkCore core)
    {
        TensorInfo rowsInfo = file.Require(ModelTensors.Rows);
        if (rowsInfo.Shape.Count != 2 || rowsInfo.Shape[1] != core.Dimension || rowsInfo.Count > Dataset.MaxCells)
            throw FormatError.At(path, ModelTensors.Rows, $"must be (n, {core.Dimension})", TensorTypes.Describe(rowsInfo.Shape));
        TensorInfo idsInfo = file.Require(ModelTensors.Ids);
        if (idsInfo.Shape.Count != 1 || idsInfo.Count > Array.MaxLength)
            throw FormatError.At(path, ModelTensors.Ids, $"must be one row of at most {Array.MaxLength} ids", TensorTypes.Describe(idsInfo.Shape));
        file.Require(ModelTensors.Values, TensorType.F32, idsInfo.Count);

        var c = new SparseCoefficients(new long[core.Width + 1], new int[idsInfo.Count], new float[idsInfo.Count]);
        var rows = new float[rowsInfo.Count];
        file.Read<long>(ModelTensors.Offsets, c.Offsets);
        file.Read<int>(ModelTensors.Ids, c.Ids);
        file.Read<float>(ModelTensors.Values, c.Values);
        file.Read<float>(ModelTensors.Rows, rows);
        Check(path, c, rows, core.Dimension);
        using var samples = new PackedRows(rows, core.Dimension);
        Parallel.For(0, core.Width, neuron => AddRows(c, samples, core, neuron));
        RequireFiniteWeights(path, core);
        return new CompactWeights(c, rows);
    }

    private static void Check(string path, SparseCoefficients c, float[] rows, int dimension)
    {
        RequireFinite(path, ModelTensors.Values, c.Values);
        RequireFinite(path, ModelTensors.Rows, rows);
        int samples = rows.Length / dimension;
        if (c.Offsets[0] != 0 || c.Offsets[^1] != c.Ids.Length)
            throw FormatError.At(path, ModelTensors.Offsets, $"must run from 0 to {c.Ids.Length}", $"{c.Offsets[0]} to {c.Offsets[^1]}");
        for (int r = 0; r + 1 < c.Offsets.Length; r++)
        {
            if (c.Offsets[r + 1] < c.Offsets[r] || c.Offsets[r + 1] > c.Ids.Length)
                throw FormatError.At(path, $"{ModelTensors.Offsets}[{r + 1}]", $"must lie in [{c.Offsets[r]}, {c.Ids.Length}]", $"{c.Offsets[r + 1]}");
            for (long e = c.Offsets[r]; e < c.Offsets[r + 1]; e++)
            {
                int least = e > c.Offsets[r] ? c.Ids[e - 1] + 1 : 0;
                if (c.Ids[e] < least || c.Ids[e] >= samples)
                    throw FormatError.At(path, $"{ModelTensors.Ids}[{e}]", $"must lie in [{least}, {samples}): ids ascend within a neuron", $"{c.Ids[e]}");
            }
        }
    }

    private static void RequireFinite(string path, string name, ReadOnlySpan<float> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i])) throw FormatError.At(path, $"{name}[{i}]", "every number must be finite", $"{values[i]}");
        }
    }

    private static unsafe void AddRows(SparseCoefficients c, PackedRows samples, NetworkCore core, int neuron)
    {
        float* row = core.Weights.Pointer + (long)neuron * core.Dimension;
        for (long e = c.Offsets[neuron]; e < c.Offsets[neuron + 1]; e++)
            CandidateLists.AddScaled(samples.Row(c.Ids[e]), c.Values[e], row, core.Dimension);
    }

    private static void RequireFiniteWeights(string path, NetworkCore core)
    {
        for (int r = 0; r < core.Width; r++)
            RequireFinite(path, $"weights of neuron {r}", core.Weights.Slice((long)r * core.Dimension, core.Dimension));
    }
}
