using Engine.Indexing;
using Engine.Kernels;

namespace Engine;

/// <summary>How the units of a frozen layer that fire are found: by gathering the columns of active inputs, or by a threshold index over the rows of W. All give the same bits.</summary>
internal static class LayerScan
{
    // An index compares bytes, eight to a multiplication, and visits next to none of what a tree drops; Engine.Index chooses among them.
    private const double BytesPerMultiplication = 8;

    /// <summary>From so many inputs on, Engine.Index decides pairs by bytes.</summary>
    private const int ByteProductsFrom = 16;

    private const int QueriesTogether = 64;

    // An index holds a copy of the weights and their codes; beyond this the plan of memory would have to know of it.
    private const int CopyBytes = 5, LargestCopy = 64 << 20;

    private const string ExactScan = "linear-scan";

    /// <summary>Whether an index costs fewer multiplications than gathering, all samples together.</summary>
    /// <param name="units">m.</param>
    /// <param name="inputs">p.</param>
    /// <param name="active">Entries of all inputs.</param>
    /// <param name="samples">n.</param>
    /// <param name="fraction">Share of units that fire.</param>
    /// <remarks>Gathering: m for each entry. Index: m p once to copy and code, m p / 8 a sample to screen, p for each unit that fires.</remarks>
    public static bool PrefersIndex(long units, long inputs, long active, long samples, double fraction)
    {
        double gather = (double)units * active, points = (double)units * inputs;
        return inputs >= ByteProductsFrom && points * CopyBytes <= LargestCopy && points + points * samples / BytesPerMultiplication + fraction * points * samples < gather;
    }

    /// <summary>Finds every pair (i, r) with z_ir &gt; b, and z_ir.</summary>
    /// <param name="layer">W and b.</param>
    /// <param name="inputs">n rows over p inputs.</param>
    /// <param name="above">n rows over m units; written anew.</param>
    /// <param name="hits">Scratch of the layer's panels.</param>
    /// <param name="team">Who does the work.</param>
    public static void CollectAbove(HiddenLayer layer, ActiveRows inputs, ActiveRows above, UnitHits[] hits, WorkerTeam team)
    {
        double fraction = NormalDistribution.UpperTail(layer.Shift);
        if (PrefersIndex(layer.Units, layer.Weights.Inputs, inputs.Entries, inputs.Count, fraction)) CollectByIndex(layer, inputs, above, fraction, team);
        else layer.Weights.CollectAbove(inputs, layer.Shift, above, hits, team);
    }

    /// <summary>The same, by an index whatever it costs.</summary>
    internal static void CollectByIndex(HiddenLayer layer, ActiveRows inputs, ActiveRows above, double fraction, WorkerTeam team, string? name = null)
    {
        int p = layer.Weights.Inputs;
        var points = new float[checked(layer.Units * p)];
        layer.Weights.ReadRows(0, points);
        var setting = new IndexSetting { Name = name, ExpectedFraction = fraction, QueriesTogether = Math.Min(QueriesTogether, inputs.Count), Threshold = layer.Shift };
        IThresholdIndex index = ThresholdIndexFactory.Create(p, points, setting).Index;
        // ENGINE_INDEX may name one that misses some.
        if (index.MissProbability > 0) index = ThresholdIndexFactory.Create(p, points, setting with { Name = ExactScan }).Index;
        team.Run((inputs.Count + QueriesTogether - 1) / QueriesTogether, (_, item) =>
        {
            int first = item * QueriesTogether, count = Math.Min(QueriesTogether, inputs.Count - first);
            var queries = new float[count * p];
            for (int i = 0; i < count; i++)
            {
                ReadOnlySpan<int> ids = inputs.Ids(first + i);
                for (int e = 0; e < ids.Length; e++) queries[i * p + ids[e]] = inputs.Values(first + i)[e];
            }

            var found = new ThresholdHits();
            index.Report(queries, layer.Shift, found);
            for (int i = 0; i < count; i++)
            {
                ReadOnlySpan<int> units = found.Of(i);
                above.Resize(first + i, units.Length);
                units.CopyTo(above.Ids(first + i));
                Span<float> values = above.Values(first + i);
                for (int e = 0; e < values.Length; e++) values[e] = layer.Weights.Chain(units[e], inputs.Ids(first + i), inputs.Values(first + i));
            }
        });
    }
}
