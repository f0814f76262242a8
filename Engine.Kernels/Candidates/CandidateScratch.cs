namespace Engine.Kernels;

/// <summary>One worker's scratch memory for the candidate passes; nothing is allocated after construction.</summary>
internal sealed unsafe class CandidateScratch : IDisposable
{
    private readonly NativeBuffer<float> _floats;
    private readonly NativeBuffer<int> _ids;

    public CandidateScratch(int paddedSamples, int dimension, int paddedDimension)
    {
        long row = paddedSamples + Lanes.Width;
        _floats = new NativeBuffer<float>(TileProduct.TileRows * ((long)paddedSamples + dimension) + 8 * row + 2 * (long)paddedDimension);
        _ids = new NativeBuffer<int>(5 * row);
        float* next = _floats.Pointer;
        Scores = Take(ref next, (long)TileProduct.TileRows * paddedSamples);
        StepLanes = Take(ref next, row);
        Coefficients = Take(ref next, row);
        Products = Take(ref next, 2 * row);
        Speeds = Take(ref next, row);
        Movement = Take(ref next, paddedDimension);
        Velocity = Take(ref next, paddedDimension);
        RowCoefficients = Take(ref next, row);
        RowSteps = Take(ref next, row);
        RowFired = Take(ref next, row);
        Weights = Take(ref next, (long)TileProduct.TileRows * dimension);
        Ids = _ids.Pointer;
        ListIds = Ids + row;
        ColdIds = ListIds + row;
        DueIds = ColdIds + row;
        DueLanes = DueIds + row;
    }

    /// <summary>8 rows of scores, each n rounded up to 32.</summary>
    public float* Scores { get; }

    /// <summary>8 rows of d weights.</summary>
    public float* Weights { get; }

    /// <summary>dc of every lane of the current neuron, in list order.</summary>
    public float* StepLanes { get; }

    /// <summary>Non-zero dc of the current neuron, compressed; their samples are in <see cref="Ids"/>.</summary>
    public float* Coefficients { get; }

    /// <summary>Samples of <see cref="Coefficients"/>.</summary>
    public int* Ids { get; }

    /// <summary>Inner products of dw with the sample of every lane of the current neuron, in list order.</summary>
    public float* Products { get; }

    /// <summary>dw of the current neuron (primal form).</summary>
    public float* Movement { get; }

    /// <summary>A second set of factors beside <see cref="Coefficients"/>.</summary>
    public float* Speeds { get; }

    /// <summary>The combination of samples that <see cref="Speeds"/> make (primal form).</summary>
    public float* Velocity { get; }

    /// <summary>By sample; all zero between uses: coefficients, step lanes and fired marks of a list that is being rebuilt.</summary>
    public float* RowCoefficients { get; }

    /// <inheritdoc cref="RowCoefficients"/>
    public float* RowSteps { get; }

    /// <inheritdoc cref="RowCoefficients"/>
    public float* RowFired { get; }

    /// <summary>Samples of the new list, before it is cut into groups.</summary>
    public int* ListIds { get; }

    /// <summary>Samples of the new cold list, before it is cut into groups.</summary>
    public int* ColdIds { get; }

    /// <summary>Samples of the lanes that are looked at.</summary>
    public int* DueIds { get; }

    /// <summary>Lanes of <see cref="DueIds"/>, counted through the groups of the neuron.</summary>
    public int* DueLanes { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _floats.Dispose();
        _ids.Dispose();
    }

    private static float* Take(ref float* next, long length)
    {
        float* taken = next;
        next += length;
        return taken;
    }
}
