namespace Engine.Kernels;

/// <summary>The changes of side of one step and output, sorted by sample: whoever goes through the rows of the counts meets them where they belong.</summary>
internal sealed class RowChanges
{
    private readonly int[] _starts;
    private RowChange[] _changes = [];

    /// <summary>No changes.</summary>
    /// <param name="samples">n.</param>
    public RowChanges(int samples) => _starts = new int[samples + 1];

    /// <summary>Takes the changes of an output's logs.</summary>
    /// <param name="output">k.</param>
    /// <param name="ranges">The neurons of each log.</param>
    /// <param name="logs">Changes by shard; read until these are booked.</param>
    /// <param name="undo">Whether they are taken back.</param>
    public void Sort(int output, IReadOnlyList<NeuronRange> ranges, FlipLog[] logs, bool undo)
    {
        int[] next = _starts;
        Array.Clear(next);
        int total = 0;
        for (int s = 0; s < logs.Length; s++)
        {
            if (ranges[s].FirstOutput != output) continue;
            foreach (ref readonly Flip flip in logs[s].Flips) next[flip.Sample]++;
            total += logs[s].Flips.Length;
        }

        Open(total);
        for (int s = 0; s < logs.Length; s++)
        {
            if (ranges[s].FirstOutput != output) continue;
            foreach (ref readonly Flip flip in logs[s].Flips)
                _changes[next[flip.Sample]++] = new RowChange(s, flip.FirstOther, (short)flip.Others, (short)(flip.Entered != undo ? 1 : -1));
        }
    }

    /// <summary>Takes fire sets, as if their samples entered in ascending order: what each meets are those before it.</summary>
    /// <param name="fired">The sets; where they lie there takes the place of a log.</param>
    public void Sort(FiredRows fired)
    {
        int[] next = _starts;
        Array.Clear(next);
        ReadOnlySpan<int> ids = fired.Ids, offsets = fired.Offsets;
        foreach (int sample in ids) next[sample]++;
        Open(ids.Length);
        for (int neuron = 0; neuron < fired.Count; neuron++)
        {
            int first = offsets[neuron];
            for (int q = first; q < offsets[neuron + 1]; q++) _changes[next[ids[q]]++] = new RowChange(Log: 0, first, (short)(q - first), Step: 1);
        }
    }

    /// <summary>The changes of a sample, in the order of the logs.</summary>
    public ReadOnlySpan<RowChange> Of(int sample)
    {
        int first = sample == 0 ? 0 : _starts[sample - 1];
        return _changes.AsSpan(first, _starts[sample] - first);
    }

    /// <summary>Makes room for changes whose numbers by row are known: each number becomes where its row begins, and by filling where the next one does.</summary>
    private void Open(int total)
    {
        int start = 0;
        for (int i = 0; i < _starts.Length; i++) (_starts[i], start) = (start, start + _starts[i]);
        if (_changes.Length < total) _changes = new RowChange[Math.Max(total, 2 * _changes.Length)];
    }
}
