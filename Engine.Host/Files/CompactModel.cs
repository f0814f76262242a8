using Engine.Kernels;

namespace Engine;

/// <summary>Reads C and X, and adds C X to weights drawn from the seed, with the arithmetic of training, so that the bits are those training ended with.</summary>
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
        var compact = new CompactWeights(c, rows);
        core.Displace(compact);
        RequireFiniteWeights(path, core);
        return compact;
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
        int broken = FindBroken(values);
        if (broken >= 0) throw FormatError.At(path, $"{name}[{broken}]", "every number must be finite", $"{values[broken]}");
    }

    /// <summary>The first number that is not finite; -1 where all are.</summary>
    private static int FindBroken(ReadOnlySpan<float> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i])) return i;
        }

        return -1;
    }

    private static unsafe void RequireFiniteWeights(string path, NetworkCore core)
    {
        NeuronRange[] ranges = NeuronRange.Cut(core.Width, core.Outputs, core.Wiring == OutputWiring.Grouped);
        var broken = new float[ranges.Length][];
        var neurons = new int[ranges.Length];
        Parallel.For(0, ranges.Length, item =>
        {
            using var scratch = new NativeBuffer<float>(core.Dimension);
            for (int r = ranges[item].First; r < ranges[item].First + ranges[item].Count && broken[item] is null; r++)
            {
                var row = new ReadOnlySpan<float>(core.Rows.Read(r, 1, scratch.Pointer), core.Dimension);
                if (FindBroken(row) >= 0) (broken[item], neurons[item]) = (row.ToArray(), r);
            }
        });
        int first = Array.FindIndex(broken, row => row is not null);
        if (first >= 0) RequireFinite(path, $"weights of neuron {neurons[first]}", broken[first]);
    }
}
