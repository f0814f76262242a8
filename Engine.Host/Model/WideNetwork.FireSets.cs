using Engine.Indexing;
using Engine.Kernels;

namespace Engine;

public sealed partial class WideNetwork
{
    /// <summary>Which neurons fire on which samples of a data set, exactly: z &gt; b, z one chain of fused multiply-adds over the dimensions.</summary>
    /// <param name="data">Raw samples; labels are not looked at.</param>
    /// <exception cref="InputException">The number of features differs, or a row has no direction after the transform.</exception>
    /// <remarks>2 m n d operations; memory in proportion to the fired pairs.</remarks>
    public FireSets FireSets(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        RequireFeatures(data);
        using var samples = new PackedRows(Transform.Apply(data), Dimension);
        using var team = new WorkerTeam();
        double fraction = NormalDistribution.UpperTail(Core.Shift);
        using var blocks = new CandidateBlocks(Core.Problem(samples, kernel: null, band: 0, coldBand: 0, regularised: false), fraction, expectedColdFraction: 0, team);
        blocks.Preprocess(CancellationToken.None);
        var fired = blocks.Shards.Select(_ => new FiredRows()).ToArray();
        blocks.CollectFired(fired);

        var offsets = new long[Width + 1];
        var ids = new List<int>(checked((int)blocks.Counts.Fires));
        int neuron = 0;
        foreach (FiredRows rows in fired)
        {
            for (int local = 1; local <= rows.Count; local++) offsets[++neuron] = ids.Count + rows.Offsets[local];
            ids.AddRange(rows.Ids);
        }

        return new FireSets(data.Count, offsets, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(ids));
    }
}
