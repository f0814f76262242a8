using System.Runtime.CompilerServices;

namespace Engine.Kernels;

// Counting from the beginning.
internal sealed unsafe partial class CofiringCounts
{
    /// <summary>Counts anew. Cost: half the sum of squared fire-set sizes.</summary>
    /// <param name="portionsOf">Fire sets of the neurons that feed an output; each portion is read before the next is asked for.</param>
    public void Build(Func<int, IEnumerable<FiredRows[]>> portionsOf)
    {
        List<RowChanges> entering = [];
        for (int k = 0; k < _counts.Length; k++) Build(k, portionsOf(k), entering);
    }

    private void Build(int output, IEnumerable<FiredRows[]> portions, List<RowChanges> entering)
    {
        NativeBuffer<short> counts = _counts[output];
        _team.Run(_blocks, (_, block) =>
        {
            long first = (long)block * BlockRows * _stride;
            counts.Slice(first, (int)Math.Min(BlockRows * _stride, counts.Length - first)).Clear();
        });
        var fires = new int[_samples];
        foreach (FiredRows[] fired in portions)
        {
            while (entering.Count < fired.Length) entering.Add(new RowChanges(_samples));
            // As if the samples of every set entered one after the other.
            _team.Run(fired.Length, (_, s) => entering[s].Sort(fired[s]));
            // The last blocks are the longest: first come, first done.
            _team.Run(_blocks, (_, item) => Enter(output, _blocks - 1 - item, fired, entering, fires));
        }

        for (int i = 0; i < _samples; i++) counts.Pointer[(long)i * _stride + i] = (short)Math.Min(fires[i], short.MaxValue);
        Rebase(output);
    }

    /// <summary>Counts the samples of fire sets that come before those of a block's rows, and how many fire on those.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Enter(int output, int block, FiredRows[] fired, List<RowChanges> entering, int[] fires)
    {
        for (int i = block * BlockRows; i < Math.Min(_samples, (block + 1) * BlockRows); i++)
        {
            short* row = _counts[output].Pointer + (long)i * _stride;
            for (int s = 0; s < fired.Length; s++)
            {
                ReadOnlySpan<RowChange> changes = entering[s].Of(i);
                foreach (ref readonly RowChange change in changes)
                {
                    foreach (int other in fired[s].Ids.Slice(change.First, change.Others)) row[other]++;
                }

                fires[i] += changes.Length;
            }
        }
    }
}
