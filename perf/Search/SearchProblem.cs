using Engine.Kernels;

namespace Engine.Perf;

/// <summary>Gaussian weights and unit queries: every product is standard normal, so the threshold sets the fired share.</summary>
internal sealed class SearchProblem
{
    private const ulong Seed = 1;
    private const uint WeightStream = 200, QueryStream = 201;

    /// <summary>Draws m weights and n queries of dimension d.</summary>
    public SearchProblem(int width, int queries, int dimension, float threshold)
    {
        (Width, Queries, Dimension) = (width, queries, dimension);
        Weights = new float[width * dimension];
        new CounterRandom(Seed, WeightStream).FillNormals(Weights, 0);
        Rows = new float[queries * dimension];
        new CounterRandom(Seed, QueryStream).FillNormals(Rows, 0);
        for (int i = 0; i < queries; i++)
        {
            Span<float> row = Rows.AsSpan(i * dimension, dimension);
            double square = 0;
            foreach (float x in row) square += (double)x * x;
            foreach (ref float x in row) x = (float)(x / Math.Sqrt(square));
        }

        Threshold = threshold;
    }

    /// <summary>m.</summary>
    public int Width { get; }

    /// <summary>n.</summary>
    public int Queries { get; }

    /// <summary>d.</summary>
    public int Dimension { get; }

    /// <summary>(m, d).</summary>
    public float[] Weights { get; }

    /// <summary>(n, d), unit rows.</summary>
    public float[] Rows { get; }

    /// <summary>tau.</summary>
    public float Threshold { get; }
}
