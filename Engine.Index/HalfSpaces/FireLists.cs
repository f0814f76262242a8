namespace Engine.Indexing;

/// <summary>Fired pairs in both orientations, changed one neuron at a time.</summary>
/// <remarks>
/// A neuron's samples ascend; beside each stands its place in the sample's list, which is unordered: a pair is added in O(1) and removed in O(log k) for a neuron with k samples,
/// whatever m and n are. 12 bytes a pair.
/// </remarks>
internal sealed class FireLists
{
    private readonly int[][] _samples;
    private readonly int[][] _places;
    private readonly int[][] _neurons;
    private readonly int[] _counts;

    /// <summary>No pair fires.</summary>
    public FireLists(int neurons, int samples)
    {
        _samples = new int[neurons][];
        _places = new int[neurons][];
        Array.Fill(_samples, []);
        Array.Fill(_places, []);
        _neurons = new int[samples][];
        Array.Fill(_neurons, []);
        _counts = new int[samples];
    }

    /// <summary>The samples of a neuron, ascending.</summary>
    public ReadOnlySpan<int> OfNeuron(int neuron) => _samples[neuron];

    /// <summary>The neurons of a sample, in no order.</summary>
    public ReadOnlySpan<int> OfSample(int sample) => _neurons[sample].AsSpan(0, _counts[sample]);

    /// <summary>The neuron now fires on these samples, ascending.</summary>
    /// <returns>Pairs added and removed.</returns>
    public int Replace(int neuron, ReadOnlySpan<int> samples)
    {
        int[] old = _samples[neuron], oldPlaces = _places[neuron];
        int[] places = new int[samples.Length];
        int flips = 0, o = 0;
        // Removals first, while the neuron's old places are still on record.
        for (int s = 0; o < old.Length; o++)
        {
            while (s < samples.Length && samples[s] < old[o]) s++;
            if (s < samples.Length && samples[s] == old[o]) continue;
            Remove(old[o], oldPlaces[o]);
            flips++;
        }

        o = 0;
        for (int s = 0; s < samples.Length; s++)
        {
            while (o < old.Length && old[o] < samples[s]) o++;
            if (o < old.Length && old[o] == samples[s])
            {
                places[s] = oldPlaces[o];
                continue;
            }

            places[s] = Add(samples[s], neuron);
            flips++;
        }

        if (flips > 0) (_samples[neuron], _places[neuron]) = (samples.ToArray(), places);
        return flips;
    }

    private int Add(int sample, int neuron)
    {
        ref int[] list = ref _neurons[sample];
        int place = _counts[sample]++;
        if (place == list.Length) Array.Resize(ref list, Math.Max(4, 2 * place));
        list[place] = neuron;
        return place;
    }

    // The last neuron of the list takes the free place.
    private void Remove(int sample, int place)
    {
        int last = --_counts[sample], moved = _neurons[sample][last];
        if (last == place) return;
        _neurons[sample][place] = moved;
        _places[moved][Array.BinarySearch(_samples[moved], sample)] = place;
    }
}
