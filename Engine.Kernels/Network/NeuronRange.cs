namespace Engine.Kernels;

/// <summary>Cuts the neurons into fixed ranges: the units of work, and the order in which partial outputs are added.</summary>
/// <remarks>Depends on m, K and the wiring only, so results have the same bits for any number of threads.</remarks>
internal readonly record struct NeuronRange(int First, int Count, int FirstOutput, int OutputCount)
{
    private const int MostRanges = 256;
    private const int FewestNeurons = 128;

    /// <summary>First neuron of output k when m neurons are grouped by K outputs.</summary>
    public static int FirstOfOutput(int k, int width, int outputs) => (int)((long)k * width / outputs);

    /// <summary>The ranges in neuron order; with grouped wiring none crosses from one output to the next.</summary>
    public static NeuronRange[] Cut(int width, int outputs, bool grouped)
    {
        int size = (int)Math.Max(FewestNeurons, ((long)width + MostRanges - 1) / MostRanges + TileProduct.TileRows - 1) / TileProduct.TileRows * TileProduct.TileRows;
        var ranges = new List<NeuronRange>();
        for (int k = 0; k < (grouped ? outputs : 1); k++)
        {
            int end = grouped ? FirstOfOutput(k + 1, width, outputs) : width;
            for (long first = grouped ? FirstOfOutput(k, width, outputs) : 0; first < end; first += size)
                ranges.Add(new NeuronRange((int)first, (int)Math.Min(size, end - first), grouped ? k : 0, grouped ? 1 : outputs));
        }

        return [.. ranges];
    }
}
